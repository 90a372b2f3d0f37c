import { readFile, stat } from 'node:fs/promises';

/** The text of a settings file; null: there is none; false: it cannot be read, and may say what we do not know. */
export type ReadSettings = (path: string) => Promise<string | null | false>;

/** What a settings file may have; a larger one is not read. */
const maxBytes = 1024 * 1024;

/** Never rejects, and never waits for a pipe. */
export const readSettings: ReadSettings = async (path) => {
  try {
    const found = await stat(path);
    if (!found.isFile() || found.size > maxBytes) return false;
    return (await readFile(path, 'utf8')).replace(/^\uFEFF/, '');
  } catch (error) {
    return isMissing(error) ? null : false;
  }
};

function isMissing(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    (error.code === 'ENOENT' || error.code === 'ENOTDIR')
  );
}
