import type { Dialect, UserFile } from './dialect.ts';
import { endsLike } from './names.ts';

/** Whose files are looked for, and on what system. */
export interface Machine {
  readonly os: Exclude<UserFile['os'], 'any'>;
  /** Absolute. */
  readonly home: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Where a client keeps a file of the user. */
export interface UserPlace {
  readonly dialect: Dialect;
  /** Absolute, with `/` separators; `*` is any part of a name in that folder. */
  readonly path: string;
}

/** Lists the names in a folder; none where there is no such folder. */
export type ListNames = (folder: string) => Promise<readonly string[]>;

/** The places of these rows on a machine, in their order, each once. */
export function userPlaces(rows: readonly Dialect[], machine: Machine): readonly UserPlace[] {
  const places = new Map<string, UserPlace>();
  for (const dialect of rows) {
    for (const { os, path } of dialect.userFiles) {
      if (os !== 'any' && os !== machine.os) continue;
      const place = { dialect, path: expanded(path, machine) };
      if (!places.has(place.path)) places.set(place.path, place);
    }
  }
  return [...places.values()];
}

/** Tells whether a path, with `/` separators, is one of the user's files. */
export function ownFiles(rows: readonly Dialect[], machine: Machine): (path: string) => boolean {
  const all = userPlaces(rows, machine).map(({ path }) => path);
  const exact = new Set(all.filter((path) => !path.includes('*')));
  const open = all.filter((path) => path.includes('*'));
  return (path) =>
    exact.has(path) ||
    endsLike(
      path,
      open.filter((one) => isNear(one, path)),
    );
}

/** Below the folder in which the first star stands. */
function isNear(open: string, path: string): boolean {
  return path.startsWith(open.slice(0, open.lastIndexOf('/', open.indexOf('*')) + 1));
}

/** The system by Node's name of it. */
export function osOf(platform: string): Machine['os'] {
  if (platform === 'win32') return 'windows';
  return platform === 'darwin' ? 'macos' : 'linux';
}

function expanded(path: string, { home, env }: Machine): string {
  const own = slashes(home);
  const folder = (name: string, otherwise: string): string => {
    const value = slashes(env[name] ?? '');
    // A relative one would mean another place from each folder.
    return /^(?:\/|[A-Za-z]:\/)/.test(value) ? value.replace(/\/+$/, '') : otherwise;
  };
  return path
    .replace(/^~/, () => own)
    .replace('%APPDATA%', () => folder('APPDATA', `${own}/AppData/Roaming`))
    .replace('%LOCALAPPDATA%', () => folder('LOCALAPPDATA', `${own}/AppData/Local`))
    .replace('%PROGRAMDATA%', () => folder('PROGRAMDATA', 'C:/ProgramData'))
    .replace('%PROGRAMFILES%', () => folder('PROGRAMFILES', 'C:/Program Files'))
    .replace('$XDG_CONFIG_HOME', () => folder('XDG_CONFIG_HOME', `${own}/.config`));
}

function slashes(path: string): string {
  return path.replaceAll('\\', '/');
}

/** As many names as one folder may give. */
const MOST = 500;

/** The paths that a path with `*` means, by listing the folder of each; one without it is itself, there or not. */
export async function pathsMeant(path: string, list: ListNames): Promise<readonly string[]> {
  const star = path.indexOf('*');
  if (star === -1) return [path];
  const start = path.lastIndexOf('/', star);
  const end = path.indexOf('/', star);
  const folder = path.slice(0, start);
  const [before = '', after = ''] = path.slice(start + 1, end === -1 ? undefined : end).split('*');
  const rest = end === -1 ? '' : path.slice(end);
  const names = (await list(folder)).filter(
    (name) =>
      name.length >= before.length + after.length &&
      name.startsWith(before) &&
      name.endsWith(after),
  );
  const found = names.slice(0, MOST).map((name) => pathsMeant(`${folder}/${name}${rest}`, list));
  return (await Promise.all(found)).flat();
}
