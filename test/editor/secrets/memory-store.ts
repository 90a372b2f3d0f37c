import { setImmediate } from 'node:timers/promises';
import type { SecretStore } from '../../../src/secrets/secret-storage-vault.ts';

export interface MemoryStore extends SecretStore {
  readonly kept: Map<string, string>;
}

/** An editor's storage that forgets all at the end. */
export function memoryStore(): MemoryStore {
  const kept = new Map<string, string>();
  return {
    kept,
    async get(key) {
      await setImmediate();
      return kept.get(key);
    },
    async store(key, value) {
      await setImmediate();
      kept.set(key, value);
    },
    async delete(key) {
      await setImmediate();
      kept.delete(key);
    },
  };
}
