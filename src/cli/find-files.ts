import { type Dirent, readdirSync, realpathSync, statSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { dialectOf } from '../core/config/dialects/index.ts';
import type { Unreadable } from '../output/scanned.ts';
import { slashes, unreadable } from './read-file.ts';

export interface Candidate {
  /** As it is shown: the argument, or the argument and the way below it. */
  readonly path: string;
  /** Given by name, so it is tried whatever it is called. */
  readonly named: boolean;
}

const skippedFolders: ReadonlySet<string> = new Set(['node_modules', '.git']);

/**
 * The files to look at, each once, in the order of the arguments, folders by name; and what could not be entered. `own`:
 * files that are there and that nobody named.
 */
export function findFiles(
  paths: readonly string[],
  own: readonly string[] = [],
): {
  readonly files: readonly Candidate[];
  readonly unreadable: readonly Unreadable[];
} {
  const files = new Map<string, Candidate>();
  const failed: Unreadable[] = [];
  for (const path of paths) {
    try {
      if (statSync(path).isDirectory()) walk(path, files, failed);
      else files.set(realpathSync(path), { path, named: true });
    } catch (error) {
      failed.push(unreadable(path, error));
    }
  }
  for (const path of own) {
    const real = realOf(path);
    if (!files.has(real)) files.set(real, { path, named: false });
  }
  return { files: [...files.values()], unreadable: failed };
}

function realOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/**
 * A file is known by its own name rather than by a link's. Links to folders are not entered: what lies in this folder is
 * met at its own place, and the rest is not ours.
 */
function walk(folder: string, files: Map<string, Candidate>, failed: Unreadable[]): void {
  const root = realpathSync(folder);
  const waiting = [folder];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const here = next;
    const folders: string[] = [];
    for (const entry of entriesOf(here, failed)) {
      const path = join(here, entry.name);
      if (entry.isDirectory()) {
        if (!skippedFolders.has(entry.name)) folders.push(path);
      } else if (dialectOf(slashes(resolve(path))) !== null) {
        const real = realFile(path, entry, root, failed);
        if (real !== null && (!files.has(real) || (entry.isFile() && !isNamed(files, real)))) {
          files.set(real, { path, named: false });
        }
      }
    }
    waiting.push(...folders.toReversed());
  }
}

function isNamed(files: ReadonlyMap<string, Candidate>, real: string): boolean {
  return files.get(real)?.named === true;
}

function entriesOf(folder: string, failed: Unreadable[]): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    failed.push(unreadable(folder, error));
    return [];
  }
}

/** Null for what is no file, and for a link that leads out of the folder or nowhere. */
function realFile(path: string, entry: Dirent, root: string, failed: Unreadable[]): string | null {
  try {
    if (entry.isFile()) return realpathSync(path);
    if (!entry.isSymbolicLink()) return null;
    const real = realpathSync(path);
    const inside = real.startsWith(root.endsWith(sep) ? root : root + sep);
    return inside && statSync(real).isFile() ? real : null;
  } catch (error) {
    if (entry.isFile()) failed.push(unreadable(path, error));
    return null;
  }
}
