import type { Slice } from '../config/node.ts';
import { emptyLaunch, type Assignment, type Launch, type Word } from './launch.ts';
import { partOf, subWord } from './words.ts';

/** Reads the words of one command: what a wrapper does with the words it leaves. */
export type Read = (words: readonly Word[]) => Launch;

/** Reads what follows a command word. */
export type Reader = (command: Word, words: readonly Word[], read: Read) => Launch;

export function unknownLaunch(why: string, found: Partial<Launch> = {}): Launch {
  return { ...emptyLaunch, ...found, kind: 'unknown', why };
}

/** A program or script on disk; of an interpreter, the interpreter. */
export function programLaunch(
  program: Word,
  args: readonly Word[],
  found: Partial<Launch> = {},
): Launch {
  const name = program.text.includes('://') ? shownAddress(program.text) : program.text;
  return { ...emptyLaunch, kind: 'program', name, program, args, ...found };
}

/** The launch with a wrapper before it, and the variables that the wrapper sets. */
export function wrapped(
  label: string,
  launch: Launch,
  assignments: readonly Assignment[] = [],
): Launch {
  return {
    ...launch,
    wrappers: [label, ...launch.wrappers],
    assignments: [...assignments, ...launch.assignments],
  };
}

const assignment = /^[A-Za-z_]\w*=/;

export function isAssignment(word: Word): boolean {
  return assignment.test(word.text);
}

/** `NAME=value` as written in one word. */
export function assignmentOf(word: Word, by: string): Assignment {
  const equals = word.text.indexOf('=');
  return {
    name: word.text.slice(0, equals),
    value: subWord(word, equals + 1),
    at: partOf(word, 0, word.text.length),
    by,
  };
}

/** The leading `NAME=value` words, and what follows them. */
export function takeAssignments(
  words: readonly Word[],
  by: string,
): { readonly assignments: readonly Assignment[]; readonly rest: readonly Word[] } {
  if (words[0] === undefined || !isAssignment(words[0])) return { assignments: [], rest: words };
  const count = words.findIndex((word) => !isAssignment(word));
  const end = count === -1 ? words.length : count;
  return {
    assignments: words.slice(0, end).map((word) => assignmentOf(word, by)),
    rest: words.slice(end),
  };
}

/** Userinfo, query and fragment taken off: an address that may be shown. */
export function shownAddress(url: string): string {
  const scheme = url.indexOf('://');
  const start = scheme === -1 ? 0 : scheme + 3;
  const cut = url.slice(start).search(/[?#]/);
  const text = cut === -1 ? url : url.slice(0, start + cut);
  const path = text.indexOf('/', start);
  const authority = path === -1 ? text.slice(start) : text.slice(start, path);
  return (
    text.slice(0, start) +
    authority.slice(authority.lastIndexOf('@') + 1) +
    (path === -1 ? '' : text.slice(path))
  );
}

export function wholeOf(word: Word): Slice {
  return { atom: word.atom, start: word.start, end: word.end };
}
