import type { Op } from '../config/edit.ts';
import { pathOf, type Atom, type Slice } from '../config/node.ts';
import type { Word } from '../launch/launch.ts';

export interface Replacement {
  readonly at: Slice;
  readonly text: string;
}

/** Ops that replace parts of string values; several parts of one value become one `set`. */
export function replaceParts(replacements: readonly Replacement[]): readonly Op[] {
  const byAtom = new Map<Atom, Replacement[]>();
  for (const replacement of replacements) {
    const known = byAtom.get(replacement.at.atom);
    if (known === undefined) byAtom.set(replacement.at.atom, [replacement]);
    else known.push(replacement);
  }
  return [...byAtom].map(([atom, parts]) => ({
    op: 'set',
    path: pathOf(atom),
    value: splice(String(atom.value), parts),
  }));
}

/** Ops that take words off a launch line: whole items of `args` go, words inside a longer text are cut out of it. */
export function dropWords(words: readonly Word[]): readonly Op[] {
  const whole = words.filter(isWholeItem);
  const cuts = words
    .filter((word) => !isWholeItem(word))
    .map((word) => ({ at: cut(word), text: '' }));
  return [
    ...whole.map((word) => ({ op: 'remove' as const, path: pathOf(word.atom) })),
    ...replaceParts(cuts),
  ];
}

function isWholeItem(word: Word): boolean {
  const { atom } = word;
  return (
    atom.parent?.kind === 'array' && word.start === 0 && word.end === String(atom.value).length
  );
}

/** The word with the blank that parts it from its neighbour. */
function cut(word: Word): Slice {
  const text = String(word.atom.value);
  let { start, end } = word;
  if (/\s/.test(text[end] ?? '')) end += 1;
  else if (start > 0 && /\s/.test(text[start - 1] ?? '')) start -= 1;
  return { atom: word.atom, start, end };
}

function splice(text: string, parts: readonly Replacement[]): string {
  const ordered = [...parts].sort((a, b) => a.at.start - b.at.start);
  let result = '';
  let last = 0;
  for (const { at, text: replacement } of ordered) {
    if (at.start < last) continue;
    result += text.slice(last, at.start) + replacement;
    last = at.end;
  }
  return result + text.slice(last);
}
