import { readDocument } from '../core/config/document.ts';
import { formatsFor } from '../core/config/formats-for.ts';
import { idsOf } from './secret-entry.ts';
import type { SecretInfo, Vault } from './vault.ts';

export interface NamedId {
  readonly id: string;
  readonly server: string;
  /** As given. */
  readonly file: string;
}

export interface Diagnosis {
  /** A server names it and the vault has no value. */
  readonly withoutValue: readonly NamedId[];
  /** The vault lists it, and its value is gone. */
  readonly lost: readonly SecretInfo[];
  /** The vault has it, and none of these files names it. */
  readonly unused: readonly SecretInfo[];
  /** It has a value that no launch may have yet. */
  readonly unbound: readonly SecretInfo[];
}

/** The secret ids that the servers of a text hand to the launcher. */
export async function idsInText(text: string, path: string): Promise<readonly NamedId[]> {
  const formats = await formatsFor(path);
  return readDocument(text, path, { formats }).servers.flatMap((server) =>
    idsOf(server).map((id) => ({ id, server: server.name, file: path })),
  );
}

/** What does not fit between files and vault. Reads every value, and shows none. */
export async function diagnose(vault: Vault, named: readonly NamedId[]): Promise<Diagnosis> {
  const infos = await vault.list();
  const known = new Map(infos.map((info) => [info.id, info]));
  const lost: SecretInfo[] = [];
  for (const info of infos) if ((await vault.get(info.id)) === undefined) lost.push(info);
  const withoutValue: NamedId[] = [];
  for (const use of named)
    // A list may lack what the vault has.
    if (!known.has(use.id) && (await vault.get(use.id)) === undefined) withoutValue.push(use);
    else if (lost.some(({ id }) => id === use.id)) withoutValue.push(use);
  const used = new Set(named.map(({ id }) => id));
  return {
    withoutValue,
    lost,
    unused: infos.filter(({ id }) => !used.has(id)),
    unbound: infos.filter((info) => info.binding === null && !lost.includes(info)),
  };
}
