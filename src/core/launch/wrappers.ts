import type { Assignment, Launch, Word } from './launch.ts';
import { readLauncher } from './mcp-launch.ts';
import { setOf, scanOptions, valuesOf, type ValueFlags } from './options.ts';
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

/** A program that starts another one, given after its own options. */
interface Wrapper {
  readonly label: string;
  /** Options with a value in the next word. */
  readonly values: ValueFlags;
  /** The subcommand that starts another program; with any other the program is the wrapper itself. */
  readonly subcommands?: readonly string[];
  /** Words between the options and the program. */
  readonly positional?: number;
  /** Takes `NAME=value` before the program. */
  readonly assigns?: boolean;
  /** Options whose value is a whole line. */
  readonly lines?: readonly string[];
  /** Takes any number of names before `--`, and the program after it; `tools`: names with a version, or none. */
  readonly names?: 'tools' | 'any';
  /** Starts the program with the rights of the administrator, unless one of these options names another user. */
  readonly elevates?: readonly string[];
}

// From each tool's own help; only options that take a value in the next word matter.
const wrappers: Readonly<Record<string, Wrapper>> = {
  sudo: {
    label: 'sudo',
    values: setOf(
      '-u -g -h -p -C -r -t -T -U -D -R --user --group --host --prompt --chdir --chroot --role --type',
    ),
    assigns: true,
    elevates: ['-u', '--user'],
  },
  doas: { label: 'doas', values: setOf('-u -C -a'), elevates: ['-u'] },
  pkexec: { label: 'pkexec', values: setOf('--user'), elevates: ['--user'] },
  run0: {
    label: 'run0',
    values: setOf('-u -g -D --user --group --unit --property --description --slice --nice --chdir'),
    elevates: ['-u', '--user'],
  },
  gsudo: {
    label: 'gsudo',
    values: setOf('-u --user -i --integrity --loglevel'),
    elevates: ['-u', '--user'],
  },
  wsl: {
    label: 'wsl',
    values: setOf('-d --distribution --distribution-id -u --user --cd --shell-type'),
  },
  nice: { label: 'nice', values: setOf('-n --adjustment') },
  tini: { label: 'tini', values: setOf('-p -e') },
  'dumb-init': { label: 'dumb-init', values: setOf('-r --rewrite') },
  busybox: { label: 'busybox', values: setOf('') },
  firejail: { label: 'firejail', values: setOf('') },
  'flatpak-spawn': { label: 'flatpak-spawn', values: setOf('') },
  lima: { label: 'lima', values: setOf('--shell --workdir --instance') },
  nohup: { label: 'nohup', values: setOf('') },
  time: { label: 'time', values: setOf('-o -f --output --format') },
  stdbuf: { label: 'stdbuf', values: setOf('-i -o -e --input --output --error') },
  setsid: { label: 'setsid', values: setOf('') },
  ionice: { label: 'ionice', values: setOf('-c -n -p --class --classdata --pid') },
  chrt: { label: 'chrt', values: setOf('-p -T -P -D'), positional: 1 },
  timeout: { label: 'timeout', values: setOf('-k -s --kill-after --signal'), positional: 1 },
  caffeinate: { label: 'caffeinate', values: setOf('-t -w') },
  arch: { label: 'arch', values: setOf('-e -d') },
  winpty: { label: 'winpty', values: setOf('') },
  unbuffer: { label: 'unbuffer', values: setOf('') },
  'xvfb-run': {
    label: 'xvfb-run',
    values: setOf('-n -s -e -f -p -w --server-num --server-args --error-file --auth-file'),
  },
  'cross-env': { label: 'cross-env', values: setOf(''), assigns: true },
  'cross-env-shell': { label: 'cross-env-shell', values: setOf(''), assigns: true },
  'env-cmd': { label: 'env-cmd', values: setOf('-f --file -e --environments -r --rc-file') },
  dotenvx: {
    label: 'dotenvx run',
    values: setOf('-f --env-file -fv --env-vault-file -fk --env-keys-file -e --env --convention'),
    subcommands: ['run'],
  },
  op: {
    label: 'op run',
    values: setOf('--env-file --account --cache --config --session --encoding --environment'),
    subcommands: ['run'],
  },
  doppler: {
    label: 'doppler run',
    values: setOf(
      '-p --project -c --config -t --token --fallback --mount --mount-format --mount-template --name-transformer --scope --configuration --api-host --preserve-env --command --only-secrets --passphrase',
    ),
    subcommands: ['run'],
    lines: ['--command'],
  },
  infisical: {
    label: 'infisical run',
    values: setOf(
      '-e --env -p --path --projectId --token --tags -t --domain --project-config-dir -c --command',
    ),
    subcommands: ['run'],
    lines: ['--command', '-c'],
  },
  'aws-vault': {
    label: 'aws-vault exec',
    values: setOf('-d --duration --region -t --mfa-token --backend --prompt --lazy'),
    subcommands: ['exec'],
    positional: 1,
  },
  chamber: {
    label: 'chamber exec',
    values: setOf('-b --backend -r --retries'),
    subcommands: ['exec'],
    names: 'any',
  },
  varlock: {
    label: 'varlock run',
    values: setOf('-p --path -i --inject'),
    subcommands: ['run'],
  },
  asdf: { label: 'asdf exec', values: setOf(''), subcommands: ['exec'] },
  corepack: { label: 'corepack', values: setOf('') },
  poetry: {
    label: 'poetry run',
    values: setOf('-C --directory -P --project'),
    subcommands: ['run'],
  },
  pipenv: { label: 'pipenv run', values: setOf('--python'), subcommands: ['run'] },
  pdm: {
    label: 'pdm run',
    values: setOf('-p --project -c --config --venv'),
    subcommands: ['run'],
  },
  rye: { label: 'rye run', values: setOf('--pyproject'), subcommands: ['run'] },
  conda: {
    label: 'conda run',
    values: setOf('-n --name -p --prefix --cwd'),
    subcommands: ['run'],
  },
  mamba: {
    label: 'mamba run',
    values: setOf('-n --name -p --prefix --cwd'),
    subcommands: ['run'],
  },
  micromamba: {
    label: 'micromamba run',
    values: setOf('-n --name -p --prefix --cwd'),
    subcommands: ['run'],
  },
  mise: {
    label: 'mise exec',
    values: setOf('-C --cd -c --command -j --jobs'),
    subcommands: ['exec', 'x'],
    lines: ['-c', '--command'],
    names: 'tools',
  },
  rtx: {
    label: 'rtx exec',
    values: setOf('-C --cd -c --command -j --jobs'),
    subcommands: ['exec', 'x'],
    lines: ['-c', '--command'],
    names: 'tools',
  },
  volta: {
    label: 'volta run',
    values: setOf('--node --npm --pnpm --yarn'),
    subcommands: ['run'],
  },
  fnm: {
    label: 'fnm exec',
    values: setOf('--using --fnm-dir --log-level --arch --node-dist-mirror'),
    subcommands: ['exec'],
  },
  direnv: { label: 'direnv exec', values: setOf(''), subcommands: ['exec'], positional: 1 },
};

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
