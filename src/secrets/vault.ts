import { isSecretId } from './protocol.ts';

/** Where secrets rest. Every method rejects with one line that holds nothing of a value. */
export interface Vault {
  /** Undefined when there is none of that id, or its value is gone. */
  get(id: string): Promise<StoredSecret | undefined>;
  /** Puts a secret in the place of the one with its id, whole or not at all. */
  set(secret: StoredSecret): Promise<void>;
  /** Whether there was one. */
  delete(id: string): Promise<boolean>;
  /** By id. An id may be here whose value is gone: `get` tells. */
  list(): Promise<readonly SecretInfo[]>;
}

export interface StoredSecret extends SecretInfo {
  readonly value: string;
}

/** What may be shown of a secret. */
export interface SecretInfo {
  readonly id: string;
  readonly server: string;
  /** The variable or the argument that it is for, in words for people. */
  readonly what: string;
  /** The file that uses it: an absolute path or a URI; the empty string when that is not known. */
  readonly file: string;
  /** Null as long as nobody has said which launch may have it. */
  readonly binding: Binding | null;
  /** Milliseconds since 1970. */
  readonly storedAt: number;
  /** Milliseconds since 1970. */
  readonly lastUsedAt: number | null;
}

/** The launch that a secret was stored for. Hashes are SHA-256 in hex. */
export interface Binding {
  /** Of the entry, as `entryHash` gives it. */
  readonly entry: string;
  /** The entry as it was then, credentials in it replaced by hashes: for people to see what changed. */
  readonly text: string | null;
  /** Of the content; null without one. */
  readonly envFile: string | null;
  /** The absolute path that the command resolves to, links resolved; null when it resolves to nothing. */
  readonly program: string | null;
  /** Of the scripts inside the workspace that the line names; null without one. */
  readonly script: string | null;
  /** Absolute, links resolved; null where the client chooses it. */
  readonly cwd: string | null;
  /**
   * Where no editor tells the client's environment: the variables in it that load code, and what gaps of the line were
   * filled with, by shortened hashes; what begins with `?` may be missing. Null where an editor tells.
   */
  readonly client: string | null;
  /** Of the files of the workspace that steer the launch unnamed, by their path; null where nobody had looked yet. */
  readonly steering: Readonly<Record<string, string>> | null;
}

/** Bytes of a value in UTF-8. */
const maxValue = 64 * 1024;
const maxText = 4096;

/** Why a secret cannot be kept, in one line; null when it can. */
export function problemOf(secret: StoredSecret): string | null {
  const { id, value, server, what, file } = secret;
  if (!isSecretId(id)) return badId;
  if (Buffer.byteLength(value) > maxValue) return `the value of ${id} is longer than 64 KB`;
  // Neither can be handed on unchanged: an environment ends a value at NUL and is written in UTF-8.
  if (value.includes('\0')) return `the value of ${id} holds a NUL character`;
  if (!value.isWellFormed()) return `the value of ${id} is not valid Unicode`;
  if ([server, what, file].some((text) => text.length > maxText))
    return `what is said of ${id} is longer than ${maxText} characters`;
  return null;
}

export const badId = 'a secret id is 1 to 120 of the characters A-Z a-z 0-9 _ . -';

/** The id itself. Throws one line for what is none. */
export function checkedId(id: string): string {
  if (!isSecretId(id)) throw new Error(badId);
  return id;
}
