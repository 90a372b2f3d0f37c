import { gitLaunch } from './git.ts';
import { emptyLaunch, type GitRef, type Launch, type PackageRef, type Word } from './launch.ts';
import { scanOptions, valuesOf, type Option, type ValueFlags } from './options.ts';
import { pythonSpec, type PythonSpec } from './python-spec.ts';
import { programLaunch, shownAddress, unknownLaunch, type Read } from './reading.ts';
import { looksLikeUrl } from './remote.ts';
import { programName, subWord } from './words.ts';

// uv's own help: options of `uv`, `uv run` and `uv tool run` that take a value in the next word.
const uvValues: ValueFlags = new Set([
  ...['--from', '--with', '-w', '--with-editable', '--with-requirements', '--index-url', '-i'],
  ...['--extra-index-url', '--index', '--default-index', '--find-links', '-f', '--python', '-p'],
  ...['--directory', '--project', '--cache-dir', '--config-file', '--env-file', '--color'],
  ...['--refresh-package', '--upgrade-package', '-P', '--reinstall-package', '--resolution'],
  ...[
    '--prerelease',
    '--fork-strategy',
    '--exclude-newer',
    '--exclude-newer-package',
    '--link-mode',
  ],
  ...[
    '--config-setting',
    '--config-settings',
    '-C',
    '--config-settings-package',
    '--keyring-provider',
  ],
  ...['--allow-insecure-host', '--index-strategy', '--no-build-package', '--no-binary-package'],
  ...[
    '--no-build-isolation-package',
    '--torch-backend',
    '--python-platform',
    '--constraints',
    '-c',
  ],
  ...[
    '--constraint',
    '--overrides',
    '--override',
    '--build-constraints',
    '-b',
    '--build-constraint',
  ],
  ...[
    '--extra',
    '--no-extra',
    '--group',
    '--no-group',
    '--only-group',
    '--package',
    '--no-sources-package',
  ],
  ...['--python-preference', '--malware-check', '--cwd'],
]);

export function readUvx(_command: Word, words: readonly Word[], read: Read): Launch {
  return readToolRun('uvx', words, [], read);
}

/** `uv run`, `uv tool run`; the rest of uv starts no server. */
export function readUv(command: Word, words: readonly Word[], read: Read): Launch {
  const { options, rest } = scanOptions(words, uvValues);
  const [first, second] = rest;
  if (first?.text === 'run') return readUvRun(command, options, rest.slice(1));
  if (first?.text === 'x') return readToolRun('uvx', rest.slice(1), options, read);
  if (first?.text === 'tool') {
    const inner = scanOptions(rest.slice(1), uvValues);
    if (inner.rest[0]?.text === 'run') {
      return readToolRun('uv tool run', inner.rest.slice(1), [...options, ...inner.options], read);
    }
  }
  if (first === undefined) return unknownLaunch('uv is given no command');
  return unknownLaunch(
    `uv ${first.text === 'tool' ? `tool ${second === undefined || second.dynamic ? '' : 'command'}`.trim() : 'command'} starts no server`,
    { runner: 'uv', args: rest },
  );
}

function readToolRun(
  runner: string,
  words: readonly Word[],
  before: readonly Option[],
  read: Read,
): Launch {
  const scanned = scanOptions(words, uvValues);
  const options = [...before, ...scanned.options];
  const [first, ...args] = scanned.rest;
  const registry = registryOf(options);
  const extras = withSpecs(options, registry);
  const from = valuesOf(options, '--from')[0];
  if (from !== undefined)
    return fetched(runner, [pythonSpec(from, registry), ...extras], args, first ?? from);
  if (first === undefined) return unknownLaunch(`${runner} is given no package`);
  // uv takes `python` and `python@3.12` for the interpreter, not for a package.
  if (/^python[\d.]*(?:@|$)/.test(first.text)) {
    return {
      ...fetched(runner, extras, args, first),
      kind: 'program',
      name: first.text,
      version: null,
      program: first,
    };
  }
  void read;
  return fetched(runner, [pythonSpec(first, registry), ...extras], args, first);
}

/** `uv run program`: what the project has, and what `--with` adds to it. */
function readUvRun(command: Word, before: readonly Option[], words: readonly Word[]): Launch {
  const scanned = scanOptions(words, uvValues);
  const options = [...before, ...scanned.options];
  const registry = registryOf(options);
  const specs = [
    ...valuesOf(options, '--from').map((word) => pythonSpec(word, registry)),
    ...withSpecs(options, registry),
  ];
  const [first, ...args] = scanned.rest;
  if (first === undefined) return unknownLaunch('uv run is given no program', { runner: 'uv run' });
  const module = options.some(({ flag }) => flag === '-m' || flag === '--module');
  const runs = moduleOf(first, args, module);
  const main = specs.find((spec) => spec.kind === 'package' && sameName(spec.ref.name, runs));
  if (main !== undefined) {
    return fetched('uv run', [main, ...specs.filter((spec) => spec !== main)], args, first);
  }
  const launch = fetched('uv run', specs, args, first);
  if (looksLikeUrl(first.text)) {
    const name = shownAddress(first.text);
    return {
      ...launch,
      kind: 'pypi',
      name,
      version: null,
      downloads: [first, ...launch.downloads],
    };
  }
  if (first.dynamic && !/[\\/]/.test(first.text)) {
    return { ...launch, kind: 'unknown', name: null, why: 'the program is a variable' };
  }
  const program = module ? command : first;
  const rest = module ? words : args;
  return {
    ...launch,
    kind: 'program',
    name: program.text,
    version: null,
    program,
    args: rest,
    why: '',
  };
}

