import { lstat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { ExposedFile } from '../core/config/surroundings.ts';
import { findCredentials } from '../core/rules/credentials/find.ts';
import { isBelow } from './below.ts';
import { variablesIn } from './env-file.ts';
import { expand, textOf, withHome } from './expand.ts';
import { isOpenToOthers } from './open-to-others.ts';
import { worldWithoutEditor } from './world-without-editor.ts';
import { disk } from './world.ts';

/** A file of variables has a few lines. Bytes. */
const MAX_FILE = 1024 * 1024;
/** More than a configuration names. */
const MOST = 50;

/**
 * Of the files of variables that a configuration names those that hold a credential and that others can read. Only files
 * of its own folder are looked at, and where its folder is trusted those of the home folder; no links. `file`: absolute.
 */
export async function exposedAmong(
  names: readonly string[],
  file: string,
  user: { readonly home: string; readonly platform: NodeJS.Platform; readonly trusted: boolean },
): Promise<readonly ExposedFile[]> {
  const world = worldWithoutEditor(file, { ...user, env: {} });
  const allowed = [world.workspace, user.trusted ? user.home : null];
  const real = await Promise.all(
    allowed.filter((folder) => folder !== null).map((folder) => disk.real(folder)),
  );
  const folders = real.filter((folder) => folder !== null);
  const exposed: ExposedFile[] = [];
  for (const name of names.slice(0, MOST)) {
    const text = textOf(expand(name, world));
    if (text === null || text === '' || text.includes('\0')) continue;
    const path = resolve(world.workspace ?? dirname(file), withHome(text, world));
    const found = await plainFile(path, folders);
    if (found === null || (await isOpenToOthers(found, user.platform)) !== true) continue;
    if (await holdsCredential(found)) exposed.push({ name, path: found });
  }
  return exposed;
}

/** With the links of its folders resolved; null where it is a link itself, no file, or nobody's to look at. */
async function plainFile(path: string, folders: readonly string[]): Promise<string | null> {
  const folder = await disk.real(dirname(path));
  const real = folder === null ? null : resolve(folder, path.slice(dirname(path).length + 1));
  if (real === null || !folders.some((one) => isBelow(real, one))) return null;
  try {
    return (await lstat(real)).isFile() ? real : null;
  } catch {
    return null;
  }
}

async function holdsCredential(path: string): Promise<boolean> {
  const content = await disk.read(path, MAX_FILE);
  if (content === null) return false;
  for (const [name, value] of variablesIn(new TextDecoder().decode(content)))
    if (findCredentials(value, { name, place: 'env' }).some(({ kind }) => kind === 'secret'))
      return true;
  return false;
}
