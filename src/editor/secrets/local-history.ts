import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** More than anybody has edited; a file of ours is far smaller. */
const MOST_FOLDERS = 20_000;
const MOST_COPIES = 1000;
const LARGEST = 4 * 1024 * 1024;

/**
 * VS Code's Local History copies of a file that hold one of these values, as absolute paths. `folders`: those where it
 * keeps its history; `path`: of the file's address. Never rejects.
 */
export async function copiesHolding(
  folders: readonly string[],
  path: string,
  values: readonly string[],
): Promise<readonly string[]> {
  const needles = values.flatMap(writings);
  const found: string[] = [];
  for (const folder of folders) {
    for (const place of await placesOf(folder, path)) {
      for (const name of (await namesIn(place)).slice(0, MOST_COPIES)) {
        const file = join(place, name);
        if (name !== ENTRIES && (await holdsAny(file, needles))) found.push(file);
      }
    }
  }
  return found;
}

/** How many of them are gone then. Its list of copies takes no note: VS Code looks which are there. */
export async function removeCopies(files: readonly string[]): Promise<number> {
  let removed = 0;
  for (const file of files)
    await rm(file).then(
      () => (removed += 1),
      () => {},
    );
  return removed;
}

/** Below the folder of an extension's own files, `…/User/globalStorage/<extension>`; with profiles, two more above. */
export function historyFolders(globalStorage: string): readonly string[] {
  const user = join(globalStorage, '../..');
  const profile = /[\\/]profiles[\\/][^\\/]+$/.test(user) ? [join(user, '../..')] : [];
  return [user, ...profile].map((folder) => join(folder, 'History'));
}

const ENTRIES = 'entries.json';

async function placesOf(folder: string, path: string): Promise<readonly string[]> {
  const places: string[] = [];
  for (const name of (await namesIn(folder)).slice(0, MOST_FOLDERS)) {
    const place = join(folder, name);
    const text = await readFile(join(place, ENTRIES), 'utf8').catch(() => '');
    if (isOf(text, path)) places.push(place);
  }
  return places;
}

function isOf(text: string, path: string): boolean {
  try {
    const read: unknown = JSON.parse(text);
    if (typeof read !== 'object' || read === null || !('resource' in read)) return false;
    // Of a window on another machine it is an address of that machine.
    return decodeURIComponent(new URL(String(read.resource)).pathname) === path;
  } catch {
    return false;
  }
}

/** As a text file may hold it, within a string of JSON or not, in UTF-8 or UTF-16. */
function writings(value: string): readonly Buffer[] {
  if (value === '') return [];
  const texts = new Set([value, JSON.stringify(value).slice(1, -1)]);
  return [...texts].flatMap((text) => {
    const little = Buffer.from(text, 'utf16le');
    return [Buffer.from(text), little, Buffer.from(little).swap16()];
  });
}

async function holdsAny(file: string, needles: readonly Buffer[]): Promise<boolean> {
  try {
    const found = await stat(file);
    if (!found.isFile() || found.size > LARGEST) return false;
    const content = await readFile(file);
    return needles.some((needle) => content.includes(needle));
  } catch {
    return false;
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch(() => []);
}
