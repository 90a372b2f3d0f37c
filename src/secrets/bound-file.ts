import { isAbsolute } from 'node:path';
import { readDocument, type Document } from '../core/config/document.ts';
import { formatsFor } from '../core/config/formats-for.ts';
import { entriesNaming, entryNaming, type FoundEntries, type FoundEntry } from './secret-entry.ts';
import type { Files } from './world.ts';

export { worldWithoutEditor, type User } from './world-without-editor.ts';

const MAX_FILE = 4 * 1024 * 1024;

/** Reads a file anew and finds the one entry that names a secret. */
export async function entryInFile(file: string, id: string, files: Files): Promise<FoundEntry> {
  const document = await documentIn(file, id, files);
  if (typeof document !== 'string') return entryNaming(document, id);
  return { ok: false, why: document, isUnread: true };
}

/** Reads a file anew and finds every entry that names a secret. */
export async function entriesInFile(file: string, id: string, files: Files): Promise<FoundEntries> {
  const document = await documentIn(file, id, files);
  return typeof document === 'string' ? { ok: false, why: document } : entriesNaming(document, id);
}

async function documentIn(file: string, id: string, files: Files): Promise<Document | string> {
  if (!isAbsolute(file)) return `${id} is stored for no file`;
  const bytes = await files.read(file, MAX_FILE);
  if (bytes === null) return `${file} cannot be read`;
  const path = file.replaceAll('\\', '/');
  const formats = await formatsFor(path).catch(() => null);
  if (formats === null) return `${file} cannot be read: a part of this program is missing`;
  return readDocument(decode(bytes), path, { formats });
}

function decode(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const little = first === 0xff && second === 0xfe;
  const big = first === 0xfe && second === 0xff;
  return new TextDecoder(little ? 'utf-16le' : big ? 'utf-16be' : 'utf-8').decode(bytes);
}
