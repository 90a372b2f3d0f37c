import { open, readFile, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { codeOf } from './error-code.ts';
import { isInIndex } from './git-index.ts';

/** Bytes: half a million files have about that. */
const LARGEST_INDEX = 64 * 1024 * 1024;
const LARGEST_LINK = 8 * 1024;
/** As many answers are kept. */
const MOST_KEPT = 1000;

export interface TrackedFiles {
  /** Whether git tracks a file, told without git; null when that cannot be told. Never rejects. */
  isTracked(path: string): Promise<boolean | null>;
}

interface Kept {
  readonly stamp: string;
  readonly tracked: boolean | null;
}

/** Looks into the index of the repository that a file lies in, again only when that has changed. */
export function createTrackedFiles(platform: NodeJS.Platform): TrackedFiles {
  const known = new Map<string, Kept>();

  async function look(path: string): Promise<boolean | null> {
    const repository = await repositoryOf(path, platform);
    if (repository === null) return false;
    if (repository.folder === null) return null;
    const index = join(repository.folder, 'index');
    const found = await stat(index).catch(noneIfMissing);
    // A repository to which nothing was ever added.
    if (found === null) return false;
    if (!found.isFile() || found.size > LARGEST_INDEX) return null;
    const stamp = [index, found.ino, found.size, found.mtimeMs, found.ctimeMs].join();
    const kept = known.get(path);
    if (kept?.stamp === stamp) return kept.tracked;
    const name = relative(repository.root, path).split(sep).join('/');
    const ignoreCase = platform === 'win32' || platform === 'darwin';
    const tracked = isInIndex(await readFile(index), name, ignoreCase);
    if (known.size >= MOST_KEPT) known.clear();
    known.set(path, { stamp, tracked });
    return tracked;
  }

  return { isTracked: (path) => look(path).catch(() => null) };
}

interface Repository {
  /** The work tree. */
  readonly root: string;
  /** Where its index lies; null when that is not said, or said in a way that is not followed. */
  readonly folder: string | null;
}

/** The innermost repository around a file; null when there is none. */
async function repositoryOf(path: string, platform: NodeJS.Platform): Promise<Repository | null> {
  for (let root = dirname(path); ; root = dirname(root)) {
    const git = join(root, '.git');
    const found = await stat(git).catch(noneIfMissing);
    if (found?.isDirectory() === true) return { root, folder: git };
    if (found?.isFile() === true) return { root, folder: await linkedFolder(git, root, platform) };
    if (root === dirname(root)) return null;
  }
}

/** Of a worktree or a submodule `.git` is a file that names a folder. */
async function linkedFolder(
  file: string,
  root: string,
  platform: NodeJS.Platform,
): Promise<string | null> {
  const [, named = ''] = /^gitdir: ([^\0\r\n]+)\r?\n*$/.exec(await beginningOf(file)) ?? [];
  if (named === '' || leadsAway(named, platform)) return null;
  return isAbsolute(named) ? named : resolve(root, named);
}

/** To look there would call another machine, and sign in at it on Windows. */
function leadsAway(path: string, platform: NodeJS.Platform): boolean {
  return platform === 'win32' ? /^[\\/]{2}/.test(path) : /^\/+(?:net|Network)\//.test(path);
}

async function beginningOf(file: string): Promise<string> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read({ buffer: Buffer.alloc(LARGEST_LINK) });
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await handle.close();
  }
}

function noneIfMissing(error: unknown): null {
  const code = codeOf(error);
  if (code === 'ENOENT' || code === 'ENOTDIR') return null;
  throw error;
}
