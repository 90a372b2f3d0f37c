import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { boundLaunch, programOf, type BoundLaunch } from './bound-launch.ts';
import { plainClientSide } from './client-side.ts';
import { entryHash, entryText, sha256 } from './entry-hash.ts';
import { expand, textOf, withHome } from './expand.ts';
import { namedEnvFiles } from './named-env-files.ts';
import type { SecretEntry } from './secret-entry.ts';
import type { Binding } from './vault.ts';
import type { World } from './world.ts';

export { agrees } from './agreement.ts';
export { differences, type Difference } from './differences.ts';

const MAX_FILE = 32 * 1024 * 1024;
const MAX_WORDS = 200;
const CODE =
  /\.(?:[cm]?[jt]sx?|pyw?|pyz|rb|sh|bash|zsh|fish|ps1|bat|cmd|pl|php|lua|jar|wasm|exe|dll|so|dylib|node|go|json5?)$/i;
/** What an interpreter adds to a path that is no file itself. */
const ENDINGS = ['.js', '.mjs', '.cjs', '/package.json', '/index.js', '/__main__.py'];

/** What a secret is bound to when it is stored for this entry, here and now. */
export async function bindingOf(entry: SecretEntry, world: World): Promise<Binding> {
  const { server, document } = entry;
  const launch = await boundLaunch(entry, world);
  const program = await programOf(launch, world);
  return {
    entry: entryHash(server, document),
    text: entryText(server, document),
    envFile: await envFilesHash(entry, launch, world),
    program,
    script: await scriptsHash(launch, program, world),
    cwd: launch.cwd,
    client: world.env === null ? (world.reported?.client ?? plainClientSide(world)) : null,
  };
}

/** The content of the file of variables; of all of them where the line names more. */
async function envFilesHash(
  { server }: SecretEntry,
  launch: BoundLaunch,
  world: World,
): Promise<string | null> {
  const named = namedEnvFiles(server);
  if (named.length === 0) return null;
  const hashes: string[] = [];
  for (const name of named) {
    const text = textOf(expand(name, world));
    const path = text === null ? null : resolve(launch.base, withHome(text, world));
    const content = path === null ? null : await world.files.read(path, MAX_FILE);
    hashes.push(content === null ? 'none' : sha256(content));
  }
  return hashes.length === 1 ? (hashes[0] ?? null) : sha256(hashes.join('\n'));
}

/** Null when the line names no script inside the workspace, and runs no program of it. */
async function scriptsHash(
  launch: BoundLaunch,
  program: string | null,
  world: World,
): Promise<string | null> {
  const isInside = await insideOf(world);
  const found = new Map<string, string>();
  const paths = launch.words.slice(1, MAX_WORDS).flatMap((word) => pathsIn(textOf(word)));
  for (const path of new Set([...(program === null ? [] : [program]), ...paths])) {
    const at = resolve(launch.base, withHome(path, world));
    const real = await firstFile(at, path === program ? [''] : ['', ...ENDINGS], world);
    if (real === null || !(isInside(at) || isInside(real))) continue;
    const content = await world.files.read(real, MAX_FILE);
    // What is too large to be read is bound by its name alone.
    if (content === null) found.set(path, 'unread');
    else if (path === program || isCode(real, content)) found.set(path, sha256(content));
  }
  if (found.size === 0) return null;
  const [only] = found.values();
  if (found.size === 1) return only ?? null;
  return sha256(JSON.stringify([...found].sort(([a], [b]) => (a < b ? -1 : 1))));
}

/** What of a word may be a path: all of it, and the value of `--flag=value`. */
function pathsIn(word: string | null): readonly string[] {
  if (word === null || word === '' || word.length > 4096 || word.includes('\0')) return [];
  const equals = word.startsWith('-') ? word.indexOf('=') : -1;
  const whole = word.startsWith('-') ? [] : [word];
  return equals === -1 ? whole : [word.slice(equals + 1)];
}

async function firstFile(
  path: string,
  endings: readonly string[],
  { files }: World,
): Promise<string | null> {
  for (const ending of endings) {
    const real = await files.real(path + ending);
    if (real !== null && (await files.read(real, MAX_FILE)) !== null) return real;
  }
  return null;
}

function isCode(path: string, content: Uint8Array): boolean {
  return CODE.test(path) || (content[0] === 0x23 && content[1] === 0x21);
}

async function insideOf({ folders, files }: World): Promise<(path: string) => boolean> {
  const real = await Promise.all(folders.map(async (folder) => files.real(folder)));
  const all = [...folders, ...real.filter((folder) => folder !== null)];
  return (path) =>
    all.some((folder) => {
      const way = relative(join(folder), path);
      return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
    });
}
