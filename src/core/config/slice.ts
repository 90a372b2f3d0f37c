import type { Slice } from './node.ts';
import type { Span } from './text.ts';

/**
 * Where a slice of a string atom stands in the text, escapes counted: always inside the quotes, but for an empty string,
 * which has nothing to show there. Atoms that are no strings give their own span.
 */
export function spanOfSlice(text: string, slice: Slice): Span {
  const { atom } = slice;
  if (typeof atom.value !== 'string') return atom.span;
  const length = atom.value.length;
  if (length === 0) return atom.span;
  const inner = atom.span.start + 1;
  // Nothing was escaped when the literal is as long as its value and two quotes.
  if (atom.span.end - atom.span.start === length + 2) {
    return { start: inner + slice.start, end: inner + slice.end };
  }
  const start = sourceOffset(text, inner, slice.start);
  return { start, end: sourceOffset(text, start, slice.end - slice.start) };
}

/** The offset in the source after `count` decoded units from `from`. */
function sourceOffset(text: string, from: number, count: number): number {
  let at = from;
  for (let i = 0; i < count; i++) {
    if (text.charCodeAt(at) !== 92) at += 1;
    else at += text[at + 1] === 'u' ? 6 : 2;
  }
  return at;
}
