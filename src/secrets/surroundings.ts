import { realpath } from 'node:fs/promises';
import type { Surroundings } from '../core/config/surroundings.ts';
import { exposedAmong } from './exposed-files.ts';
import { isOpenToOthers } from './open-to-others.ts';
import { syncedBy } from './synced-folder.ts';
import { createTrackedFiles } from './tracked-file.ts';

/**
 * Finds out about the place of a file, by its absolute path, and about the files of variables that it names, as they stand
 * there; null when there is no such file. Never rejects.
 */
export type LookAround = (
  path: string,
  envFiles?: readonly string[],
) => Promise<Surroundings | null>;

/** Reads permissions, names of folders, git's index and the files that are named; starts no program and asks nobody. */
export function createLookAround(user: {
  readonly home: string;
  readonly platform: NodeJS.Platform;
  /** Whether files outside the folder of a file may be looked at because it names them. Default: no. */
  readonly isTrusted?: () => boolean;
}): LookAround {
  const { platform, isTrusted = () => false } = user;
  const files = createTrackedFiles(platform);
  const home = realpath(user.home).catch(() => user.home);
  return async (path, envFiles = []) => {
    const real = await realpath(path).catch(() => null);
    if (real === null) return null;
    const named = { home: user.home, platform, trusted: isTrusted() };
    const [readableByOthers, tracked, exposed] = await Promise.all([
      isOpenToOthers(real, platform),
      files.isTracked(real),
      exposedAmong(envFiles, path, named),
    ]);
    const found = { readableByOthers, tracked, synced: syncedBy(real, await home) };
    return exposed.length === 0 ? found : { ...found, exposed };
  };
}
