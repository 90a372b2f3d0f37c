import type { Atom, Slice } from '../config/node.ts';
import type { Word } from './launch.ts';

/** The whole of an atom as one word: an item of `args`, or a command that is not a line. */
export function wordOf(atom: Atom): Word {
  const text = String(atom.value);
  return { atom, start: 0, end: text.length, text, dynamic: text.includes('${') };
}

/** Part of a word, by offsets in its text; the whole word where quotes or escapes hide the place. */
export function partOf(word: Word, start: number, end: number): Slice {
  const raw = String(word.atom.value).slice(word.start, word.end);
  if (raw !== word.text) return { atom: word.atom, start: word.start, end: word.end };
  return { atom: word.atom, start: word.start + start, end: word.start + end };
}
