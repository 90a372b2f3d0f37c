import { emptyLaunch, type Launch, type Word } from './launch.ts';
import { npmSpec } from './npm-spec.ts';
import { scanOptions, setOf, type Scanned } from './options.ts';
import { programLaunch, shownAddress, unknownLaunch } from './reading.ts';
import { looksLikeUrl } from './remote.ts';
import { subWord } from './words.ts';

/** Flags of `deno run` whose value is the next word (`deno run --help`, 2.5); permissions take theirs after `=`. */
const values = setOf(
  '-c --config --import-map -L --log-level --cert --location --seed --ext --import --preload --require --port --host --entrypoint',
);

/** `deno run`, `deno serve` and `deno x` fetch packages and addresses, and run what is on disk. */
export function readDeno(command: Word, words: readonly Word[]): Launch {
  const { rest } = afterSubcommand(scanOptions(words, values));
  const [spec, ...args] = rest;
  if (spec === undefined) return programLaunch(command, words);
  const found = { runner: 'deno', args };
  if (looksLikeUrl(spec.text)) {
    return {
      ...emptyLaunch,
      ...found,
      kind: 'program',
      name: shownAddress(spec.text),
      downloads: [spec],
    };
  }
  const prefix = /^(?:npm|jsr):\/?/.exec(spec.text)?.[0];
  if (prefix === undefined) return programLaunch(command, words);
  const read = npmSpec(withoutPath(subWord(spec, prefix.length)), null);
  if (read.kind !== 'package')
    return unknownLaunch('the package is not named by a package name', found);
  // With its registry before the name, so that nobody takes it for a package of npm.
  const ref = prefix.startsWith('npm') ? read.ref : { ...read.ref, name: `jsr:${read.ref.name}` };
  const { name, version } = ref;
  return { ...emptyLaunch, ...found, kind: 'npm', name, version, packages: [ref] };
}

function afterSubcommand(scanned: Scanned): Scanned {
  const [first, ...after] = scanned.rest;
  if (first === undefined || !/^(?:run|serve|x)$/.test(first.text)) return scanned;
  return scanOptions(after, values);
}

/** `name@1.2.3/bin` without the path to a program of the package. */
function withoutPath(spec: Word): Word {
  const scope = spec.text.startsWith('@') ? spec.text.indexOf('/') + 1 : 0;
  const path = spec.text.indexOf('/', scope);
  return path === -1 ? spec : subWord(spec, 0, path);
}
