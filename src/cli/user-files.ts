import { readdirSync, statSync } from 'node:fs';
import { dialects } from '../core/config/dialects/index.ts';
import { pathsMeant, userPlaces, type Machine } from '../core/config/dialects/locations.ts';

/** What it asks of the file system. */
export interface FileSystem {
  /** Throws where there is none. */
  readonly list: (folder: string) => readonly string[];
  readonly isFile: (path: string) => boolean;
}

const disk: FileSystem = {
  list: (folder) => readdirSync(folder),
  isFile: (path) => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false,
};

/**
 * The user's own files of these clients that are there, by name: the home folder is not walked, and of the projects that
 * a file names only what stands in that file counts.
 */
export async function userFiles(
  machine: Machine,
  wants: (client: string) => boolean,
  { list, isFile }: FileSystem = disk,
): Promise<readonly string[]> {
  const rows = dialects.filter(({ id }) => wants(id));
  const found: string[] = [];
  for (const { path } of userPlaces(rows, machine)) {
    const meant = await pathsMeant(path, async (folder) => namesIn(folder, list));
    found.push(...meant.filter((one) => isThere(one, isFile)));
  }
  return [...new Set(found)];
}

function namesIn(folder: string, list: FileSystem['list']): readonly string[] {
  try {
    return list(folder);
  } catch {
    return [];
  }
}

function isThere(path: string, isFile: FileSystem['isFile']): boolean {
  try {
    return isFile(path);
  } catch {
    return false;
  }
}