/** The module or program that runs: of `python -m x`, x. */
function moduleOf(first: Word, args: readonly Word[], module: boolean): string {
  if (module || !/^python[\d.]*$/.test(programName(first.text))) return first.text;
  const at = args.findIndex(({ text }) => text === '-m');
  return (at === -1 ? '' : (args[at + 1]?.text ?? '')).split('.', 1)[0] ?? '';
}

function sameName(a: string, b: string): boolean {
  return normal(a) === normal(b);
}

/** Names as PyPI compares them. */
function normal(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}

const pipxValues: ValueFlags = new Set([
  ...['--spec', '--python', '-i', '--index-url', '--pip-args', '--with', '--backend'],
  ...['--cwd', '--default-index', '--index'],
]);

/** `pipx run [--spec requirement] program`. */
export function readPipx(command: Word, words: readonly Word[]): Launch {
  const before = scanOptions(words, pipxValues);
  const [subcommand, ...after] = before.rest;
  if (subcommand?.text !== 'run') {
    return unknownLaunch('this pipx command starts no server', {
      runner: 'pipx',
      args: [command, ...words].slice(1),
    });
  }
  const { options, rest } = scanOptions(after, pipxValues);
  const [first, ...args] = rest;
  const registry = registryOf(options);
  const extras = withSpecs(options, registry);
  const spec = valuesOf(options, '--spec')[0] ?? first;
  if (spec === undefined) return unknownLaunch('pipx run is given no package');
  const local =
    options.some(({ flag }) => flag === '--path') || (first?.text.endsWith('.py') ?? false);
  if (spec === first && local && !looksLikeUrl(spec.text)) {
    return programLaunch(spec, args, { runner: 'pipx run' });
  }
  return fetched('pipx run', [pythonSpec(spec, registry), ...extras], args, first ?? spec);
}

/** An interpreter; `python -m pipx` and `python -m uv` are those programs. */
export function readPython(command: Word, words: readonly Word[], read: Read): Launch {
  const [flag, module, ...rest] = words;
  if (flag?.text === '-m' && module !== undefined && /^(?:pipx|uv)$/.test(module.text)) {
    return read([module, ...rest]);
  }
  return programLaunch(command, words);
}

function registryOf(options: readonly Option[]): Word | null {
  return valuesOf(options, '--default-index', '--index-url', '-i', '--index')[0] ?? null;
}

/** `--with a,b`: commas part requirements, but not inside extras or specifiers. */
function withSpecs(options: readonly Option[], registry: Word | null): readonly PythonSpec[] {
  return valuesOf(options, '--with', '-w').flatMap((word) =>
    partsOf(word).map((part) => pythonSpec(part, registry)),
  );
}

function partsOf(word: Word): readonly Word[] {
  const parts: Word[] = [];
  let start = 0;
  let depth = 0;
  for (let i = 0; i <= word.text.length; i++) {
    const char = word.text[i];
    if (char === '[') depth += 1;
    else if (char === ']') depth -= 1;
    const ends =
      char === undefined ||
      (char === ',' && depth <= 0 && /^\s*[A-Za-z0-9]/.test(word.text.slice(i + 1, i + 40)));
    if (!ends) continue;
    if (i > start) parts.push(subWord(word, start, i));
    start = i + 1;
  }
  return parts;
}

function fetched(
  runner: string,
  specs: readonly PythonSpec[],
  args: readonly Word[],
  program: Word,
): Launch {
  const packages: PackageRef[] = [];
  const git: GitRef[] = [];
  const downloads: Word[] = [];
  for (const spec of specs) {
    if (spec.kind === 'package') packages.push(spec.ref);
    else if (spec.kind === 'git') git.push(spec.ref);
    else if (spec.kind === 'download') downloads.push(spec.word);
  }
  const found = { runner, packages, git, downloads, args };
  const [main] = specs;
  if (main?.kind === 'package') {
    const { name, version } = main.ref;
    return { ...emptyLaunch, ...found, kind: 'pypi', name, version };
  }
  if (main?.kind === 'git') return { ...gitLaunch(main.ref), ...found };
  if (main?.kind === 'download') {
    return { ...emptyLaunch, ...found, kind: 'pypi', name: shownAddress(main.word.text) };
  }
  if (main === undefined || main.kind === 'local') return programLaunch(program, args, found);
  return unknownLaunch(main.why, found);
}
