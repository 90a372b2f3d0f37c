import { createHash, randomBytes } from 'node:crypto';
import {
  chmod,
  lstat,
  mkdir,
  open,
  readFile,
  readdir,
  readlink,
  rename,
  rm,
  rmdir,
  symlink,
} from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { codeOf } from './error-code.ts';
import { keyringFile } from './keyring-module.ts';
import {
  checkLauncherFolder,
  launcherFolder,
  launcherPath,
  makeLauncherFolder,
  type LauncherUser,
} from './launcher-folder.ts';

export { launcherPath, type LauncherUser } from './launcher-folder.ts';

export interface LauncherSource {
  /** The folder that holds our `bin` and `dist`. */
  readonly program: string;
  readonly version: string;
  /** The executable that is to run the launcher: Node.js, or an editor that can be it. */
  readonly runtime: string;
  /** Default: the one that is installed with this program. */
  readonly keyring?: string;
}

/** Milliseconds after which nobody is at what lies around. */
const STALE = 600_000;

/**
 * Copies the launcher to the user's data folder, where it works when this program is updated or gone. A new version takes
 * the place of the old at once; the one before stays for launches that have just begun. `changed` is false when it was
 * there already. Rejects with one line.
 */
export async function installLauncher(
  source: LauncherSource,
  user: LauncherUser,
): Promise<{ readonly path: string; readonly changed: boolean }> {
  const path = launcherPath(user);
  if (/[$%{}\r\n]/.test(path)) throw new Error(`${path} holds what clients put something else for`);
  try {
    const files = await filesOf(source, user);
    const name = `${source.version}-${hashOf(files)}`;
    await makeLauncherFolder(user);
    const versions = join(launcherFolder(user), 'versions');
    const before = await versionAt(path, user);
    const put = await putVersion(join(versions, name), files);
    const changed = before !== name || put;
    if (before !== name) await switchTo(name, user);
    await removeOthers(versions, new Set([name, before ?? name]));
    return { path, changed };
  } catch (error) {
    throw lineOf(error, 'the launcher could not be installed');
  }
}

/** The path of an installed launcher; null when there is none. Rejects with one line when it is not to be trusted. */
export async function installedLauncher(user: LauncherUser): Promise<string | null> {
  const path = launcherPath(user);
  try {
    await checkLauncherFolder(user);
    const version = await versionAt(path, user);
    if (version === null) return null;
    const shim = join(launcherFolder(user), 'versions', version, 'bin', basename(path));
    return (await lstat(shim)).isFile() ? path : null;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw lineOf(error, 'the installed launcher cannot be read');
  }
}

/** Whether there was anything. Rejects with one line. */
export async function uninstallLauncher(user: LauncherUser): Promise<boolean> {
  const folder = launcherFolder(user);
  try {
    await checkLauncherFolder(user);
    await lstat(folder);
    await rm(folder, { recursive: true });
    // What else is kept there stays.
    await rmdir(dirname(folder)).catch(() => {});
    return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw lineOf(error, 'the launcher could not be removed');
  }
}

interface File {
  /** In the folder of the version. */
  readonly path: string;
  readonly content: Buffer;
  readonly mode: number;
}

async function filesOf(
  { program, runtime, keyring }: LauncherSource,
  { platform }: LauncherUser,
): Promise<readonly File[]> {
  const shim = platform === 'win32' ? 'bin/mcp-launch.cmd' : 'bin/mcp-launch';
  const library = keyring ?? keyringFile();
  const read = async (path: string, mode: number, from = join(program, path)): Promise<File> => ({
    path,
    mode,
    content: await readFile(from),
  });
  return [
    await read(shim, 0o755),
    { path: 'bin/runtime', mode: 0o644, content: Buffer.from(`${runtime}\n`) },
    await read('dist/launcher.js', 0o644),
    await read('dist/keychain-launch.js', 0o644),
    await read(`dist/${basename(library)}`, 0o644, library),
  ];
}

function hashOf(files: readonly File[]): string {
  const hash = createHash('sha256');
  for (const { path, mode, content } of files)
    hash.update(`${path}\0${mode}\0${content.length}\0`).update(content);
  return hash.digest('hex').slice(0, 16);
}

/** Whether it was not there, or not as it was made. */
async function putVersion(folder: string, files: readonly File[]): Promise<boolean> {
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

async function isWhole(folder: string, files: readonly File[]): Promise<boolean> {
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

async function writeNew(path: string, content: Buffer | string, mode: number): Promise<void> {
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

function passing(path: string): string {
  return join(dirname(path), `.passing-${randomBytes(6).toString('hex')}`);
}

/** The version that the stable path leads to; null for none, and for what we did not write. */
async function versionAt(path: string, { platform }: LauncherUser): Promise<string | null> {
  try {
    const text = platform === 'win32' ? await readFile(path, 'utf8') : await readlink(path);
    const [, version] = /versions[\\/]([\w.+-]+)[\\/]bin[\\/]mcp-launch/.exec(text) ?? [];
    return version !== undefined && text === leadTo(version, platform) ? version : null;
  } catch {
    return null;
  }
}

/** What stands at the stable path: a link, or where links need a privilege a line of cmd. */
function leadTo(version: string, platform: NodeJS.Platform): string {
  return platform === 'win32'
    ? `@"%~dp0versions\\${version}\\bin\\mcp-launch.cmd" %*\r\n`
    : `versions/${version}/bin/mcp-launch`;
}

async function switchTo(version: string, user: LauncherUser): Promise<void> {
  const path = launcherPath(user);
  const draft = passing(path);
  const lead = leadTo(version, user.platform);
  try {
    if (user.platform === 'win32') await writeNew(draft, lead, 0o755);
    else await symlink(lead, draft);
    await rename(draft, path);
  } finally {
    await rm(draft, { force: true });
  }
}

/** Somebody else may be at what is new. */
async function removeOthers(versions: string, kept: ReadonlySet<string>): Promise<void> {
  for (const name of await readdir(versions)) {
    if (kept.has(name)) continue;
    const path = join(versions, name);
    const made = (await lstat(path).catch(() => null))?.mtimeMs ?? Infinity;
    if (Date.now() - made >= STALE) await rm(path, { recursive: true, force: true });
  }
}

function lineOf(error: unknown, what: string): Error {
  const code = codeOf(error);
  if (code === undefined) return error instanceof Error ? error : new Error(what);
  const path = error instanceof Error && 'path' in error ? String(error.path) : '';
  return new Error(`${what}${path === '' ? '' : `: ${path}`} (${code})`);
}
