import { existsSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, parse, resolve } from 'node:path';
import { placeOf } from './place-of.ts';

/**
 * The folders whose programs are never run: those that are looked at and the current one, each with the repository it
 * lies in. Absolute. The home folder itself and a root are nobody's workspace.
 */
export function workspacesOf(paths: readonly string[], home: string): readonly string[] {
  const own = new Set([real(home), resolve(home)]);
  const found = new Set<string>();
  for (const path of ['.', ...paths]) {
    const folder = real(isFolder(path) ? path : placeOf(path));
    found.add(folder);
    found.add(repositoryOf(folder));
  }
  return [...found].filter((folder) => folder !== parse(folder).root && !own.has(folder));
}

function repositoryOf(folder: string): string {
  for (let at = folder; at !== dirname(at); at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return at;
  }
  return folder;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return resolve(path);
  }
}
