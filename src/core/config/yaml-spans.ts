import { isAlias, isMap, isScalar, isSeq, type Pair } from 'yaml';
import type { ConfigNode } from './node.ts';
import type { Span } from './text.ts';

/** An element of a block: a line of its own, or several. */
export interface Element {
  /** From its dash, or its name with all that stands before it, to the end of its value. */
  readonly span: Span;
  /** Directly behind the dash or the colon; -1 where there is no colon. */
  readonly from: number;
  /** Written with a question mark, or with an anchor or a tag. */
  readonly isOdd: boolean;
}

export function elementOf(text: string, { key, value, srcToken }: Pair, made: ConfigNode): Element {
  const start = srcToken?.start.find(({ type }) => PROPS.has(type));
  const colon = srcToken?.sep?.find(({ type }) => type === 'map-value-ind');
  const name = spanOf(text, key);
  const from = colon === undefined ? -1 : colon.offset + 1;
  const end = endOf(text, value, made, from < 0 ? name.end : from);
  const isOdd = start !== undefined || hasProps(value) || !isScalar(key);
  return { span: { start: start?.offset ?? name.start, end }, from, isOdd };
}

const PROPS: ReadonlySet<string> = new Set(['explicit-key-ind', 'anchor', 'tag']);

/** Where a value ends; an empty one where its colon or its dash does. */
export function endOf(text: string, value: unknown, made: ConfigNode, from: number): number {
  if (isAlias(value)) return spanOf(text, value).end;
  const { start, end } = made.span;
  return start === end ? from : end;
}

export function hasProps(value: unknown): boolean {
  if (!isScalar(value) && !isMap(value) && !isSeq(value)) return false;
  return value.anchor !== undefined || value.tag !== undefined;
}

/** As it is written; a block of text without its last line break. */
export function spanOf(text: string, node: unknown): Span {
  const range = isAlias(node) || isScalar(node) || isMap(node) || isSeq(node) ? node.range : null;
  const [start, end] = range ?? [0, 0];
  if (!isScalar(node) || !node.type?.startsWith('BLOCK')) return { start, end };
  return {
    start,
    end: end - (/\r?\n?$/.exec(text.slice(Math.max(start, end - 2), end))?.[0].length ?? 0),
  };
}
