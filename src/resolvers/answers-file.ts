import { isAbsolute, join } from 'node:path';
import type { UserSide } from './source.ts';

/** Where the answers of registries are kept between runs; an absolute path in the user's own cache folder. */
export function answersFile(user: Pick<UserSide, 'env' | 'home' | 'platform'>): string {
  return join(cacheFolder(user), 'mcp-posture', 'answers.json');
}

/** Where the answers of bundles rest that were brought to this machine; an absolute path beside the other. */
export function importedFile(user: Pick<UserSide, 'env' | 'home' | 'platform'>): string {
  return join(cacheFolder(user), 'mcp-posture', 'imported.json');
}

function cacheFolder({ env, home, platform }: Parameters<typeof answersFile>[0]): string {
  const { XDG_CACHE_HOME, LOCALAPPDATA } = env;
  // The XDG rules ignore what is not absolute, and a folder of the project is no place for a cache of the user.
  if (XDG_CACHE_HOME !== undefined && isAbsolute(XDG_CACHE_HOME)) return XDG_CACHE_HOME;
  if (platform === 'darwin') return join(home, 'Library', 'Caches');
  if (platform !== 'win32') return join(home, '.cache');
  const local = LOCALAPPDATA !== undefined && isAbsolute(LOCALAPPDATA);
  return local ? LOCALAPPDATA : join(home, 'AppData', 'Local');
}
