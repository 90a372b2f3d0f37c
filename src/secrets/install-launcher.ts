import { lstat, readFile, readlink, rename, rm, rmdir, symlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { codeOf } from './error-code.ts';
import { keyringFile } from './keyring-module.ts';
import {
  hashOf,
  passing,
  putVersion,
  removeOthers,
  writeNew,
  type LauncherFile,
} from './launcher-files.ts';
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

async function filesOf(
  { program, runtime, keyring }: LauncherSource,
  { platform }: LauncherUser,
): Promise<readonly LauncherFile[]> {
  const shim = platform === 'win32' ? 'bin/mcp-launch.cmd' : 'bin/mcp-launch';
  const library = keyring ?? keyringFile();
  const read = async (
    path: string,
    mode: number,
    from = join(program, path),
  ): Promise<LauncherFile> => ({
    path,
    mode,
    content: await readFile(from),
  });
  return [
    await read(shim, 0o755),
    { path: 'bin/runtime', mode: 0o644, content: Buffer.from(`${runtime}\n`) },
    await read('dist/launcher.js', 0o644),
    await read('dist/keychain-launch.js', 0o644),
    await read('dist/all-formats.js', 0o644),
    await read(`dist/${basename(library)}`, 0o644, library),
  ];
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

function lineOf(error: unknown, what: string): Error {
  const code = codeOf(error);
  if (code === undefined) return error instanceof Error ? error : new Error(what);
  const path = error instanceof Error && 'path' in error ? String(error.path) : '';
  return new Error(`${what}${path === '' ? '' : `: ${path}`} (${code})`);
}
