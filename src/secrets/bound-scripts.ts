import { isAbsolute, resolve } from 'node:path';
import { isBelow } from './below.ts';
import type { BoundLaunch } from './bound-launch.ts';
import { loadsCode } from './differences.ts';
import { sha256 } from './entry-hash.ts';
import { expand, textOf, withHome } from './expand.ts';
import type { SecretEntry } from './secret-entry.ts';
import type { World } from './world.ts';

/** Bytes. */
export const MAX_FILE = 32 * 1024 * 1024;
/** More than any real line names, and little enough to look for each. */
const MAX_PATHS = 4000;
/** What is run, and settings that say what is run or asked. */
const CODE =
  /\.(?:[cm]?[jt]sx?|pyw?|pyz|rb|sh|bash|zsh|fish|ps1|bat|cmd|pl|php|lua|jar|wasm|exe|dll|so|dylib|node|go|json5?|jsonc|ya?ml|toml|ini|conf|cfg)$/i;
/** What an interpreter adds to a path that is no file itself. */
const ENDINGS = [
  '.js',
  '.mjs',
  '.cjs',
  '/package.json',
  '/config.json',
  '/index.js',
  '/__main__.py',
];

/**
 * SHA-256 (hex) of the files inside the workspace that a launch names: scripts, its program, a launcher of its own. Null
 * when there is none. Throws one line where it names too many to be looked at.
 */
export async function scriptsHash(
  entry: SecretEntry,
  launch: BoundLaunch,
  programs: readonly string[],
  world: World,
): Promise<string | null> {
  const isInside = await insideOf(world);
  const run = new Set([...programs, launcherOf(entry, world)].filter((path) => path !== null));
  const loaded = loadedBy(launch);
  const named = new Set([...run, ...loaded, ...launch.words.slice(1).map(textOf).flatMap(pathsIn)]);
  if (named.size > MAX_PATHS) throw new Error('the line names more files than can be looked at');
  const found = new Map<string, string>();
  for (const path of named) {
    const at = resolve(launch.base, withHome(path, world));
    // Where the client chooses the folder, every folder brings its own.
    const isAnywhere = launch.cwd === null && !isAbsolute(withHome(path, world)) && isPath(path);
    for (const [name, real, content] of await filesAt(at, run.has(path) ? [] : ENDINGS, world)) {
      if (!isAnywhere && !isInside(name) && !isInside(real)) continue;
      if (run.has(path) || loaded.has(path) || isCode(real, content))
        found.set(name, sha256(content));
    }
  }
  if (found.size === 0) return null;
  const [only] = found.values();
  if (found.size === 1) return only ?? null;
  return sha256(JSON.stringify([...found].sort(([a], [b]) => (a < b ? -1 : 1))));
}

/** What the client itself starts. */
function launcherOf({ server }: SecretEntry, world: World): string | null {
  const { command } = server;
  const text = command === null ? null : textOf(expand(String(command.value), world));
  return text !== null && isPath(text) ? text : null;
}

/** What variables that load code name: whatever it is, it is settings or code. */
function loadedBy({ env, fileEnv }: BoundLaunch): ReadonlySet<string> {
  const texts = [...fileEnv, ...[...env].map(([name, value]) => [name, textOf(value)] as const)];
  return new Set(
    texts.flatMap(([name, text]) =>
      loadsCode(name) && !/^(?:PATH|HOME)$/i.test(name) ? pathsIn(text) : [],
    ),
  );
}

/** What of a word may be a path: all of it, and what stands in it as in a line of a shell, a list or behind a flag. */
export function pathsIn(word: string | null): readonly string[] {
  if (word === null || word === '' || word.includes('\0')) return [];
  const pieces = word
    .split(/[\s=:;,'"`()&|<>]+/)
    .map((piece) => piece.replace(/^-[A-Za-z](?=[./~])/, ''))
    .filter((piece) => isPath(piece) && !piece.startsWith('-'));
  const whole = word.startsWith('-') ? [] : [word];
  return [...whole, ...pieces].filter((path) => path.length <= 4096);
}

function isPath(text: string): boolean {
  return /[/\\]/.test(text) || CODE.test(text);
}

/** The file of that path; where there is none, those that an interpreter may take it for. */
async function filesAt(
  path: string,
  endings: readonly string[],
  { files }: World,
): Promise<readonly (readonly [name: string, real: string, content: Uint8Array])[]> {
  const found: (readonly [string, string, Uint8Array])[] = [];
  for (const ending of ['', ...endings]) {
    const name = path + ending;
    const real = await files.real(name);
    const content = real === null ? null : await files.read(real, MAX_FILE);
    if (real === null || content === null) continue;
    found.push([name, real, content]);
    if (ending === '') break;
  }
  return found;
}

export function isCode(path: string, content: Uint8Array): boolean {
  return CODE.test(path) || (content[0] === 0x23 && content[1] === 0x21);
}

/** Whether a path lies in a folder of the workspace, as written or with links resolved. */
export async function insideOf({ folders, files }: World): Promise<(path: string) => boolean> {
  const real = await Promise.all(folders.map(async (folder) => files.real(folder)));
  const all = [...folders, ...real.filter((folder) => folder !== null)];
  return (path) => all.some((folder) => isBelow(path, folder));
}
