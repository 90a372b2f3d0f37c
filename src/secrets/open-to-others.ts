import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';

const ANY = 0o777;

/**
 * Whether other users of this machine can read a file: by its permissions and those of all folders above it. Null when
 * that cannot be told, as on Windows and on file systems that keep no permissions. An absolute path, links resolved.
 */
export async function isOpenToOthers(
  path: string,
  platform: NodeJS.Platform,
): Promise<boolean | null> {
  if (platform === 'win32') return null;
  try {
    const { mode, uid, gid } = await stat(path);
    let everybody = (mode & 0o004) !== 0;
    // A group with the number of its user is that user's own.
    let group = (mode & 0o040) !== 0 && gid !== uid;
    let keepsNone = (mode & ANY) === ANY;
    for (let folder = dirname(path); everybody || group; folder = dirname(folder)) {
      const above = await stat(folder);
      if (keepsNone && (above.mode & 0o7777) === ANY) return null;
      keepsNone = false;
      const anybody = (above.mode & 0o001) !== 0;
      everybody &&= anybody;
      group &&= above.gid === gid ? (above.mode & 0o010) !== 0 : anybody;
      if (folder === dirname(folder)) break;
    }
    return everybody || group;
  } catch {
    return null;
  }
}
