import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';

/** `none`: there is no such file; `odd`: a folder, a pipe; `unread`: it is too large, or may not be read. */
export type SettingsFile =
  | { readonly state: 'read'; readonly text: string }
  | { readonly state: 'none' | 'odd' | 'unread' };

/** A settings file of another tool. Never rejects, and waits for no pipe. */
export async function readSettingsFile(path: string, maxBytes: number): Promise<SettingsFile> {
  let file: FileHandle | undefined;
  try {
    file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const found = await file.stat();
    if (!found.isFile()) return { state: 'odd' };
    // It may grow between the two looks at it.
    const bytes = Buffer.alloc(Math.min(found.size, maxBytes) + 1);
    const { bytesRead } = await file.read(bytes, 0, bytes.length, 0);
    if (found.size > maxBytes || bytesRead > maxBytes) return { state: 'unread' };
    return { state: 'read', text: bytes.toString('utf8', 0, bytesRead) };
  } catch (error) {
    return { state: isMissing(error) ? 'none' : 'unread' };
  } finally {
    await file?.close();
  }
}

/** Whether an error of the file system says that there is no such thing. */
export function isMissing(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  return code === 'ENOENT' || code === 'ENOTDIR';
}

/** For formats that know no byte order mark; npm's own reader takes it for a part of the first line. */
export function withoutMark(text: string): string {
  return text.replace(/^\uFEFF/, '');
}
