import { realpath } from 'node:fs/promises';
import type { Surroundings } from '../core/config/surroundings.ts';
import { isOpenToOthers } from './open-to-others.ts';
import { syncedBy } from './synced-folder.ts';
import { createTrackedFiles } from './tracked-file.ts';

/** Finds out about the place of a file, by its absolute path; null when there is no such file. Never rejects. */
export type LookAround = (path: string) => Promise<Surroundings | null>;

/** Reads permissions, names of folders and git's index; starts no program and asks nobody. */
export function createLookAround(user: {
  readonly home: string;
  readonly platform: NodeJS.Platform;
}): LookAround {
  const { platform } = user;
  const files = createTrackedFiles(platform);
  const home = realpath(user.home).catch(() => user.home);
  return async (path) => {
    const real = await realpath(path).catch(() => null);
    if (real === null) return null;
    const [readableByOthers, tracked] = await Promise.all([
      isOpenToOthers(real, platform),
      files.isTracked(real),
    ]);
    return { readableByOthers, tracked, synced: syncedBy(real, await home) };
  };
}
