import { chmod, lstat, mkdir, realpath, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import { codeOf } from './error-code.ts';
import type { Environment } from './program.ts';

/** For whom the launcher is installed. */
export interface LauncherUser {
  readonly env: Environment;
  /** Absolute. */
  readonly home: string;
  readonly platform: NodeJS.Platform;
  /** Nobody asks for it on Windows. */
  readonly uid: number;
}

/** Where the launcher is installed: the user's data folder. */
export function launcherFolder(user: Omit<LauncherUser, 'uid'>): string {
  return join(dataFolder(user), 'mcp-posture', 'launcher');
}

/** What configurations name as their command: the same whatever version is installed. */
export function launcherPath(user: Omit<LauncherUser, 'uid'>): string {
  const name = user.platform === 'win32' ? 'mcp-launch.cmd' : 'mcp-launch';
  return join(launcherFolder(user), name);
}

function dataFolder({ env, home, platform }: Omit<LauncherUser, 'uid'>): string {
  if (platform === 'win32') return env['LOCALAPPDATA'] ?? join(home, 'AppData/Local');
  if (platform === 'darwin') return join(home, 'Library/Application Support');
  const data = env['XDG_DATA_HOME'] ?? '';
  return isAbsolute(data) ? data : join(home, '.local/share');
}

/** Makes the folder and those above it that are missing, open to be read. Rejects as `checkLauncherFolder` does. */
export async function makeLauncherFolder(user: LauncherUser): Promise<void> {
  const data = dataFolder(user);
  await mkdir(data, { recursive: true, mode: 0o700 });
  await checkAbove(data, user);
  for (const folder of ownFolders(user)) await makeOwnFolder(folder, user);
}

/** Rejects with one line when somebody else could put something in its place. Nothing there is no fault. */
export async function checkLauncherFolder(user: LauncherUser): Promise<void> {
  const folders = ownFolders(user);
  for (const folder of folders) {
    const fault = await faultOf(folder, user);
    if (fault === 'missing') return;
    if (fault !== null) throw new Error(fault);
  }
  await checkAbove(dataFolder(user), user);
}

function ownFolders(user: LauncherUser): readonly string[] {
  const folder = launcherFolder(user);
  return [dirname(folder), folder, join(folder, 'versions')];
}

async function makeOwnFolder(folder: string, user: LauncherUser): Promise<void> {
  try {
    await mkdir(folder);
    // Whatever the umask says.
    await chmod(folder, 0o755);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  }
  const fault = await faultOf(folder, user);
  if (fault !== null) throw new Error(fault === 'missing' ? `${folder} is gone` : fault);
}

async function faultOf(folder: string, { uid, platform }: LauncherUser): Promise<string | null> {
  const found = await lstat(folder).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  });
  if (found === null) return 'missing';
  if (found.isSymbolicLink()) return `${folder} is a link`;
  if (!found.isDirectory()) return `${folder} is not a folder`;
  // A profile's folders are closed to others by Windows itself; Node does not read who may.
  if (platform === 'win32') return null;
  if (found.uid !== uid) return `${folder} belongs to another user`;
  return (found.mode & 0o022) === 0 ? null : `${folder} can be written by other users`;
}

/** Of what lies above, links are the user's or the system's own. A group may be that of the user alone. */
async function checkAbove(data: string, { uid, platform }: LauncherUser): Promise<void> {
  if (platform === 'win32') return;
  let folder = await realpath(data);
  for (let last = ''; folder !== last; last = folder, folder = dirname(folder)) {
    const found = await stat(folder);
    if (found.uid !== uid && found.uid !== 0) throw new Error(`${folder} belongs to another user`);
    const isSticky = (found.mode & 0o1000) !== 0;
    if ((found.mode & 0o002) !== 0 && !isSticky)
      throw new Error(`${folder} can be written by other users`);
  }
}
