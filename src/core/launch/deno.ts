import { emptyLaunch, type Launch, type Word } from './launch.ts';
import { npmSpec } from './npm-spec.ts';
import { scanOptions, setOf, valuesOf, type Option, type Scanned } from './options.ts';
import { programLaunch, shownAddress, unknownLaunch } from './reading.ts';
import { looksLikeUrl } from './remote.ts';
import { subWord } from './words.ts';

/** Flags of `deno run` whose value is the next word (`deno run --help`, 2.5); permissions take theirs after `=`. */
const values = setOf(
  '-c --config --import-map -L --log-level --cert --location --seed --ext --import --preload --require --port --host --entrypoint',
);
/** Those of `deno x`: docs.deno.com/runtime/reference/cli/x */
const xValues = new Set([...values, '-p', '--package']);

/** `deno run`, `deno serve` and `deno x` fetch packages and addresses, and run what is on disk. */
export function readDeno(command: Word, words: readonly Word[]): Launch {
  const before = scanOptions(words, values);
  const [first, ...after] = before.rest;
  if (first?.text === 'x') return readDenoX(after);
  const scanned = /^(?:run|serve)$/.test(first?.text ?? '') ? scanOptions(after, values) : before;
  const [spec, ...args] = scanned.rest;
  const options = [...before.options, ...(scanned === before ? [] : scanned.options)];
  if (spec === undefined) return programLaunch(command, words);
  return fetched(spec, args, isConfined(options)) ?? programLaunch(command, words);
}

/** `deno x npm:pkg`, `deno x -p pkg program`; a name alone is one of npm's. */
function readDenoX(words: readonly Word[]): Launch {
  const { options, rest }: Scanned = scanOptions(words, xValues);
  const [first, ...args] = rest;
  const named = valuesOf(options, '-p', '--package')[0];
  const spec = named ?? first;
  if (spec === undefined) return unknownLaunch('deno x is given no package', { runner: 'deno' });
  // With no permission on its line everything is allowed.
  const allowed = options.some(({ flag }) => /^(?:--allow-|-[RWNES])/.test(flag));
  const confined = allowed && isConfined(options);
  return fetched(spec, args, confined) ?? packageOf(spec, '', args, confined);
}

/** An address whose content is never replaced: docs of deno.land/x, "Module versions are persistent and immutable". */
export function isFixedAddress(text: string): boolean {
  return /^https:\/\/deno\.land\/(?:x\/[\w.-]{1,100}|std)@v?\d[\w.+-]{0,100}\//.test(text);
}

/** Null for what is on disk. */
function fetched(spec: Word, args: readonly Word[], confined: boolean): Launch | null {
  if (looksLikeUrl(spec.text)) {
    const name = shownAddress(spec.text);
    const found = { runner: 'deno', args, confined };
    return { ...emptyLaunch, ...found, kind: 'program', name, downloads: [spec] };
  }
  const prefix = /^(?:npm|jsr):\/?/.exec(spec.text)?.[0];
  return prefix === undefined ? null : packageOf(spec, prefix, args, confined);
}

function packageOf(spec: Word, prefix: string, args: readonly Word[], confined: boolean): Launch {
  const found = { runner: 'deno', args, confined };
  const read = npmSpec(withoutPath(subWord(spec, prefix.length)), null);
  if (read.kind === 'local') return programLaunch(spec, args, found);
  if (read.kind !== 'package')
    return unknownLaunch('the package is not named by a package name', found);
  // With its registry before the name, so that nobody takes it for a package of npm.
  const ref = prefix.startsWith('jsr') ? { ...read.ref, name: `jsr:${read.ref.name}` } : read.ref;
  const { name, version } = ref;
  return { ...emptyLaunch, ...found, kind: 'npm', name, version, packages: [ref] };
}

/**
 * Whether the code is kept to what the line grants. A started program or a native library is not: docs.deno.com says so
 * of `--allow-run` and `--allow-ffi` (runtime/fundamentals/security). `-P` takes permissions from a file.
 */
function isConfined(options: readonly Option[]): boolean {
  return !options.some(({ flag }) =>
    /^(?:-[A-Z]*[AP][A-Z]*|--allow-(?:all|run|ffi)|--permission-set)$/.test(flag),
  );
}

/** `name@1.2.3/bin` without the path to a program of the package. */
function withoutPath(spec: Word): Word {
  const scope = spec.text.startsWith('@') ? spec.text.indexOf('/') + 1 : 0;
  const path = spec.text.indexOf('/', scope);
  return path === -1 ? spec : subWord(spec, 0, path);
}
