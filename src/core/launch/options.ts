import type { Word } from './launch.ts';
import { subWord } from './words.ts';

export interface Option {
  /** As written, without its value. */
  readonly flag: string;
  readonly value: Word | null;
  readonly word: Word;
}

export interface Scanned {
  readonly options: readonly Option[];
  /** From the first word that is no option. */
  readonly rest: readonly Word[];
}

/** The flags of a tool that take a value in the next word. */
export type ValueFlags = ReadonlySet<string>;

/** Names written in one text, blanks between them. */
export function setOf(list: string): ValueFlags {
  return new Set(list.split(/\s+/));
}

/** Reads options up to the first word that is none; `--` ends them and is taken off. */
export function scanOptions(words: readonly Word[], values: ValueFlags): Scanned {
  const options: Option[] = [];
  let at = 0;
  while (at < words.length) {
    const word = words[at];
    if (word === undefined || word.text === '-' || !word.text.startsWith('-')) break;
    at += 1;
    if (word.text === '--') break;
    const option = readOption(word, words[at], values);
    if (option.value !== null && option.value === words[at]) at += 1;
    options.push(option);
  }
  return { options, rest: words.slice(at) };
}

/** Reads options wherever they stand up to `--`; what follows it is `after`. */
export function scanEverywhere(
  words: readonly Word[],
  values: ValueFlags,
): {
  readonly options: readonly Option[];
  readonly plain: readonly Word[];
  readonly after: readonly Word[];
} {
  const options: Option[] = [];
  const plain: Word[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at];
    if (word === undefined) break;
    if (word.text === '--') return { options, plain, after: words.slice(at + 1) };
    if (!word.text.startsWith('-') || word.text === '-') {
      plain.push(word);
    } else {
      const option = readOption(word, words[at + 1], values);
      if (option.value !== null && option.value === words[at + 1]) at += 1;
      options.push(option);
    }
  }
  return { options, plain, after: [] };
}

function readOption(word: Word, next: Word | undefined, values: ValueFlags): Option {
  const { text } = word;
  const equals = text.indexOf('=');
  if (equals > 1) return { flag: text.slice(0, equals), value: subWord(word, equals + 1), word };
  if (values.has(text)) return { flag: text, value: next ?? null, word };
  if (text.startsWith('--') || text.length <= 2) return { flag: text, value: null, word };
  return readCluster(word, next, values);
}

/** `-p3.12`, a letter with its value, and `-yp pkg`, letters of which the last takes one. */
function readCluster(word: Word, next: Word | undefined, values: ValueFlags): Option {
  const { text } = word;
  const first = text.slice(0, 2);
  if (values.has(first)) return { flag: first, value: subWord(word, 2), word };
  const last = `-${text.at(-1)}`;
  if (!/^-[A-Za-z]+$/.test(text) || !values.has(last)) return { flag: text, value: null, word };
  return { flag: last, value: next ?? null, word };
}

/** The values given to any of these flags, in order. */
export function valuesOf(options: readonly Option[], ...flags: readonly string[]): readonly Word[] {
  if (options.length === 0) return [];
  return options.flatMap(({ flag, value }) =>
    value !== null && flags.includes(flag) ? [value] : [],
  );
}
