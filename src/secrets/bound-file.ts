import { basename, dirname, isAbsolute, relative, sep } from 'node:path';
import { readDocument, type Document } from '../core/config/document.ts';
import type { Environment } from './program.ts';
import { entriesNaming, entryNaming, type FoundEntries, type FoundEntry } from './secret-entry.ts';
import { disk, type Files, type World } from './world.ts';

export interface User {
  readonly env: Environment;
  /** Absolute. */
  readonly home: string;
  readonly platform: NodeJS.Platform;
}

const MAX_FILE = 4 * 1024 * 1024;

/** Reads a file anew and finds the one entry that names a secret. */
export async function entryInFile(file: string, id: string, files: Files): Promise<FoundEntry> {
  const document = await documentIn(file, id, files);
  return typeof document === 'string' ? { ok: false, why: document } : entryNaming(document, id);
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
  return readDocument(decode(bytes), file.replaceAll('\\', '/'));
}

/** What is known where no editor is: of the client that starts the server neither the environment nor the folder. */
export function worldWithoutEditor(
  file: string,
  user: User,
  reported: World['reported'] = null,
  files: Files = disk,
): World {
  const { env, home, platform } = user;
  const place = placeOf(file);
  // The home folder itself, and what lies above it, is nobody's workspace.
  const workspace = isAbove(place, home) ? null : place;
  return {
    platform,
    home,
    env: null,
    path: env['PATH'] ?? env['Path'] ?? '',
    workspace,
    folders: workspace === null ? [] : [workspace],
    installFolder: () => null,
    reported,
    files,
  };
}

/** The folder that holds a client's own folder such as `.cursor`, else the file's. */
function placeOf(file: string): string {
  const folder = dirname(file);
  return basename(folder).startsWith('.') ? dirname(folder) : folder;
}

function isAbove(folder: string, home: string): boolean {
  const way = relative(folder, home);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

function decode(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const little = first === 0xff && second === 0xfe;
  const big = first === 0xfe && second === 0xff;
  return new TextDecoder(little ? 'utf-16le' : big ? 'utf-16be' : 'utf-8').decode(bytes);
}
