import { createHash, randomBytes } from 'node:crypto';
import { chmod, lstat, mkdir, open, readFile, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { codeOf } from './error-code.ts';

/** A file of the launcher. */
export interface LauncherFile {
  /** In the folder of the version. */
  readonly path: string;
  readonly content: Buffer;
  readonly mode: number;
}

/** Milliseconds after which nobody is at what lies around. */
const STALE = 600_000;

/** What tells these files from any others. */
export function hashOf(files: readonly LauncherFile[]): string {
  const hash = createHash('sha256');
  for (const { path, mode, content } of files)
    hash.update(`${path}\0${mode}\0${content.length}\0`).update(content);
  return hash.digest('hex').slice(0, 16);
}

/** Puts the files in this folder, whole or not at all. Whether it was not there, or not as it was made. */
export async function putVersion(folder: string, files: readonly LauncherFile[]): Promise<boolean> {
  if (await isWhole(folder, files)) return false;
  const draft = passing(folder);
  try {
    for (const name of ['', 'bin', 'dist']) await makeFolder(join(draft, name));
    for (const { path, content, mode } of files) await writeNew(join(draft, path), content, mode);
    await rename(draft, folder).catch(async (error: unknown) => {
      // Somebody else has done the same meanwhile.
      if (await isWhole(folder, files)) return;
      if (!['ENOTEMPTY', 'EEXIST', 'EPERM'].includes(codeOf(error) ?? '')) throw error;
      await moveAway(folder);
      await rename(draft, folder);
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return true;
}

async function isWhole(folder: string, files: readonly LauncherFile[]): Promise<boolean> {
  try {
    for (const { path, content, mode } of files) {
      const at = join(folder, path);
      const found = await lstat(at);
      const isOurs = found.isFile() && found.nlink === 1 && (found.mode & 0o777) === mode;
      if (!isOurs && process.platform !== 'win32') return false;
      if (!content.equals(await readFile(at))) return false;
    }
    const closed = await Promise.all(
      [folder, join(folder, 'bin'), join(folder, 'dist')].map(async (at) => {
        const found = await lstat(at);
        return found.isDirectory() && (found.mode & 0o022) === 0;
      }),
    );
    return process.platform === 'win32' || closed.every(Boolean);
  } catch {
    return false;
  }
}

async function makeFolder(path: string): Promise<void> {
  await mkdir(path, { mode: 0o755 });
  await chmod(path, 0o755);
}

/** Makes a file with this mode, whatever the umask says. Rejects when there is one. */
export async function writeNew(
  path: string,
  content: Buffer | string,
  mode: number,
): Promise<void> {
  const file = await open(path, 'wx', mode);
  try {
    await file.writeFile(content);
    // Whatever the umask says.
    await file.chmod(mode);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function moveAway(path: string): Promise<void> {
  const away = passing(path);
  try {
    await rename(path, away);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw error;
  }
  await rm(away, { recursive: true, force: true });
}

/** A name beside this path that nobody looks for. */
export function passing(path: string): string {
  return join(dirname(path), `.passing-${randomBytes(6).toString('hex')}`);
}

/** Removes the folders that are not to be kept; somebody else may be at what is new. */
export async function removeOthers(versions: string, kept: ReadonlySet<string>): Promise<void> {
  for (const name of await readdir(versions)) {
    if (kept.has(name)) continue;
    const path = join(versions, name);
    const made = (await lstat(path).catch(() => null))?.mtimeMs ?? Infinity;
    if (Date.now() - made >= STALE) await rm(path, { recursive: true, force: true });
  }
}
