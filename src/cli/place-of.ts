import { basename, dirname, resolve } from 'node:path';

/**
 * The folder a configuration belongs to: the one that holds its `.vscode`, `.cursor` or other folder of a client, else
 * its own. Absolute.
 */
export function placeOf(path: string): string {
  const folder = dirname(resolve(path));
  return basename(folder).startsWith('.') ? dirname(folder) : folder;
}
