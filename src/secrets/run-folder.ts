import { statSync, type Stats } from 'node:fs';
import { lstat, mkdir } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { codeInBrackets, codeOf } from './error-code.ts';

export interface RunFolderPlace {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Of this user; nobody asks for it on Windows. */
  readonly uid: number;
  readonly platform: NodeJS.Platform;
  /** As `os.tmpdir()` has it. */
  readonly tmpdir: string;
}

export type RunFolder = { readonly path: string } | { readonly why: string };

/** The system's limit for a socket's path is 104 bytes where it is shortest. */
const maxPath = 100;
const longestName = '/4194304.sock';

/**
 * The folder in which editors and launchers of one user meet; `bin/mcp-launch` says the same in its own words. That
 * nobody else can enter it is all that tells who asks: Node knows no peer credentials.
 */
export function runFolder({ env, uid, platform, tmpdir }: RunFolderPlace): RunFolder {
  if (platform === 'win32') {
    const local = env['LOCALAPPDATA'];
    if (local === undefined || local === '') return { why: 'LOCALAPPDATA is not set' };
    return { path: `${local}\\mcp-posture` };
  }
  const runtime = env['XDG_RUNTIME_DIR'] ?? '';
  // Of `su` and `sudo -E` it remains, and is another user's.
  const path =
    isAbsolute(runtime) && isFolderOf(runtime, uid)
      ? join(runtime, 'mcp-posture')
      : join(tmpdir, `mcp-posture-${uid}`);
  if (!isAbsolute(path)) return { why: `${path} is not an absolute path` };
  if (Buffer.byteLength(path + longestName) > maxPath)
    return { why: `${path} is too long for a socket; set XDG_RUNTIME_DIR to a shorter folder` };
  return { path };
}

/** Makes the folder where it is missing. The reason why it cannot be used, or undefined. */
export async function makeRunFolder(path: string, place: Owner): Promise<string | undefined> {
  try {
    await mkdir(path, { mode: 0o700, recursive: place.platform === 'win32' });
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') return `${path} cannot be made${codeInBrackets(error)}`;
  }
  return checkRunFolder(path, place);
}

/** The reason why the folder cannot be trusted, or undefined. `missing` alone may pass with time. */
export async function checkRunFolder(path: string, place: Owner): Promise<string | undefined> {
  try {
    return fault(path, await lstat(path), place);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return missing;
    return `${path} cannot be read${codeInBrackets(error)}`;
  }
}

/** What `checkRunFolder` says of a folder that is not there. */
export const missing = 'missing';

export type Owner = Pick<RunFolderPlace, 'uid' | 'platform'>;

function fault(path: string, stats: Stats, { uid, platform }: Owner): string | undefined {
  if (stats.isSymbolicLink()) return `${path} is a link`;
  if (!stats.isDirectory()) return `${path} is not a folder`;
  // A profile's folders are closed to others by Windows itself; Node does not read who may.
  if (platform === 'win32') return undefined;
  if (stats.uid !== uid) return `${path} belongs to another user`;
  if ((stats.mode & 0o777) !== 0o700) return `${path} is open to other users; remove it`;
  return undefined;
}

function isFolderOf(path: string, uid: number): boolean {
  try {
    const stats = statSync(path);
    return stats.isDirectory() && stats.uid === uid;
  } catch {
    return false;
  }
}
