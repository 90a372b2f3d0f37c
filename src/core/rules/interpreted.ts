import type { Launch, Word } from '../launch/launch.ts';
import { scanOptions, setOf, type Option, type ValueFlags } from '../launch/options.ts';
import { programName } from '../launch/words.ts';

/** What an interpreter is told on its line: its own options, the code among them, and the file that it runs. */
export interface Interpreted {
  readonly name: string;
  readonly options: readonly Option[];
  /** Code that stands on the line itself. */
  readonly code: Word | null;
  /** Null for a module, for code, and where no file is named. */
  readonly script: Word | null;
}

interface Interpreter {
  readonly names: RegExp;
  /** Options with a value in the next word. */
  readonly values: ValueFlags;
  /** Those among them whose value is code. */
  readonly code: ValueFlags;
  /** Those among them whose value is the file or the module that runs. */
  readonly runs?: ValueFlags;
  /** Words that may stand before the file; with `eval` code follows. */
  readonly subcommands?: ValueFlags;
}

// From each program's own help; only options that take a value in the next word matter.
const interpreters: readonly Interpreter[] = [
  {
    names: /^(?:node|nodejs|tsx|ts-node(?:-esm)?|electron)$/,
    values: setOf(
      '-r --require --import --loader --experimental-loader -C --conditions -e --eval -p --print -pe --env-file --title --tsconfig -P --project -O --compiler-options',
    ),
    code: setOf('-e --eval -p --print -pe'),
    subcommands: setOf('watch'),
  },
  {
    names: /^bun$/,
    values: setOf(
      '-r --preload --require --import -e --eval -p --print --cwd -c --config --env-file',
    ),
    code: setOf('-e --eval -p --print'),
    subcommands: setOf('run'),
  },
  {
    names: /^deno$/,
    values: setOf(
      '-c --config --import-map -L --log-level --cert --location --seed --ext --import --preload --require',
    ),
    code: setOf(''),
    subcommands: setOf('run serve eval'),
  },
  {
    names: /^(?:(?:python|pythonw|pypy)[\d.]*|py)$/,
    values: setOf('-c -m -W -X'),
    code: setOf('-c'),
    runs: setOf('-m'),
  },
  { names: /^perl[\d.]*$/, values: setOf('-e -E -I -M -m'), code: setOf('-e -E') },
  { names: /^osascript$/, values: setOf('-e -l -s'), code: setOf('-e') },
  { names: /^ruby[\d.]*$/, values: setOf('-e -r -I -C -E'), code: setOf('-e') },
  {
    names: /^php[\d.]*$/,
    values: setOf('-r -d -c -f -B -R -E'),
    code: setOf('-r -B -R -E'),
    runs: setOf('-f'),
  },
  {
    names: /^java$/,
    values: setOf(
      '-jar -cp -classpath --class-path -p --module-path -m --module --add-opens --add-modules',
    ),
    code: setOf(''),
    runs: setOf('-jar -m --module'),
  },
  {
    names: /^dotnet$/,
    values: setOf('--depsfile --runtimeconfig --additionalprobingpath --fx-version --project'),
    code: setOf(''),
    runs: setOf('--project'),
    subcommands: setOf('exec run'),
  },
  {
    names: /^(?:sh|bash|zsh|dash|ash|ksh|fish)$/,
    values: setOf('-c -o +o -O +O --rcfile --init-file -C'),
    code: setOf('-c'),
  },
  {
    names: /^(?:powershell|pwsh)$/,
    values: setOf(
      '-File -f -ExecutionPolicy -ep -Command -c -EncodedCommand -WindowStyle -Version',
    ),
    code: setOf('-Command -c'),
    runs: setOf('-File -f'),
  },
];

/** Null for a program that is no interpreter. */
function interpretedBy(program: Word, words: readonly Word[]): Interpreted | null {
  const name = programName(program.text);
  const found = interpreters.find(({ names }) => names.test(name));
  if (found === undefined) return null;
  let { options, rest } = scanOptions(words, found.values);
  const given = rest[0]?.text ?? '';
  if (found.subcommands?.has(given) === true) {
    const after = scanOptions(rest.slice(1), found.values);
    options = [...options, ...after.options];
    rest = after.rest;
    if (given === 'eval') return { name, options, code: rest[0] ?? null, script: null };
  }
  // Behind what runs, options are its own.
  const last = options.findIndex(({ flag }) => found.runs?.has(flag) === true);
  if (last !== -1) options = options.slice(0, last + 1);
  const code = options.find(({ flag }) => found.code.has(flag))?.value ?? null;
  const runs = options.find(({ flag }) => found.runs?.has(flag) === true);
  const script = runs === undefined ? (rest[0] ?? null) : runs.flag === '-m' ? null : runs.value;
  return { name, options, code, script: code === null ? script : null };
}

/** The interpreters that a launch starts: the one that is the server, or those of a shell's line. */
export function interpretersOf({ kind, program, args, shell }: Launch): readonly Interpreted[] {
  const lines =
    kind === 'shell'
      ? (shell?.commands ?? []).map(({ words }) => words)
      : program === null
        ? []
        : [[program, ...args]];
  return lines.flatMap(([first, ...rest]) =>
    first === undefined ? [] : (interpretedBy(first, rest) ?? []),
  );
}
