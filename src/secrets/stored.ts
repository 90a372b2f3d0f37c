import { jsonOf, record, type Fields } from './json.ts';
import { isSecretId } from './protocol.ts';
import type { Binding, SecretInfo, StoredSecret } from './vault.ts';

/** A secret as one JSON text. */
export function writeStored(secret: StoredSecret): string {
  const { value, binding, ...info } = secret;
  return JSON.stringify({ value, info: infoOf(info), binding });
}

/** Undefined for anything that `writeStored` did not write for this id. */
export function readStored(id: string, text: string): StoredSecret | undefined {
  const read = record(jsonOf(text));
  const value = read?.get('value');
  if (read === undefined || typeof value !== 'string') return undefined;
  const info = infoFrom(record(read.get('info')), read.get('binding'));
  return info?.id === id ? { ...info, value } : undefined;
}

/** What may be shown of a secret, from what JSON.parse gives; undefined when it is no such thing. */
export function readInfo(value: unknown): SecretInfo | undefined {
  const read = record(value);
  return infoFrom(read, read?.get('binding'));
}

function infoFrom(read: Fields | undefined, binding: unknown): SecretInfo | undefined {
  const id = read?.get('id');
  if (read === undefined || typeof id !== 'string' || !isSecretId(id)) return undefined;
  return {
    id,
    server: textOf(read.get('server')) ?? '',
    what: textOf(read.get('what')) ?? '',
    file: textOf(read.get('file')) ?? '',
    binding: bindingFrom(binding),
    storedAt: timeOf(read.get('storedAt')) ?? 0,
    lastUsedAt: timeOf(read.get('lastUsedAt')),
  };
}

/** Without its binding. */
export function infoOf(info: Omit<SecretInfo, 'binding'>): Omit<SecretInfo, 'binding'> {
  const { id, server, what, file, storedAt, lastUsedAt } = info;
  return { id, server, what, file, storedAt, lastUsedAt };
}

/** Null for what is no binding: nothing is bound by half of one. */
export function bindingFrom(value: unknown): Binding | null {
  const read = record(value);
  const entry = textOf(read?.get('entry'));
  if (read === undefined || entry === null) return null;
  return {
    entry,
    text: textOf(read.get('text')),
    envFile: textOf(read.get('envFile')),
    program: textOf(read.get('program')),
    script: textOf(read.get('script')),
    cwd: textOf(read.get('cwd')),
    client: textOf(read.get('client')),
    steering: hashesFrom(read.get('steering')),
  };
}

function hashesFrom(value: unknown): Binding['steering'] {
  const read = record(value);
  if (read === undefined) return null;
  const hashes = [...read].flatMap(([path, hash]) =>
    typeof hash === 'string' ? [[path, hash] as const] : [],
  );
  return Object.fromEntries(hashes);
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function timeOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
