import { readSettingsFile, withoutMark } from './settings-file.ts';

/** The text of a settings file; null: there is none; false: it cannot be read, and may say what we do not know. */
export type ReadSettings = (path: string) => Promise<string | null | false>;

/** What a settings file may have; a larger one is not read. */
const maxBytes = 1024 * 1024;

/** Never rejects, and never waits for a pipe. */
export const readSettings: ReadSettings = async (path) => {
  const file = await readSettingsFile(path, maxBytes);
  if (file.state === 'read') return withoutMark(file.text);
  return file.state === 'none' ? null : false;
};
