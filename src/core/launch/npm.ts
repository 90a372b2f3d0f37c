import { readBridge } from './bridges.ts';
import { gitLaunch } from './git.ts';
import { emptyLaunch, type GitRef, type Launch, type PackageRef, type Word } from './launch.ts';
import { bunValues, npmRegistryOf, npmValues, pnpmValues, yarnValues } from './npm-flags.ts';
import { npmSpec, type NpmSpec } from './npm-spec.ts';
import { scanEverywhere, scanOptions, valuesOf, type Option, type ValueFlags } from './options.ts';
import { programLaunch, shownAddress, unknownLaunch, wrapped, type Read } from './reading.ts';
import { readLineIn } from './script-launch.ts';
import { programName } from './words.ts';

/** `npx`, with its options before the package and the server's after it. */
export function readNpx(command: Word, words: readonly Word[], read: Read): Launch {
  const { options, rest } = scanOptions(words, npmValues);
  return readRun({ runner: 'npx', command, options, rest, localNames: true }, read);
}

/** `npm exec` and `npm x`; npm takes options on both sides of the package, up to `--`. */
export function readNpm(command: Word, words: readonly Word[], read: Read): Launch {
  const before = scanOptions(words, npmValues);
  const [subcommand, ...rest] = before.rest;
  if (subcommand === undefined) return unknownLaunch('npm is given no command');
  if (subcommand.text === 'create' || subcommand.text === 'init' || subcommand.text === 'innit') {
    return unknownLaunch('npm makes up the name of the package it runs');
  }
  if (subcommand.text !== 'exec' && subcommand.text !== 'x') return programLaunch(command, words);
  const { options, plain, after } = scanEverywhere(rest, npmValues);
  return readRun(
    {
      runner: 'npm exec',
      command,
      options: [...before.options, ...options],
      rest: [...plain, ...after],
      localNames: false,
    },
    read,
  );
}

export function readBunx(command: Word, words: readonly Word[], read: Read): Launch {
  const { options, rest } = scanOptions(words, bunValues);
  return readRun({ runner: 'bunx', command, options, rest, localNames: false }, read);
}

/** `bun x`; everything else of bun runs what is on disk, but an address. */
export function readBun(command: Word, words: readonly Word[], read: Read): Launch {
  const { rest } = scanOptions(words, bunValues);
  const [subcommand, ...after] = rest;
  if (subcommand?.text === 'x') return readBunx(command, after, read);
  if (subcommand?.text === 'create')
    return unknownLaunch('bun makes up the name of the package it runs');
  return programLaunch(command, words);
}

/** `pnpm dlx`; `pnpm exec` runs what the project has installed. */
export function readPnpm(command: Word, words: readonly Word[], read: Read): Launch {
  return readDlx('pnpm', pnpmValues, command, words, read);
}

/** `yarn dlx`; `yarn exec` runs what the project has installed. */
export function readYarn(command: Word, words: readonly Word[], read: Read): Launch {
  return readDlx('yarn', yarnValues, command, words, read);
}

export function readPnpx(command: Word, words: readonly Word[], read: Read): Launch {
  const { options, rest } = scanOptions(words, pnpmValues);
  return readRun({ runner: 'pnpx', command, options, rest, localNames: false }, read);
}

function readDlx(
  tool: string,
  values: ValueFlags,
  command: Word,
  words: readonly Word[],
  read: Read,
): Launch {
  const before = scanOptions(words, values);
  const [subcommand, ...after] = before.rest;
  if (subcommand?.text === 'create') {
    return unknownLaunch(`${tool} makes up the name of the package it runs`);
  }
  if (subcommand?.text === 'exec') {
    return wrapped(`${tool} exec`, read(scanOptions(after, values).rest));
  }
  if (subcommand?.text !== 'dlx') return programLaunch(command, words);
  const { options, rest } = scanOptions(after, values);
  const all = [...before.options, ...options];
  return readRun({ runner: `${tool} dlx`, command, options: all, rest, localNames: false }, read);
}

interface Run {
  readonly runner: string;
  readonly command: Word;
  readonly options: readonly Option[];
  /** The package or, after `--package`, its program; then the server's own words. */
  readonly rest: readonly Word[];
  /** A bare interpreter before a script is the project's own. */
  readonly localNames: boolean;
}

