import { gitLaunch, namedGitRef } from './git.ts';
import { emptyLaunch, type Launch, type PackageRef, type Pin, type Word } from './launch.ts';
import { scanOptions, setOf } from './options.ts';
import { programLaunch, shownAddress, unknownLaunch } from './reading.ts';
import { looksLikeUrl } from './remote.ts';
import { holdsVariable, partOf } from './words.ts';

/** Options of `jbang run` with a value in the next word: jbang.dev/documentation/jbang/latest/cli/jbang-run.html */
const values = setOf(
  `-j --java -m --main --module --deps --repos --cp --class-path -D -R --runtime-option --java-options -C
   --compile-option -N --native-option -s --sources --files --manifest --javaagent --config --catalog --source-type
   --jfr --build-dir --ea-option -c --code`,
);

/** `jbang group:artifact:1.2.3`, `jbang alias@owner`, an address, or a file on disk. */
export function readJbang(command: Word, words: readonly Word[]): Launch {
  const before = scanOptions(words, values);
  const [first, ...after] = before.rest;
  const scanned = first?.text === 'run' ? scanOptions(after, values) : before;
  const [ref, ...args] = scanned.rest;
  const found = { runner: 'jbang', args };
  if (ref === undefined) return programLaunch(command, words);
  if (looksLikeUrl(ref.text)) {
    const name = shownAddress(ref.text);
    return { ...emptyLaunch, ...found, kind: 'program', name, downloads: [ref] };
  }
  const artifact = mavenRef(ref);
  if (artifact !== null) {
    const { name, version } = artifact;
    return { ...emptyLaunch, ...found, kind: 'program', name, version, packages: [artifact] };
  }
  if (isFile(ref.text)) return programLaunch(ref, args, { runner: 'jbang' });
  const catalog = catalogOf(ref);
  if (catalog !== null) return { ...gitLaunch(catalog), ...found };
  if (ref.dynamic) return unknownLaunch('what jbang runs is a variable', found);
  return unknownLaunch('the alias of jbang is defined outside this file', found);
}

/** `group:artifact:version`, with a classifier and a type behind it. */
function mavenRef(word: Word): PackageRef | null {
  const { text } = word;
  const match =
    /^([\w.-]+\.[\w.-]+:[\w.-]+)(?::((?:\$\{[^}\s]*\}|[^:@\s$])+))?(?::[\w.-]+)?(?:@\w+)?$/.exec(
      text.slice(0, 500),
    );
  const name = match?.[1];
  if (name === undefined) return null;
  const version = match?.[2] ?? null;
  const start = name.length + 1;
  return {
    ecosystem: 'maven',
    name,
    version,
    pin: mavenPin(version),
    at: partOf(word, 0, text.length),
    versionAt: version === null ? null : partOf(word, start, start + version.length),
    registry: null,
  };
}

function mavenPin(version: string | null): Pin {
  if (version === null) return 'none';
  if (holdsVariable(version)) return 'dynamic';
  if (/[[\](),]/.test(version)) return 'range';
  return /^(?:LATEST|RELEASE)$|-SNAPSHOT$/i.test(version) ? 'tag' : 'exact';
}

function isFile(text: string): boolean {
  return /^(?:[./~]|[A-Za-z]:[\\/]|\$\{[^}]*\}[\\/])|\\|\.(?:java|jsh|kt|groovy|jar|md|qute)$/i.test(
    text,
  );
}

/**
 * `alias@owner/repository/ref~folder`: a catalog on GitHub, `jbang-catalog` where no repository is named
 * (jbang.dev/documentation/jbang/latest/alias_catalogs.html).
 */
function catalogOf(word: Word): ReturnType<typeof namedGitRef> | null {
  const match = /^[\w.-]+@([\w-]+)(?:\/([\w.-]+))?(?:\/([\w.-]+))?(?:~[^\s@]*)?$/.exec(
    word.text.slice(0, 300),
  );
  const owner = match?.[1];
  if (owner === undefined) return null;
  const url = `https://github.com/${owner}/${match?.[2] ?? 'jbang-catalog'}`;
  const ref = match?.[3];
  const start = ref === undefined ? -1 : word.text.lastIndexOf(`/${ref}`) + 1;
  const refAt = ref === undefined ? null : partOf(word, start, start + ref.length);
  return namedGitRef(url, ref ?? null, partOf(word, 0, word.text.length), refAt, 'other');
}
