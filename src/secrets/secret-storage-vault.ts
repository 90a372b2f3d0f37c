import { inTurn } from './in-turn.ts';
import { jsonOf } from './json.ts';
import { infoOf, readInfo, readStored, writeStored } from './stored.ts';
import { checkedId, problemOf, type SecretInfo, type StoredSecret, type Vault } from './vault.ts';

/** An editor's encrypted storage, in the verbs of VS Code's SecretStorage. */
export interface SecretStore {
  get(key: string): PromiseLike<string | undefined>;
  store(key: string, value: string): PromiseLike<void>;
  delete(key: string): PromiseLike<void>;
}

export interface SecretStorageVault extends Vault {
  /** Notes the time of a launch, in milliseconds since 1970; no value is written. Does nothing for an unknown id. */
  used(id: string, at: number): Promise<void>;
}

const INDEX = 'mcp-posture.index';
const ATTEMPTS = 5;

type Index = Map<string, SecretInfo>;

/**
 * Secrets in an editor's encrypted storage, which cannot be listed: one key holds the list of them. A value that the
 * list lacks comes back to it when it is asked for.
 */
export function secretStorageVault(store: SecretStore): SecretStorageVault {
  const turn = inTurn();

  async function readIndex(): Promise<Index> {
    const read = jsonOf((await store.get(INDEX)) ?? '[]');
    const infos = Array.isArray(read)
      ? read.map(readInfo).filter((info) => info !== undefined)
      : [];
    return new Map(infos.map((info) => [info.id, info]));
  }

  /** Other windows write the same list, and the storage knows no lock: what was written is read again. */
  async function changeIndex(change: (index: Index) => boolean): Promise<void> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const index = await readIndex();
      if (!change(index)) return;
      const list = [...index.values()].map((info) => ({ ...infoOf(info), binding: info.binding }));
      await store.store(INDEX, JSON.stringify(list));
    }
    // The last change was written and not yet seen again.
    if (change(await readIndex()))
      throw new Error('the list of secrets could not be written: other windows write it too');
  }

  function put(info: SecretInfo): (index: Index) => boolean {
    return (index) => {
      if (JSON.stringify(index.get(info.id)) === JSON.stringify(info)) return false;
      index.set(info.id, info);
      return true;
    };
  }

  return {
    get: (id) =>
      turn(async () => {
        const text = await store.get(keyOf(id));
        if (text === undefined) return undefined;
        const read = readStored(id, text);
        if (read === undefined) throw new Error(`what is stored for ${id} cannot be read`);
        const listed = (await readIndex()).get(id);
        if (listed === undefined) await changeIndex(put(shownOf(read)));
        return { ...read, lastUsedAt: listed?.lastUsedAt ?? read.lastUsedAt };
      }),

    set: (secret) =>
      turn(async () => {
        const problem = problemOf(secret);
        if (problem !== null) throw new Error(problem);
        await store.store(keyOf(secret.id), writeStored(secret));
        await changeIndex(put(shownOf(secret)));
      }),

    delete: (id) =>
      turn(async () => {
        const key = keyOf(id);
        const had = (await store.get(key)) !== undefined;
        await store.delete(key);
        let listed = false;
        await changeIndex((index) => {
          const removed = index.delete(id);
          listed ||= removed;
          return removed;
        });
        return had || listed;
      }),

    list: () =>
      turn(async () => [...(await readIndex()).values()].sort((a, b) => (a.id < b.id ? -1 : 1))),

    used: (id, at) =>
      turn(() =>
        changeIndex((index) => {
          const info = index.get(id);
          if (info === undefined || (info.lastUsedAt ?? 0) >= at) return false;
          index.set(id, { ...info, lastUsedAt: at });
          return true;
        }),
      ),
  };
}

function keyOf(id: string): string {
  return `mcp-posture.secret.${checkedId(id)}`;
}

function shownOf({
  id,
  server,
  what,
  file,
  binding,
  storedAt,
  lastUsedAt,
}: StoredSecret): SecretInfo {
  return { id, server, what, file, binding, storedAt, lastUsedAt };
}
