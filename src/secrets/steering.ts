import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { programName } from '../core/launch/words.ts';
import { isBelow } from './below.ts';
import type { BoundLaunch } from './bound-launch.ts';
import { insideOf, isCode, MAX_FILE, pathsIn } from './bound-scripts.ts';
import { sha256 } from './entry-hash.ts';
import { textOf, withHome } from './expand.ts';
import { packageKeys, runners, type Runner } from './runners.ts';
import { jsonOf, record } from './json.ts';
import type { World } from './world.ts';

/** Deeper than anybody works. */
const MOST_FOLDERS = 32;
/** Longer than a real line; who changes the line is asked about that. */
const MOST_NAMES = 64;
/** Of a file that is looked through for the files that it names: more than settings have. Bytes. */
const MAX_SETTINGS = 64 * 1024;
const MOST_PATHS = 500;
const PACKAGE = /^(?:@[\w-][\w.-]*\/)?[\w-][\w.-]*/;

/**
 * The files of the workspace that steer a launch though its line does not name them, such as `.npmrc`: by their path from
 * the workspace, SHA-256 (hex) of what counts of each. A path from another folder begins with a dot.
 */
export async function steeringOf(
  launch: BoundLaunch,
  world: World,
): Promise<Readonly<Record<string, string>>> {
  const words = wordsOf(launch);
  const used = runnersIn(words);
  const area = used.length === 0 ? null : await areaOf(launch, world);
  if (area === null) return {};
  const { top, prefix, folders, isInside } = area;
  const found = new Map<string, string>();
  function note(path: string, content: string | Uint8Array): void {
    const way = relative(top, path).replaceAll('\\', '/');
    found.set(prefix !== '' && !way.startsWith('../') ? prefix + way : way, sha256(content));
  }
  for (const folder of folders)
    for (const name of namesFor(used, words, world.platform)) {
      const file = join(folder, name);
      const counts = await whatCounts(file, words, world);
      if (counts === null) continue;
      note(file, counts);
      for (const path of namedIn(counts, dirname(file), launch.base)) {
        const real = isInside(path) ? await world.files.real(path) : null;
        const content = real === null ? null : await world.files.read(real, MAX_FILE);
        if (real !== null && content !== null && isCode(real, content)) note(path, content);
      }
    }
  return Object.fromEntries([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function wordsOf({ words }: BoundLaunch): readonly string[] {
  const pieces = words.flatMap((word) => (textOf(word) ?? '').split(/[\s=:;,'"`()&|<>]+/));
  return [...new Set(pieces)].filter((word) => word !== '');
}

function runnersIn(words: readonly string[]): readonly Runner[] {
  // Of many systems the version is part of the name.
  const names = new Set(words.map((word) => programName(word).replace(/[\d.]+$/, '')));
  return runners.filter(({ programs }) => programs.some((name) => names.has(name)));
}

interface Area {
  readonly top: string;
  /** Of what is no workspace's. */
  readonly prefix: '' | './';
  readonly folders: readonly string[];
  readonly isInside: (path: string) => boolean;
}

/** From the working folder up to the top of its workspace. Null where neither is the launch's to be steered by. */
async function areaOf(launch: BoundLaunch, world: World): Promise<Area | null> {
  const { base, cwd } = launch;
  const isOfWorkspace = await insideOf(world);
  const homes = homesOf(launch, world).filter(isOfWorkspace);
  if (isOfWorkspace(base)) {
    const folders = upFrom(base, isOfWorkspace);
    const top = folders.at(-1) ?? base;
    return { top, prefix: '', folders: [...folders, ...homes], isInside: isOfWorkspace };
  }
  // Where the client chooses the folder, every folder brings its own. What holds the home folder is the user's.
  const above = cwd === null ? upFrom(base, (folder) => !isBelow(world.home, folder)) : [];
  const folders = [...above, ...homes];
  const highest = above.at(-1);
  if (folders.length === 0) return null;
  const isInside = (path: string): boolean =>
    isOfWorkspace(path) || (highest !== undefined && isBelow(path, highest));
  return { top: base, prefix: './', folders, isInside };
}

function upFrom(start: string, isMeant: (folder: string) => boolean): readonly string[] {
  const folders: string[] = [];
  for (let at = start; isMeant(at) && folders.length < MOST_FOLDERS; at = dirname(at)) {
    folders.push(at);
    if (at === dirname(at)) break;
  }
  return folders;
}

/** Home folders that the entry itself gives to its server. */
function homesOf({ env, fileEnv, base }: BoundLaunch, world: World): readonly string[] {
  return ['HOME', 'USERPROFILE'].flatMap((name) => {
    const own = env.get(name);
    const text = own === undefined ? (fileEnv.get(name) ?? null) : textOf(own);
    return text === null || text === '' ? [] : [resolve(base, withHome(text, world))];
  });
}

function namesFor(
  used: readonly Runner[],
  words: readonly string[],
  platform: NodeJS.Platform,
): ReadonlySet<string> {
  const names = new Set(used.flatMap(({ files }) => files));
  const plain = words.filter((word) => !word.startsWith('-')).slice(0, MOST_NAMES);
  if (used.some(({ installed }) => installed === true))
    for (const word of plain) {
      const name = PACKAGE.exec(word)?.[0];
      if (name === undefined) continue;
      const bare = name.slice(name.indexOf('/') + 1);
      names.add(`node_modules/.bin/${bare}`).add(`node_modules/${name}/package.json`);
      if (platform === 'win32') names.add(`node_modules/.bin/${bare}.cmd`);
    }
  if (used.some(({ modules }) => modules === true) && words.includes('-m'))
    for (const word of plain) {
      if (!/^\w+(?:\.\w+)*$/.test(word)) continue;
      const path = word.replaceAll('.', '/');
      names.add(`${path}.py`).add(`${path}/__main__.py`);
      for (let at = path; at !== '.'; at = dirname(at)) names.add(`${at}/__init__.py`);
    }
  return names;
}

/** What of a file steers a launch; null when there is nothing of it. */
async function whatCounts(
  file: string,
  words: readonly string[],
  { files }: World,
): Promise<string | Uint8Array | null> {
  const real = await files.real(file);
  const content = real === null ? null : await files.read(real, MAX_FILE);
  // Too large for us is not too large for others.
  if (real !== null && content === null) return 'there, and not read';
  if (content === null || !file.endsWith(`${sep}package.json`)) return content;
  const read = record(jsonOf(new TextDecoder().decode(content)));
  if (read === undefined) return content;
  const keys = file.includes(`${sep}node_modules${sep}`)
    ? [...packageKeys, 'version']
    : packageKeys;
  const scripts = [...(record(read.get('scripts')) ?? [])].filter(([name]) =>
    words.includes(name.replace(/^(?:pre|post)/, '')),
  );
  const counts = [
    ...keys.filter((key) => read.has(key)).map((key) => [key, read.get(key)]),
    ...scripts.map(([name, line]) => [`scripts.${name}`, line]),
  ];
  // A name alone runs nothing.
  return counts.length === 0 || (counts.length === 1 && counts[0]?.[0] === 'name')
    ? null
    : JSON.stringify(counts);
}

/** The files that settings name, from where they stand and from the working folder. */
function namedIn(content: string | Uint8Array, ...from: readonly string[]): ReadonlySet<string> {
  if (content.length > MAX_SETTINGS) return new Set();
  const text = typeof content === 'string' ? content : new TextDecoder().decode(content);
  const paths = [...new Set(text.split(/[\s[\]{}]+/).flatMap(pathsIn))].slice(0, MOST_PATHS);
  return new Set(
    paths.flatMap((path) =>
      isAbsolute(path) ? [path] : from.map((folder) => resolve(folder, path)),
    ),
  );
}
