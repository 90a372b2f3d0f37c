import type { Assignment, Launch, Word } from './launch.ts';
import { readLauncher } from './mcp-launch.ts';
import { setOf, scanOptions, valuesOf } from './options.ts';
import {
  assignmentOf,
  takeAssignments,
  unknownLaunch,
  wrapped,
  type Read,
  type Reader,
} from './reading.ts';
import { readLineIn } from './script-launch.ts';
import { splitLine } from './words.ts';
import { wrappers, type Wrapper } from './wrapper-table.ts';

/** Null when the words are not a wrapper's, so that the command itself is the program. */
function peel(wrapper: Wrapper, words: readonly Word[], read: Read): Launch | null {
  let scanned = scanOptions(words, wrapper.values);
  const { subcommands } = wrapper;
  if (subcommands !== undefined) {
    const [subcommand, ...after] = scanned.rest;
    if (subcommand === undefined || !subcommands.includes(subcommand.text)) return null;
    scanned = scanOptions(after, wrapper.values);
  }
  const line = valuesOf(scanned.options, ...(wrapper.lines ?? []))[0];
  if (line !== undefined) return wrapped(wrapper.label, readLineIn('sh', line, read));
  const given = programOf(wrapper, scanned.rest);
  const taken =
    wrapper.assigns === true
      ? takeAssignments(given, wrapper.label)
      : { assignments: [], rest: given };
  const [dashes, ...afterDashes] = taken.rest;
  const rest = dashes?.text === '--' ? afterDashes : taken.rest;
  return startedBy(wrapper.label, rest, taken.assignments, read);
}

function elevates({ elevates: userOptions, values }: Wrapper, words: readonly Word[]): boolean {
  if (userOptions === undefined) return false;
  const [user] = valuesOf(scanOptions(words, values).options, ...userOptions);
  return user === undefined || /^(?:root|#?0)$/.test(user.text);
}

/** The words from the program on; `mise exec node@20 -- node x` names tools before it. */
function programOf({ names, positional }: Wrapper, rest: readonly Word[]): readonly Word[] {
  const named =
    names === 'any' || (names === 'tools' && /^[^@].*@/.test(rest[0]?.text.slice(0, 256) ?? ''));
  const dashes = named ? rest.findIndex(({ text }) => text === '--') : -1;
  return dashes === -1 ? rest.slice(positional ?? 0) : rest.slice(dashes + 1);
}

function startedBy(
  label: string,
  words: readonly Word[],
  assignments: readonly Assignment[],
  read: Read,
): Launch {
  const [first] = words;
  if (first === undefined)
    return unknownLaunch(`${label} is given no program`, { wrappers: [label], assignments });
  if (first.text.startsWith('-')) {
    return unknownLaunch(`where the options of ${label} end is not known`, {
      wrappers: [label],
      assignments,
    });
  }
  return wrapped(label, read(words), assignments);
}

const envValues = setOf('-u --unset -C --chdir -S --split-string -P --argv0 -a');

/** `env -i -u X A=b program`, `env -S "line"`. */
function readEnv(_command: Word, words: readonly Word[], read: Read): Launch {
  const { options, rest } = scanOptions(words, envValues);
  const split = options.find(({ flag }) => flag === '-S' || flag === '--split-string');
  const all =
    split?.value === undefined || split.value === null
      ? rest
      : [...splitLine(split.value, 'argv'), ...rest];
  const label = split === undefined ? 'env' : 'env -S';
  // `-S` may bring options and assignments of its own.
  const inner = split === undefined ? all : scanOptions(all, envValues).rest;
  const taken = takeAssignments(inner, 'env');
  return startedBy(label, taken.rest, taken.assignments, read);
}

/** `envchain name program`; with an option it keeps or lists values and starts nothing. */
function readEnvchain(_command: Word, words: readonly Word[], read: Read): Launch | null {
  if (words.length < 2 || words[0]?.text.startsWith('-') === true) return null;
  return startedBy('envchain', words.slice(1), [], read);
}

/** Options of bwrap(1) by how many words they take; every other takes one. */
const bwrapCounts: ReadonlyMap<string, number> = new Map(
  [
    `--unshare-all --share-net --unshare-user --unshare-user-try --unshare-ipc --unshare-pid --unshare-net --unshare-uts
     --unshare-cgroup --unshare-cgroup-try --disable-userns --assert-userns-disabled --clearenv --new-session
     --die-with-parent --as-pid-1 --level-prefix`,
    '',
    `--bind --bind-try --dev-bind --dev-bind-try --ro-bind --ro-bind-try --bind-fd --ro-bind-fd --symlink --setenv
     --file --bind-data --ro-bind-data --chmod`,
    '--overlay',
  ].flatMap((names, count) => [...setOf(names)].map((name) => [name, count] as const)),
);

function readBwrap(_command: Word, words: readonly Word[], read: Read): Launch {
  let at = 0;
  while (words[at]?.text.startsWith('--') === true) {
    const { text } = words[at] ?? { text: '' };
    at += 1;
    if (text === '--') break;
    at += bwrapCounts.get(text) ?? 1;
  }
  return startedBy('bwrap', words.slice(at), [], read);
}

const dotenvValues = setOf('-e -v -p -f --file --env-file');

/** dotenv-cli's `dotenv -e f -v A=b -- program` and python-dotenv's `dotenv -f f run program`. */
function readDotenv(_command: Word, words: readonly Word[], read: Read): Launch {
  const { options, rest } = scanOptions(words, dotenvValues);
  const assignments = valuesOf(options, '-v')
    .filter(({ text }) => text.includes('='))
    .map((word) => assignmentOf(word, 'dotenv'));
  const [first, ...after] = rest;
  if (first?.text !== 'run') return startedBy('dotenv', rest, assignments, read);
  const [dashes, ...afterDashes] = after;
  return startedBy('dotenv run', dashes?.text === '--' ? afterDashes : after, assignments, read);
}

/** Null: the wrapper's words start nothing else. */
export type PeelReader = (command: Word, words: readonly Word[], read: Read) => Launch | null;

export const wrapperReaders: ReadonlyMap<string, PeelReader> = new Map<string, PeelReader>([
  ...Object.entries(wrappers).map(([name, wrapper]): [string, PeelReader] => [
    name,
    (command, words, read) => {
      const launch = peel(wrapper, words, read);
      return launch !== null && elevates(wrapper, words)
        ? { ...launch, elevatedBy: command }
        : launch;
    },
  ]),
  ['env', readEnv satisfies Reader],
  ['envchain', readEnvchain],
  ['bwrap', readBwrap satisfies Reader],
  ['dotenv', readDotenv satisfies Reader],
  ['dotenv-cli', readDotenv satisfies Reader],
  ['mcp-launch', readLauncher satisfies Reader],
  [
    'mcp-posture',
    (command, words, read) =>
      words[0]?.text === 'launch' ? readLauncher(command, words.slice(1), read) : null,
  ],
]);
