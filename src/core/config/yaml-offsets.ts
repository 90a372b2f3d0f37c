import type { Scalar } from 'yaml';
import { offsetsAcross, type Jump, type Offsets } from './slice.ts';
import type { Span } from './text.ts';

/** Where the units of a scalar stand; null for a text that is folded, or does not stand there unit by unit. */
export function scalarOffsets(
  text: string,
  { type }: Scalar,
  span: Span,
  value: string,
): Offsets | null {
  const literal = text.slice(span.start, span.end);
  if (type === 'BLOCK_LITERAL') return literalOffsets(literal, span.start, value);
  if (type === 'BLOCK_FOLDED' || /[\r\n]/.test(literal)) return null;
  const quotes = type === 'QUOTE_DOUBLE' || type === 'QUOTE_SINGLE' ? 1 : 0;
  const jumps = quotes === 0 ? [] : [...escapesIn(literal, span.start, type === 'QUOTE_DOUBLE')];
  return fitting(span.start + quotes, literal.length - 2 * quotes, jumps, value.length);
}

function fitting(
  from: number,
  width: number,
  jumps: readonly Jump[],
  units: number,
): Offsets | null {
  const longer = jumps.reduce((sum, jump) => sum + jump.width - jump.units, 0);
  return width - longer === units ? offsetsAcross(from, () => jumps) : null;
}

const DIGITS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

function* escapesIn(literal: string, start: number, isDouble: boolean): Generator<Jump> {
  for (let at = 1; at < literal.length - 1; at++) {
    const character = literal.charAt(at);
    if (character !== (isDouble ? '\\' : "'")) continue;
    const digits = isDouble ? DIGITS[literal.charAt(at + 1)] : undefined;
    const width = 2 + (digits ?? 0);
    const code = digits === undefined ? 0 : Number.parseInt(literal.slice(at + 2, at + width), 16);
    yield { at: start + at, width, units: code > 0xffff ? 2 : 1 };
    at += width - 1;
  }
}

/** Each line without its indentation, where that is not given in digits; Windows' line breaks are one unit. */
function literalOffsets(literal: string, start: number, value: string): Offsets | null {
  const head = /^[^\r\n]*(?:\r\n|\n)/.exec(literal)?.[0] ?? literal;
  if (/^\|[+-]?\d/.test(head)) return null;
  const body = literal.slice(head.length);
  const indent = /^(?: *\r?\n)*( *)/.exec(body)?.[1]?.length ?? 0;
  const from = start + head.length;
  const jumps: Jump[] = [];
  let read = '';
  for (const { index, 1: line = '', 2: end = '' } of body.matchAll(/([^\r\n]*)(\r\n|\n|$)/g)) {
    const blanks = line.length - line.replace(/^ +/, '').length;
    const width = Math.min(indent, blanks);
    if (width > 0) jumps.push({ at: from + index, width, units: 0 });
    if (end.length > 1) jumps.push({ at: from + index + line.length, width: 2, units: 1 });
    read += line.slice(width) + (end === '' ? '' : '\n');
  }
  if (!`${read}\n`.startsWith(value)) return null;
  const across = offsetsAcross(from, () => jumps);
  // The last line break is no part of the literal.
  return (offset) => Math.min(across(offset), start + literal.length);
}
