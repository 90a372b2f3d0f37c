import type { AST } from 'toml-eslint-parser';
import type { OpenContainer } from './building.ts';
import type { Atom } from './node.ts';
import type { Offsets } from './slice.ts';
import type { Span } from './text.ts';
import { stringOffsets } from './toml-strings.ts';

/** A header of a table, or an assignment, as it was read; a value that is still to be typed is null. */
export interface Statement {
  readonly kind: 'table' | 'item' | 'pair';
  readonly span: Span;
  readonly keys: readonly { readonly name: string; readonly span: Span }[];
  readonly value: AST.TOMLContentNode | null;
  /** What the offsets of `value` count from. */
  readonly base: number;
}

/** A scalar; what no JSON has as it is written. */
export function atomOf(
  text: string,
  value: AST.TOMLValue,
  span: Span,
  parent: OpenContainer,
  key: string | number,
): Atom {
  const at = { kind: 'atom', span, parent, key } as const;
  if (value.kind === 'boolean') return { ...at, value: value.value };
  if (value.kind === 'integer' || (value.kind === 'float' && Number.isFinite(value.value)))
    return { ...at, value: value.value };
  const literal = text.slice(span.start, span.end);
  // No JSON has dates or infinite numbers: they are read as they are written.
  if (value.kind !== 'string')
    return { ...at, value: literal, offsets: (offset) => span.start + offset };
  // Made for thousands of values at a keystroke, and asked for few.
  if (literal.length === value.value.length + 2) return { ...at, value: value.value };
  let offsets: Offsets | null | undefined;
  return {
    ...at,
    value: value.value,
    get offsets() {
      return (offsets ??= stringOffsets(text, span, value.value));
    },
  };
}

/** A header or an assignment as the parser gives it, of a part of the text that begins at `base`. */
export function statementOf(
  text: string,
  node: AST.TOMLTable | AST.TOMLKeyValue,
  base: number,
): Statement {
  const keys = node.key.keys.map((key) => ({
    name: key.type === 'TOMLBare' ? key.name : key.value,
    span: shifted(key.range, base),
  }));
  const span = shifted(node.range, base);
  if (node.type === 'TOMLKeyValue') return { kind: 'pair', span, keys, value: node.value, base };
  const kind = node.kind === 'array' ? 'item' : 'table';
  // The parser's own range of a table reaches over its assignments.
  const end = text.indexOf(']', keys.at(-1)?.span.end) + (kind === 'item' ? 2 : 1);
  return { kind, span: { start: span.start, end }, keys, value: null, base };
}

export function shifted([start, end]: readonly [number, number], base: number): Span {
  return { start: start + base, end: end + base };
}
