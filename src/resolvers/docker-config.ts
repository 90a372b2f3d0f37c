import { stat } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import * as z from 'zod/mini';
import { hostOf } from './hosts.ts';
import { jsonOfText } from './json.ts';
import { readSettingsFile, withoutMark } from './settings-file.ts';
import type { UserSide } from './source.ts';

/** A way to show who asks. */
export type Credential =
  | { readonly kind: 'password'; readonly username: string; readonly password: string }
  /** A refresh token: given to the realm alone, for a token that lasts minutes. */
  | { readonly kind: 'identity'; readonly token: string }
  /** Shown to the registry as it is. */
  | { readonly kind: 'registry'; readonly token: string };

/** What the user's docker settings say of registries. Hosts as `dockerHost` writes them. */
export interface DockerConfig {
  /** Every host that stands in it; null where no credential does, as `docker login` with a helper leaves it. */
  readonly auths: ReadonlyMap<string, Credential | null>;
  /** The helper's name of a host. */
  readonly helpers: ReadonlyMap<string, string>;
  /** The helper of all other hosts. */
  readonly store: string | null;
}

export const noDockerConfig: DockerConfig = { auths: new Map(), helpers: new Map(), store: null };

const maxFile = 1_000_000;
const maxHosts = 1000;

/** What is no text counts as not there, so that one odd field does not hide the others. */
const field = z.optional(
  z.pipe(
    z.unknown(),
    z.transform((value) => (typeof value === 'string' ? value : undefined)),
  ),
);
const configFile = z.object({
  auths: z.optional(z.unknown()),
  credHelpers: z.optional(z.unknown()),
  credsStore: field,
});
const authEntry = z.object({
  auth: field,
  username: field,
  password: field,
  identitytoken: field,
  registrytoken: field,
});

const hubNames = new Set(['docker.io', 'index.docker.io', 'registry-1.docker.io']);

/**
 * The host of a key of docker's settings, which may be an address, or of an image reference, with its port; one name for
 * all of Docker Hub's. Undefined when it is none.
 */
export function dockerHost(key: string): string | undefined {
  const [name = ''] = key.replace(/^https?:\/\//i, '').split('/', 1);
  const host = name.endsWith(':') ? undefined : hostOf(name);
  return host !== undefined && hubNames.has(host) ? 'docker.io' : host;
}

/** What a helper is asked for: docker keys its own hub by an address. */
export function serverName(host: string): string {
  return host === 'docker.io' ? 'https://index.docker.io/v1/' : host;
}

/** Where the user's settings are; null when the environment names a place that depends on where one stands. */
export function dockerConfigPath({ env, home }: Pick<UserSide, 'env' | 'home'>): string | null {
  const folder = env['DOCKER_CONFIG'] ?? '';
  if (folder === '') return join(home, '.docker', 'config.json');
  return isAbsolute(folder) ? join(folder, 'config.json') : null;
}

/** One text for a version of the file, by its time and size; null when there is no file. Never throws. */
export async function versionOf(path: string): Promise<string | null> {
  try {
    const { mtimeMs, size, ino } = await stat(path);
    return `${mtimeMs} ${size} ${ino}`;
  } catch {
    return null;
  }
}

/** What cannot be read or understood is empty, entry by entry. Never throws. */
export async function readDockerConfig(path: string): Promise<DockerConfig> {
  const file = await readSettingsFile(path, maxFile);
  return file.state === 'read' ? parseDockerConfig(withoutMark(file.text)) : noDockerConfig;
}

export function parseDockerConfig(text: string): DockerConfig {
  const read = configFile.safeParse(jsonOfText(text)).data;
  if (read === undefined) return noDockerConfig;
  const auths = new Map<string, Credential | null>();
  for (const [key, entry] of entriesOf(read.auths)) {
    const host = dockerHost(key);
    if (host === undefined) continue;
    // An entry that holds something is not hidden by another way of writing its host.
    const credential = credentialOf(entry);
    if (credential !== null || !auths.has(host)) auths.set(host, credential);
  }
  const helpers = new Map<string, string>();
  for (const [key, name] of entriesOf(read.credHelpers)) {
    const host = dockerHost(key);
    if (host !== undefined && typeof name === 'string') helpers.set(host, name);
  }
  const store = read.credsStore ?? '';
  return { auths, helpers, store: store === '' ? null : store };
}

function credentialOf(entry: unknown): Credential | null {
  const read = authEntry.safeParse(entry).data;
  if (read === undefined) return null;
  if (isToken(read.registrytoken)) return { kind: 'registry', token: read.registrytoken };
  if (isFilled(read.identitytoken)) return { kind: 'identity', token: read.identitytoken };
  // The password may hold colons; older versions of docker end it with zero bytes.
  const pair = isFilled(read.auth)
    ? (Buffer.from(read.auth, 'base64').toString().split('\0', 1)[0] ?? '')
    : `${read.username ?? ''}:${read.password ?? ''}`;
  const colon = pair.indexOf(':');
  if (colon <= 0 || colon === pair.length - 1) return null;
  return {
    kind: 'password',
    username: pair.slice(0, colon),
    password: pair.slice(colon + 1),
  };
}

function isFilled(text: string | undefined): text is string {
  return text !== undefined && text !== '';
}

/** What can stand in a header. */
function isToken(text: string | undefined): text is string {
  return isFilled(text) && /^[\x21-\x7e]+$/.test(text);
}

function entriesOf(value: unknown): readonly (readonly [string, unknown])[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return Object.entries(value).slice(0, maxHosts);
}
