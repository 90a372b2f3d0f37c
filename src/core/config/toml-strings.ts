import { offsetsAcross, type Jump, type Offsets } from './slice.ts';
import type { Notation } from './style.ts';
import type { Span } from './text.ts';

/** Where the decoded units of a string stand; null when its literal does not give as many as it should. */
export function stringOffsets(text: string, span: Span, value: string): Offsets | null {
  const { start, end } = contentOf(text, span);
  const jumps = [...jumpsIn(text, span, { start, end })];
  const longer = jumps.reduce((sum, { width, units }) => sum + width - units, 0);
  return end - start - longer === value.length ? offsetsAcross(start, () => jumps) : null;
}

/** Whether a string literal has three quotes on each side. */
function isLong(text: string, { start, end }: Span): boolean {
  return end - start >= 6 && text.startsWith(text.charAt(start).repeat(3), start);
}

/** Without quotes; a line break directly after three of them is not part of it. */
function contentOf(text: string, span: Span): Span {
  if (!isLong(text, span)) return { start: span.start + 1, end: span.end - 1 };
  const start = span.start + 3;
  return {
    start: start + (/^\r?\n?/.exec(text.slice(start, start + 2))?.[0].length ?? 0),
    end: span.end - 3,
  };
}

/** Escapes, and line breaks of two characters, which are read as one. */
function* jumpsIn(text: string, span: Span, { start, end }: Span): Generator<Jump> {
  const isBasic = text.charAt(span.start) === '"';
  for (let at = start; at < end; at++) {
    const character = text.charAt(at);
    const jump =
      character === '\\' && isBasic
        ? { at, ...escapeAt(text, at) }
        : character === '\r' && text.charAt(at + 1) === '\n'
          ? { at, width: 2, units: 1 }
          : null;
    if (jump === null) continue;
    yield jump;
    at += jump.width - 1;
  }
}

const DIGITS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };
const JOINED = /\\[ \t]*\r?\n\s*/y;

function escapeAt(text: string, at: number): { readonly width: number; readonly units: number } {
  const letter = text.charAt(at + 1);
  const digits = DIGITS[letter];
  if (digits !== undefined) {
    const code = Number.parseInt(text.slice(at + 2, at + 2 + digits), 16);
    return { width: 2 + digits, units: code > 0xffff ? 2 : 1 };
  }
  JOINED.lastIndex = at;
  const joined = JOINED.exec(text);
  return joined === null ? { width: 2, units: 1 } : { width: joined[0].length, units: 0 };
}

export function basicString(value: string): string {
  return JSON.stringify(value).replaceAll('\x7f', String.raw`\u007F`);
}

/** Control characters, a tab left out: no literal string may hold them. */
const CONTROL = /[^\P{Cc}\t]/u;

/** A new value for a string that is there: in single quotes where it was and still can be. */
export function stringLike(text: string, span: Span, value: string): string {
  const isLiteral = text.charAt(span.start) === "'" && !isLong(text, span);
  return isLiteral && !value.includes("'") && !CONTROL.test(value)
    ? `'${value}'`
    : basicString(value);
}

/** Text to stand inside a string that is there; null when it cannot. */
export function partOfString(text: string, span: Span, part: string): string | null {
  if (text.charAt(span.start) === '"') return basicString(part).slice(1, -1);
  return part.includes("'") || CONTROL.test(part) ? null : part;
}

/** How values in brackets are written, all on one line: older readers know no breaks in braces. */
export const tomlNotation: Notation = {
  sign: '=',
  colon: ' = ',
  spaced: false,
  breaks: false,
  scalar: (value) => {
    if (typeof value === 'string') return basicString(value);
    const written = String(value);
    // No reader holds so large a whole number.
    return typeof value === 'number' &&
      Number.isInteger(value) &&
      !Number.isSafeInteger(value) &&
      !written.includes('e')
      ? `${written}.0`
      : written;
  },
  key: (key) => (/^[A-Za-z0-9_-]+$/.test(key) ? key : basicString(key)),
};
