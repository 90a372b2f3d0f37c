import type { Atom, Slice } from './node.ts';
import type { Span } from './text.ts';

/** Turns an offset of a decoded text into one of the text that it stands in. */
export type Offsets = (offset: number) => number;

const known = new WeakMap<Atom, Offsets>();

/**
 * Where a slice of a string atom stands in the text, escapes counted: always inside the quotes, but for an empty string,
 * which has nothing to show there. Atoms that are no strings give their own span.
 */
export function spanOfSlice(text: string, slice: Slice): Span {
  const { atom } = slice;
  if (typeof atom.value !== 'string') return atom.span;
  const length = atom.value.length;
  if (length === 0 || atom.offsets === null) return atom.span;
  const { offsets } = atom;
  if (offsets !== undefined) return { start: offsets(slice.start), end: offsets(slice.end) };
  const inner = atom.span.start + 1;
  // Nothing was escaped when the literal is as long as its value and two quotes.
  if (atom.span.end - atom.span.start === length + 2) {
    return { start: inner + slice.start, end: inner + slice.end };
  }
  const toSource = known.get(atom) ?? sourceOffsets(text, inner, atom.span.end);
  known.set(atom, toSource);
  return { start: toSource(slice.start), end: toSource(slice.end) };
}

/** A place where source and decoded text differ in length. */
export interface Jump {
  /** In the source. */
  readonly at: number;
  /** How many units of the source it takes. */
  readonly width: number;
  /** How many decoded units they give. */
  readonly units: number;
}

/**
 * The offsets of a string literal whose content stands from `from` to `end` at most. The literal is read once, at the
 * first question, however many there are. An escape that is none gives no character, as the scanner reads it.
 */
export function sourceOffsets(text: string, from: number, end: number): Offsets {
  return offsetsAcross(from, () => jsonEscapes(text, from, end));
}

/** The offsets of a text whose source begins at `from`, by its jumps in their order, asked for at the first question. */
export function offsetsAcross(from: number, jumps: () => Iterable<Jump>): Offsets {
  /** Of each jump: the first decoded offset behind it, and how much longer the source is up to there. */
  const behind: number[] = [];
  const longer: number[] = [];
  let read = false;

  function readJumps(): void {
    read = true;
    let extra = 0;
    for (const { at, width, units } of jumps()) {
      extra += width - units;
      behind.push(at + width - from - extra);
      longer.push(extra);
    }
  }

  return (offset) => {
    if (!read) readJumps();
    let low = 0;
    let high = behind.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((behind[middle] ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    return from + offset + (longer[low - 1] ?? 0);
  };
}

function* jsonEscapes(text: string, from: number, end: number): Generator<Jump> {
  for (let at = text.indexOf('\\', from); at !== -1 && at < end; at = text.indexOf('\\', at)) {
    const jump = { at, ...escapeAt(text, at) };
    yield jump;
    at += jump.width;
  }
}

/** How many units an escape takes in the source, and how many it gives. */
function escapeAt(text: string, at: number): { readonly width: number; readonly units: number } {
  const letter = text[at + 1] ?? '';
  if (letter !== 'u') return { width: 2, units: '"\\/bfnrt'.includes(letter) ? 1 : 0 };
  let digits = 0;
  while (digits < 4 && /[\da-f]/i.test(text[at + 2 + digits] ?? '')) digits++;
  return { width: 2 + digits, units: digits === 4 ? 1 : 0 };
}
