import { inTurn } from './in-turn.ts';
import type { Keychain } from './keychain.ts';
import { readLong, removeLong, writeLong } from './keychain-parts.ts';
import { jsonOf, record } from './json.ts';
import { readStored, writeStored } from './stored.ts';
import { checkedId, problemOf, type StoredSecret, type Vault } from './vault.ts';
import type { Reported } from './world.ts';

export interface KeychainVault extends Vault {
  /** What the launcher had found at the launch that was refused last, for a person to approve. */
  refused(id: string): Promise<Reported | null>;
  /** Null when nothing is to be approved any more. */
  setRefused(id: string, reported: Reported | null): Promise<void>;
}

/** Secrets in the keychain of the operating system, one item each: JSON with the value and what is known of it. */
export function keychainVault(keychain: Keychain, platform: NodeJS.Platform): KeychainVault {
  const turn = inTurn();

  async function secretOf(id: string): Promise<StoredSecret | undefined> {
    const text = await readLong(keychain, checkedId(id));
    if (text === null) return undefined;
    const stored = readStored(id, text);
    if (stored === undefined)
      throw new Error(`what the keychain holds for ${id} was not written by this program`);
    return stored;
  }

  return {
    get: (id) => turn(() => secretOf(id)),

    set: (secret) =>
      turn(async () => {
        const problem = problemOf(secret);
        if (problem !== null) throw new Error(problem);
        await writeLong(keychain, secret.id, writeStored(secret), platform);
      }),

    delete: (id) =>
      turn(async () => {
        const had = await removeLong(keychain, checkedId(id), platform);
        await removeLong(keychain, refusedOf(id), platform);
        return had;
      }),

    list: () =>
      turn(async () => {
        const all = await keychain.findCredentials();
        const texts = new Map(all.map(({ account, password }) => [account, password]));
        const port = { ...keychain, getPassword: async (name: string) => texts.get(name) ?? null };
        const infos = [];
        for (const account of texts.keys()) {
          if (account.includes('#')) continue;
          const stored = readStored(account, (await readLong(port, account)) ?? '');
          if (stored === undefined) continue;
          const { id, server, what, file, binding, storedAt, lastUsedAt } = stored;
          infos.push({ id, server, what, file, binding, storedAt, lastUsedAt });
        }
        return infos.sort((a, b) => (a.id < b.id ? -1 : 1));
      }),

    refused: (id) =>
      turn(async () => {
        const text = await readLong(keychain, refusedOf(checkedId(id)));
        const read = text === null ? undefined : record(jsonOf(text));
        const program = read?.get('program');
        const cwd = read?.get('cwd');
        if (typeof cwd !== 'string') return null;
        const client = read?.get('client');
        return {
          program: typeof program === 'string' ? program : null,
          cwd,
          client: typeof client === 'string' ? client : null,
        };
      }),

    setRefused: (id, reported) =>
      turn(async () => {
        const account = refusedOf(checkedId(id));
        if (reported === null) await removeLong(keychain, account, platform);
        else await writeLong(keychain, account, JSON.stringify(reported), platform);
      }),
  };
}

/** No id holds `#`. */
function refusedOf(id: string): string {
  return `${id}#refused`;
}
