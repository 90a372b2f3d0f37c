import type { FlagFact } from './container-flags.ts';
import type { Assignment, ContainerOption, Word } from './launch.ts';
import { partOf, subWord } from './words.ts';

/** One flag as it stands on the line, before later words have switched it off. */
interface Entry extends ContainerOption {
  readonly on: boolean;
  readonly valueWord: Word | null;
}

/** The flags of a command line up to its first positional word, read as docker's flag parser (pflag) does. */
export interface FlagWords {
  /** Index of the first positional word; the number of words when there is none. */
  readonly end: number;
  /** Words after a flag that is not known: its value, or already the first positional. */
  readonly doubts: readonly number[];
  /** The options that stand before the word at `index`. */
  optionsBefore(index: number): readonly ContainerOption[];
  /** The `--env` among them. */
  assignmentsBefore(index: number): readonly Assignment[];
}

/** A flag by its long or short spelling; undefined when the table does not have it. */
export type FindFlag = (flag: string) => Flag | undefined;

interface Flag {
  readonly name: string;
  readonly takesValue: boolean;
}

/** The engine's own flags, then those of the others: `docker` is podman on some systems. */
export function finderOf(
  engine: string,
  table: readonly FlagFact[],
  aliases: ReadonlyMap<string, string>,
): FindFlag {
  const flags = new Map<string, Flag>();
  const own = (fact: FlagFact) => fact[3].split(' ').includes(engine);
  for (const fact of [...table.filter((f) => !own(f)), ...table.filter(own)]) {
    const [long, short, takesValue] = fact;
    const flag = { name: aliases.get(long) ?? long, takesValue };
    flags.set(long, flag);
    if (short !== null) flags.set(short, flag);
  }
  return (flag) => flags.get(flag);
}

export function readFlags(words: readonly Word[], start: number, find: FindFlag): FlagWords {
  const entries: { readonly at: number; readonly entry: Entry }[] = [];
  const doubts: number[] = [];
  let index = start;
  while (index < words.length) {
    const word = words[index];
    if (word === undefined || !word.text.startsWith('-') || word.text === '-') break;
    if (word.text === '--') {
      index += 1;
      break;
    }
    const read = word.text.startsWith('--')
      ? readLong(word, words[index + 1], find)
      : readCluster(word, words[index + 1], find);
    for (const entry of read.entries) entries.push({ at: index, entry });
    index += 1;
    if (read.next === 'value') index += 1;
    // An unknown flag before another flag stands alone; before a plain word it may own that word.
    else if (read.next === 'doubt' && words[index]?.text.startsWith('-') === false) {
      doubts.push(index);
      index += 1;
    }
  }
  const before = (limit: number) =>
    inForce(entries.filter(({ at }) => at < limit).map(({ entry }) => entry));
  return {
    end: Math.min(index, words.length),
    doubts,
    optionsBefore: (limit) =>
      before(limit).map(({ flag, value, words: own, at }) => ({ flag, value, words: own, at })),
    assignmentsBefore: (limit) => before(limit).flatMap(assignmentOf),
  };
}

interface ReadWord {
  readonly entries: readonly Entry[];
  /** What the word after it is: its value, perhaps its value, or a word of its own. */
  readonly next: 'value' | 'doubt' | 'own';
}

function readLong(word: Word, next: Word | undefined, find: FindFlag): ReadWord {
  const { text } = word;
  const equals = text.indexOf('=');
  const name = equals < 0 ? text : text.slice(0, equals);
  const flag = find(name);
  if (equals >= 0) {
    const value = subWord(word, equals + 1);
    const entry =
      flag?.takesValue === false
        ? switchOf(flag.name, value, [word], word)
        : valueOf(flag?.name ?? name, value, [word]);
    return { entries: [entry], next: 'own' };
  }
  if (flag?.takesValue !== true) {
    const entry = standalone(flag?.name ?? name, [word], word);
    return { entries: [entry], next: flag === undefined ? 'doubt' : 'own' };
  }
  if (next === undefined) return { entries: [], next: 'value' };
  return { entries: [valueOf(flag.name, next, [word, next])], next: 'value' };
}

/** `-it`, `-e K=V`, `-eK=V`, `-e=K=V`, `-itv /a:/b`. */
function readCluster(word: Word, next: Word | undefined, find: FindFlag): ReadWord {
  const { text } = word;
  const entries: Entry[] = [];
  const alone = (at: number, end: number) => (at === 1 && end === text.length ? [word] : []);
  for (let i = 1; i < text.length; i++) {
    const name = `-${text[i]}`;
    const flag = find(name);
    const assigned = text[i + 1] === '=' && text.length > i + 2;
    const rest = assigned ? i + 2 : i + 1;
    const drop = alone(i, text.length);
    if (flag?.takesValue === false && !assigned) {
      const single = text.length === 2 ? [word] : [];
      entries.push(standalone(flag.name, single, letterOf(word, i)));
      continue;
    }
    if (flag?.takesValue === false) {
      entries.push(switchOf(flag.name, subWord(word, rest), drop, letterOf(word, i)));
      return { entries, next: 'own' };
    }
    if (rest < text.length) {
      entries.push(valueOf(flag?.name ?? name, subWord(word, rest), drop));
      return { entries, next: 'own' };
    }
    if (flag === undefined) {
      entries.push(standalone(name, drop, letterOf(word, i)));
      return { entries, next: 'doubt' };
    }
    if (next !== undefined) {
      entries.push(valueOf(flag.name, next, drop.length === 0 ? [] : [word, next]));
    }
    return { entries, next: 'value' };
  }
  return { entries, next: 'own' };
}

function valueOf(flag: string, value: Word, words: readonly Word[]): Entry {
  const at = partOf(value, 0, value.text.length);
  return { flag, value: value.text, words, at, on: true, valueWord: value };
}

function standalone(flag: string, words: readonly Word[], at: Entry['at']): Entry {
  return { flag, value: null, words, at, on: true, valueWord: null };
}

/** `--flag=true` and `--flag=false`, in the spellings of Go's ParseBool. */
function switchOf(flag: string, value: Word, words: readonly Word[], at: Entry['at']): Entry {
  if (/^(?:1|t|T|TRUE|true|True)$/.test(value.text)) return standalone(flag, words, at);
  if (/^(?:0|f|F|FALSE|false|False)$/.test(value.text)) {
    return { flag, value: null, words, at, on: false, valueWord: null };
  }
  return valueOf(flag, value, words);
}

/** Without the switches that are off, or that a later word switches off. */
function inForce(entries: readonly Entry[]): readonly Entry[] {
  const last = new Map<string, boolean>();
  for (const { flag, on } of entries) last.set(flag, on);
  return entries.filter(({ flag, on }) => on && last.get(flag) === true);
}

function assignmentOf({ flag, valueWord: word }: Entry): readonly Assignment[] {
  if (flag !== '--env' || word === null) return [];
  const equals = word.text.indexOf('=');
  const name = equals < 0 ? word.text : word.text.slice(0, equals);
  if (name === '') return [];
  const value = equals < 0 ? null : subWord(word, equals + 1);
  return [{ name, value, at: partOf(word, 0, word.text.length), by: '--env' }];
}

function letterOf(word: Word, index: number): Entry['at'] {
  return partOf(word, index, index + 1);
}
