import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { mkdir, open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Store } from './cache.ts';

const maxBytes = 16_000_000;

/**
 * Keeps a text in a file that only its owner may read. A write is whole or not at all, also when two processes write;
 * both methods reject when the disk does.
 */
export function createFileStore(path: string): Store {
  return {
    async load() {
      let file: FileHandle;
      try {
        // A pipe by this name is no text, and is not waited for.
        file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
      } catch {
        return undefined;
      }
      try {
        const stat = await file.stat();
        return stat.isFile() && stat.size <= maxBytes ? await file.readFile('utf8') : undefined;
      } finally {
        await file.close();
      }
    },
    async save(text) {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      const draft = `${path}.${randomBytes(6).toString('hex')}`;
      try {
        const file = await open(draft, 'wx', 0o600);
        try {
          await file.writeFile(text);
        } finally {
          await file.close();
        }
        await rename(draft, path);
      } catch (error) {
        await rm(draft, { force: true });
        throw error;
      }
    },
  };
}