function readRun(run: Run, read: Read): Launch {
  const registry = npmRegistryOf(run.options);
  const named = valuesOf(run.options, '--package', '-p').map((word) => npmSpec(word, registry));
  const takesLine = run.runner === 'npx' || run.runner === 'npm exec';
  const line = takesLine ? valuesOf(run.options, '--call', '-c')[0] : undefined;
  const [first, ...args] = run.rest;
  if (line !== undefined) return readCall(run, named, line, read);
  if (takesLine && first !== undefined && neverFetches(run.options))
    return readBridge(programLaunch(first, args, { runner: run.runner }), read);
  if (named.length > 0) return fetched(run, sortByProgram(named, first?.text ?? ''), args);
  if (first === undefined) return unknownLaunch(`${run.runner} is given no package`);
  if (run.localNames && isLocalTool(run, first, args)) {
    return programLaunch(first, args, { runner: run.runner });
  }
  const spec = npmSpec(first, registry);
  if (spec.kind === 'local') return programLaunch(first, args, { runner: run.runner });
  const launch = fetched(run, [spec], args);
  return readBridge(launch, read);
}

/** `npx -p a -c "line"`: the line runs with the packages on its path. */
function readCall(run: Run, named: readonly NpmSpec[], line: Word, read: Read): Launch {
  const inner = readLineIn('sh', line, read);
  if (named.length === 0) return { ...inner, runner: inner.runner ?? run.runner };
  const launch = fetched(run, sortByProgram(named, inner.name ?? ''), inner.args);
  return { ...launch, shell: inner.shell, assignments: inner.assignments };
}

function fetched(run: Run, specs: readonly NpmSpec[], args: readonly Word[]): Launch {
  const packages: PackageRef[] = [];
  const git: GitRef[] = [];
  const downloads: Word[] = [];
  for (const spec of specs) {
    if (spec.kind === 'package') packages.push(spec.ref);
    else if (spec.kind === 'git') git.push(spec.ref);
    else if (spec.kind === 'download') downloads.push(spec.word);
  }
  const found = { runner: run.runner, packages, git, downloads, args };
  const [main] = specs;
  if (main?.kind === 'package') {
    const { name, version } = main.ref;
    return { ...emptyLaunch, ...found, kind: 'npm', name, version };
  }
  if (main?.kind === 'git') return { ...gitLaunch(main.ref), ...found };
  if (main?.kind === 'download') {
    return { ...emptyLaunch, ...found, kind: 'npm', name: shownAddress(main.word.text) };
  }
  if (main?.kind === 'local') return programLaunch(run.command, args, found);
  return unknownLaunch(main?.why ?? 'no package is named', found);
}

/** The package that brings the program comes first; the order of the line decides where no name tells. */
function sortByProgram(specs: readonly NpmSpec[], program: string): readonly NpmSpec[] {
  const name = programName(program);
  const at = specs.findIndex((spec) => spec.kind === 'package' && isNameOf(spec.ref.name, name));
  const main = specs[at];
  return main === undefined ? specs : [main, ...specs.filter((_, index) => index !== at)];
}

function isNameOf(packageName: string, program: string): boolean {
  return packageName === program || packageName.endsWith(`/${program}`);
}

/** npm's own npx makes `--yes=false` of `--no-install` (bin/npx-cli.js), and then only what is installed runs. */
function neverFetches(options: readonly Option[]): boolean {
  const last = options.findLast(({ flag }) =>
    /^(?:-y|--(?:no-)?yes|--no(?:-install)?)$/.test(flag),
  );
  if (last === undefined) return false;
  return last.flag === '--yes' ? last.value?.text === 'false' : last.flag.startsWith('--no');
}

// Interpreters that projects install for themselves: with a script of the project behind them, npx finds them there.
const localTools = new Set([
  'tsx',
  'ts-node',
  'ts-node-esm',
  'vite-node',
  'jiti',
  'esno',
  'nodemon',
  'babel-node',
]);

function isLocalTool(run: Run, first: Word, args: readonly Word[]): boolean {
  if (!localTools.has(first.text)) return false;
  // `-y` says that a download is expected.
  if (run.options.some(({ flag }) => flag === '-y' || flag === '--yes')) return false;
  return args.some(({ text }) => /\.[cm]?[jt]sx?$/.test(text));
}
