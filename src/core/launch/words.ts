import type { Atom, Slice } from '../config/node.ts';
import type { Word } from './launch.ts';
import { tokensOf, type Syntax } from './tokens.ts';

/** The whole of an atom as one word: an item of `args`, or a command that is not a line. */
export function wordOf(atom: Atom): Word {
  const text = String(atom.value);
  return { atom, start: 0, end: text.length, text, dynamic: text.includes('${') };
}

/** Whether a shell or a client puts something else in its place at the start: `$V`, `${V}`, `%V%`, a command in backticks. */
export function holdsVariable(text: string): boolean {
  return /[$`]|%[^%\s]{1,250}%/.test(text);
}

/**
 * Part of a word, by offsets in its text; the whole word where escapes hide the place. One pair of quotes around the
 * whole word hides nothing.
 */
export function partOf(word: Word, start: number, end: number): Slice {
  const base = textOffset(word);
  if (base === null) return { atom: word.atom, start: word.start, end: word.end };
  return { atom: word.atom, start: base + start, end: base + end };
}

/** The same as a word of its own. */
export function subWord(word: Word, start: number, end: number = word.text.length): Word {
  return cutter(word)(start, end);
}

/** Cuts many words out of one, in time that grows with what is cut. */
export function cutter(word: Word): (start: number, end: number) => Word {
  const base = textOffset(word);
  return (start, end) => {
    const text = word.text.slice(start, end);
    const dynamic = word.dynamic && /[$%`]/.test(text);
    const at = base === null ? word : { start: base + start, end: base + end };
    return { atom: word.atom, start: at.start, end: at.end, text, dynamic };
  };
}

/** Where the text of a word begins in its atom's value; null when it does not stand there as it is. */
function textOffset(word: Word): number | null {
  const value = String(word.atom.value);
  if (word.start === 0 && word.text === value) return 0;
  const length = word.end - word.start;
  if (length === word.text.length && value.startsWith(word.text, word.start)) return word.start;
  const quote = value[word.start];
  const quoted = quote === '"' || quote === "'";
  if (!quoted || value[word.end - 1] !== quote || length !== word.text.length + 2) return null;
  return value.startsWith(word.text, word.start + 1) ? word.start + 1 : null;
}

/** A word or an operator of a line, placed in the atom of the line. */
export interface LineToken {
  readonly kind: 'word' | 'operator';
  readonly word: Word;
  /** Lines inside the word: `$(…)`, backticks, `<(…)`. */
  readonly inner: readonly { readonly by: string; readonly line: Word }[];
}

/** The tokens of a line that stands in a word. */
export function lineTokens(line: Word, syntax: Syntax): readonly LineToken[] {
  const base = textOffset(line);
  return tokensOf(line.text, syntax).map((token) =>
    token.kind === 'operator'
      ? { kind: 'operator', word: place(token, token.text, false), inner: [] }
      : {
          kind: 'word',
          word: place(token, token.text, token.dynamic),
          inner: token.inner.map((inner) => ({
            by: inner.by,
            line: place(inner, line.text.slice(inner.start, inner.end), true),
          })),
        },
  );

  function place(
    span: { readonly start: number; readonly end: number },
    text: string,
    dynamic: boolean,
  ): Word {
    const start = base === null ? line.start : base + span.start;
    const end = base === null ? line.end : base + span.end;
    return { atom: line.atom, start, end, text, dynamic };
  }
}

/** A word of its own as a token of a line: an operator when it is nothing else. */
export function plainToken(word: Word): LineToken {
  const kind = /^(?:&&|\|\||[&|;])$/.test(word.text) ? 'operator' : 'word';
  return { kind, word, inner: [] };
}

/** The words of a line without its operators. */
export function splitLine(line: Word, syntax: Syntax): readonly Word[] {
  return lineTokens(line, syntax).flatMap(({ kind, word }) => (kind === 'word' ? [word] : []));
}

/** `NPX.CMD` of `C:\Program Files\nodejs\NPX.CMD` is `npx`: folder, case and Windows' extensions taken off. */
export function programName(text: string): string {
  const slash = Math.max(text.lastIndexOf('/'), text.lastIndexOf('\\'));
  return text
    .slice(slash + 1)
    .toLowerCase()
    .replace(/\.(?:exe|cmd|bat|ps1|com)$/, '');
}
