import { posix, win32 } from 'node:path';
import { parse } from 'smol-toml';
import * as z from 'zod/mini';
import type { ReadSettings } from './python-files.ts';
import {
  basic,
  defaultIndex,
  indexesOf,
  readIndex,
  refuse,
  type PythonIndex,
  type PythonIndexes,
} from './python-index.ts';
import type { UserSide } from './source.ts';

/** One index as a setting gives it. */
const entry = z.object({
  url: z.string(),
  name: z.optional(z.string()),
  default: z.optional(z.boolean()),
  explicit: z.optional(z.boolean()),
  format: z.optional(z.string()),
});

const file = z.object({
  index: z.optional(z.array(entry)),
  'index-url': z.optional(z.string()),
  'extra-index-url': z.optional(z.array(z.string())),
  'no-index': z.optional(z.boolean()),
});

type Entry = z.infer<typeof entry>;
type File = z.infer<typeof file>;

/**
 * The indexes that `uvx` and `uv tool run` ask: the first that knows a package. They read the user's and the machine's
 * settings and no project's, so neither does this.
 */
export async function readUv(user: UserSide, read: ReadSettings): Promise<PythonIndexes> {
  const files: File[] = [];
  const paths = filesOf(user);
  if (typeof paths === 'string') return refuse(paths);
  for (const { places, isNeeded } of paths) {
    const text = await firstOf(places, read);
    if (text === null && !isNeeded) continue;
    const found = text === null || text === false ? undefined : fileOf(text);
    if (found === undefined) return refuse('a settings file of uv could not be read');
    files.push(found);
  }
  if (isOn(user.env['UV_NO_INDEX']) || files.some((each) => each['no-index'] === true))
    return refuse('the settings of uv allow no package index');
  return settle(entriesOf(user, files), user);
}

/** In uv's order: what comes first wins where there can be only one. */
function entriesOf({ env }: UserSide, files: readonly File[]): readonly Entry[] {
  const indexUrl = env['UV_INDEX_URL'] || files.find((each) => each['index-url'])?.['index-url'];
  return [
    ...words(env['UV_INDEX']).map(entryOf),
    ...words(env['UV_DEFAULT_INDEX']).map((text) => ({ ...entryOf(text), default: true })),
    ...files.flatMap((each) => each.index ?? []),
    ...words(env['UV_EXTRA_INDEX_URL']).map((url) => ({ url })),
    ...files.flatMap((each) => each['extra-index-url'] ?? []).map((url) => ({ url })),
    ...words(indexUrl).map((url) => ({ url, default: true })),
  ];
}

function settle(entries: readonly Entry[], user: UserSide): PythonIndexes {
  const simple = entries.filter(({ format = 'simple' }) => format === 'simple');
  const extra: PythonIndex[] = [];
  const all: PythonIndex[] = [];
  const names = new Set<string>();
  let main: PythonIndex | null | undefined;
  for (const each of simple) {
    if (each.name !== undefined && names.has(each.name)) continue;
    if (each.name !== undefined) names.add(each.name);
    const read = readIndex(each.url);
    if (read === undefined)
      return refuse('the settings of uv name an index that is no web address');
    const index = { ...read, authorization: signInOf(each.name, user) ?? read.authorization };
    all.push(index);
    // One that is explicit is asked for what a project says, and is no default either.
    if (each.default === true) main ??= each.explicit === true ? null : index;
    else if (each.explicit !== true) extra.push(index);
  }
  const last = main === undefined ? readIndex(defaultIndex) : main;
  const isLast = last !== undefined && last !== null;
  return indexesOf(isLast ? [...extra, last] : extra, isLast ? [...all, last] : all);
}

interface Source {
  /** The first that is there counts. */
  readonly places: readonly string[];
  /** uv does not start without it. */
  readonly isNeeded: boolean;
}

/** The user's files before the machine's; a text says why they cannot be told. */
function filesOf({ env, home, platform }: UserSide): readonly Source[] | string {
  const path = platform === 'win32' ? win32 : posix;
  const named = env['UV_CONFIG_FILE'] ?? '';
  if (named !== '') {
    return path.isAbsolute(named)
      ? [{ places: [named], isNeeded: true }]
      : 'UV_CONFIG_FILE is no absolute path, so it was not read';
  }
  if (isOn(env['UV_NO_CONFIG'])) return [];
  if (platform === 'win32') {
    const roaming = env['APPDATA'] ?? win32.join(home, 'AppData', 'Roaming');
    return [roaming, env['PROGRAMDATA'] ?? 'C:\\ProgramData'].map((folder) => ({
      places: [win32.join(folder, 'uv', 'uv.toml')],
      isNeeded: false,
    }));
  }
  const xdg = env['XDG_CONFIG_HOME'] ?? '';
  const mine = posix.isAbsolute(xdg) ? xdg : posix.join(home, '.config');
  const machine = (env['XDG_CONFIG_DIRS'] || '/etc/xdg')
    .split(':')
    .filter((folder) => posix.isAbsolute(folder));
  return [[mine], [...machine, '/etc']].map((folders) => ({
    places: folders.map((folder) => posix.join(folder, 'uv', 'uv.toml')),
    isNeeded: false,
  }));
}

async function firstOf(
  places: readonly string[],
  read: ReadSettings,
): Promise<string | null | false> {
  for (const place of places) {
    const text = await read(place);
    if (text !== null) return text;
  }
  return null;
}

function fileOf(text: string): File | undefined {
  try {
    return file.safeParse(parse(text)).data;
  } catch {
    return undefined;
  }
}

/** `name=url`, or the address alone. */
function entryOf(text: string): Entry {
  const at = text.indexOf('=');
  const name = text.slice(0, Math.max(at, 0));
  return name === '' || name.includes(':') ? { url: text } : { name, url: text.slice(at + 1) };
}

/** What the environment has for an index of this name; before what stands in its address. */
function signInOf(name: string | undefined, { env }: UserSide): string | undefined {
  if (name === undefined) return undefined;
  const prefix = `UV_INDEX_${name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}`;
  const username = env[`${prefix}_USERNAME`];
  const password = env[`${prefix}_PASSWORD`];
  if (username === undefined && password === undefined) return undefined;
  return basic(username ?? '', password ?? '');
}

function words(text: string | undefined): readonly string[] {
  return (text ?? '').split(/\s+/).filter((word) => word !== '');
}

function isOn(text: string | undefined): boolean {
  return /^(?:1|y|yes|t|true|on)$/i.test(text ?? '');
}
