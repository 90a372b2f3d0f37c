import { realpath } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, resolve, sep } from 'node:path';
import { defaultUrl } from 'registry-url';
import { placeOfCredential } from './npm-sign-in.ts';
import { expandedNpmrc, npmrcOf, parseNpmrc, type Npmrc } from './npmrc.ts';
import { isMissing, readSettingsFile } from './settings-file.ts';
import type { UserSide } from './source.ts';

/** Whose registry a package comes from, and what opens it. */
export interface NpmSettings {
  readonly user: UserNpm;
  readonly workspace: WorkspaceNpm;
}

/** The user's own settings, in the order in which npm takes them. */
export interface UserNpm {
  readonly env: Npmrc;
  /** The user's file over the machine's. */
  readonly files: Npmrc;
  /** `host` or `host:port` of every registry and credential; `http://host` where it is written so. */
  readonly hosts: readonly string[];
  /** A file is there and could not be read: where its packages come from is not known. */
  readonly isUnread: boolean;
}

/** Of a trusted workspace folder. */
export interface WorkspaceNpm {
  /** Registries and credentials as written: nothing of the environment is put in. */
  readonly settings: Npmrc;
  readonly isUnread: boolean;
}

export interface NamedRegistry {
  readonly text: string;
  /** For people. */
  readonly by: 'your npm settings' | 'the .npmrc here';
}

const maxBytes = 256 * 1024;
const maxHosts = 200;

/** No folder, or one that says nothing. */
export const noWorkspace: WorkspaceNpm = { settings: new Map(), isUnread: false };

/** Reads what npm would, a workspace's file apart. Never rejects. */
export async function readUserNpm(user: UserSide, execPath = process.execPath): Promise<UserNpm> {
  const env = expandedNpmrc(npmrcOf(user.env), user.env);
  let isUnread = false;
  async function read(path: string): Promise<Npmrc> {
    try {
      return expandedNpmrc(parseNpmrc((await textOf(path)) ?? ''), user.env);
    } catch {
      isUnread = true;
      return new Map();
    }
  }
  const mine = await read(pathIn(env.get('userconfig'), user) ?? join(user.home, '.npmrc'));
  const written = pathIn(env.get('globalconfig') ?? mine.get('globalconfig'), user);
  const prefix = pathIn(env.get('prefix') ?? mine.get('prefix') ?? user.env['PREFIX'], user);
  const folder = prefix ?? defaultPrefix(user.platform, execPath);
  const global = written ?? (folder === undefined ? undefined : join(folder, 'etc', 'npmrc'));
  const files = new Map([...(global === undefined ? [] : await read(global)), ...mine]);
  return { env, files, hosts: hostsIn([...files, ...env]), isUnread };
}

/**
 * Reads the `.npmrc` of a trusted workspace folder: its registries, also those that are a variable, and credentials. It says
 * nothing when it leads out of the folder or is the user's own. Never rejects.
 */
export async function readWorkspaceNpm(place: string, user: UserSide): Promise<WorkspaceNpm> {
  try {
    const settings = [...parseNpmrc((await ownFileOf(place, user)) ?? '')].filter(([name]) =>
      placeOfCredential(name) === undefined ? isRegistry(name) : !name.includes('${'),
    );
    return { settings: new Map(settings), isUnread: false };
  } catch {
    return { settings: new Map(), isUnread: true };
  }
}

/** The registry of a package: of its scope, else of all; the environment's before the workspace's before the files'. */
export function registryFor(name: string, { user, workspace }: NpmSettings): NamedRegistry {
  const scope = name.startsWith('@') ? [`${name.slice(0, name.indexOf('/'))}:registry`] : [];
  for (const key of [...scope, 'registry']) {
    const [env, file] = [user.env.get(key), user.files.get(key)];
    if (env !== undefined && env !== '') return { text: env, by: 'your npm settings' };
    const own = workspace.settings.get(key);
    if (own !== undefined && own !== '') return { text: own, by: 'the .npmrc here' };
    if (file !== undefined && file !== '') return { text: file, by: 'your npm settings' };
  }
  return { text: defaultUrl, by: 'your npm settings' };
}

function isRegistry(name: string): boolean {
  return name === 'registry' || /^@[^:]*:registry$/.test(name);
}

function hostsIn(settings: readonly (readonly [name: string, value: string])[]): readonly string[] {
  const hosts = new Set<string>();
  for (const [name, value] of settings) {
    const place = placeOfCredential(name);
    const text = place === undefined ? (isRegistry(name) ? value : '') : `https:${place}`;
    if (!URL.canParse(text)) continue;
    const { protocol, host } = new URL(text);
    // A variable that is not set.
    if (host.includes('{')) continue;
    if (protocol === 'https:') hosts.add(host);
    if (protocol === 'http:') hosts.add(`http://${host}`);
  }
  return [...hosts].slice(0, maxHosts);
}

/** npm's own default: the folder above the one of the running node. An editor's is no such place. */
function defaultPrefix(platform: NodeJS.Platform, execPath: string): string | undefined {
  const folder = dirname(execPath);
  return platform !== 'win32' && basename(folder) === 'bin' ? dirname(folder) : undefined;
}

/** Of a relative path nobody knows the start: the current folder may be anybody's. */
function pathIn(text: string | undefined, { home }: UserSide): string | undefined {
  if (text === undefined) return undefined;
  const path = /^~[/\\]/.test(text) ? join(home, text.slice(2)) : text;
  return isAbsolute(path) ? resolve(path) : undefined;
}

async function ownFileOf(place: string, user: UserSide): Promise<string | null> {
  const [folder, file, home] = await Promise.all([
    realPathOf(place),
    realPathOf(join(place, '.npmrc')),
    realPathOf(user.home),
  ]);
  if (folder === null || file === null || folder === home) return null;
  return file.startsWith(folder.endsWith(sep) ? folder : folder + sep) ? textOf(file) : null;
}

/** Null: there is no such thing. */
async function realPathOf(path: string): Promise<string | null> {
  try {
    return await realpath(path);
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** Null: there is no regular file of this name. Rejects when it cannot be read or is too large. */
async function textOf(path: string): Promise<string | null> {
  const file = await readSettingsFile(path, maxBytes);
  if (file.state === 'read') return file.text;
  if (file.state === 'unread') throw new Error('Not read');
  return null;
}
