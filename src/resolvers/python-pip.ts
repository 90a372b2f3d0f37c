import { posix, win32 } from 'node:path';
import type { ReadSettings } from './python-files.ts';
import {
  defaultIndex,
  indexesOf,
  readIndex,
  refuse,
  type PythonIndex,
  type PythonIndexes,
} from './python-index.ts';
import { readIni } from './python-ini.ts';
import type { UserSide } from './source.ts';

/** pip's long options by name. */
type Options = ReadonlyMap<string, string>;

/**
 * The indexes that `pip install` asks, which is what pipx runs: every one of them, and the best release of all counts.
 * A later file's option replaces an earlier one's, `[install]` replaces `[global]`, and the environment both.
 */
export async function readPip(user: UserSide, read: ReadSettings): Promise<PythonIndexes> {
  const named = user.env['PIP_CONFIG_FILE'] ?? '';
  if (named !== '' && !isAbsolute(user, named))
    return refuse('PIP_CONFIG_FILE is no absolute path, so it was not read');
  const sections = new Map([
    ['global', new Map<string, string>()],
    ['install', new Map<string, string>()],
  ]);
  for (const path of await filesOf(user, named, read)) {
    const text = await read(path);
    if (text === false) return refuse('a settings file of pip could not be read');
    for (const [section, options] of readIni(text ?? '')) {
      for (const [name, value] of options) sections.get(section)?.set(name, value);
    }
  }
  const layers = [...[...sections.values()].map((options) => [...options]), fromEnv(user)];
  // An empty value does not count, so it replaces nothing.
  return settle(new Map(layers.flat().filter(([, value]) => value !== '')));
}

function settle(options: Options): PythonIndexes {
  if (/^(?:1|y|yes|t|true|on)$/i.test(options.get('no-index') ?? ''))
    return refuse('the settings of pip allow no package index');
  const indexes: PythonIndex[] = [];
  const extra = (options.get('extra-index-url') ?? '').split(/\s+/);
  for (const address of [options.get('index-url') ?? defaultIndex, ...extra]) {
    if (address === '') continue;
    const index = readIndex(address);
    if (index === undefined)
      return refuse('the settings of pip name an index that is no web address');
    indexes.push(index);
  }
  return indexesOf(indexes);
}

function fromEnv({ env }: UserSide): readonly (readonly [string, string])[] {
  return (['index-url', 'extra-index-url', 'no-index'] as const).map((name) => [
    name,
    env[`PIP_${name.toUpperCase().replaceAll('-', '_')}`] ?? '',
  ]);
}

/** In pip's order: the last one wins. A file that the environment names takes the place of the user's own. */
async function filesOf(
  user: UserSide,
  named: string,
  read: ReadSettings,
): Promise<readonly string[]> {
  if (named === '/dev/null' || named.toLowerCase() === 'nul') return [];
  const isThere = named !== '' && (await read(named)) !== null;
  return [...machineFiles(user), ...(isThere ? [named] : await userFiles(user, read))];
}

function machineFiles({ env, platform }: UserSide): readonly string[] {
  if (platform === 'win32')
    return [win32.join(env['PROGRAMDATA'] ?? 'C:\\ProgramData', 'pip', 'pip.ini')];
  if (platform === 'darwin') return ['/Library/Application Support/pip/pip.conf'];
  const folders = (env['XDG_CONFIG_DIRS'] || '/etc/xdg')
    .split(':')
    .filter((folder) => posix.isAbsolute(folder));
  return [...folders.map((folder) => posix.join(folder, 'pip', 'pip.conf')), '/etc/pip.conf'];
}

async function userFiles(
  { env, home, platform }: UserSide,
  read: ReadSettings,
): Promise<readonly string[]> {
  if (platform === 'win32') {
    const roaming = env['APPDATA'] ?? win32.join(home, 'AppData', 'Roaming');
    return [win32.join(home, 'pip', 'pip.ini'), win32.join(roaming, 'pip', 'pip.ini')];
  }
  const legacy = posix.join(home, '.pip', 'pip.conf');
  if (platform === 'darwin') {
    const library = posix.join(home, 'Library', 'Application Support', 'pip', 'pip.conf');
    if ((await read(library)) !== null) return [legacy, library];
    return [legacy, posix.join(home, '.config', 'pip', 'pip.conf')];
  }
  const xdg = env['XDG_CONFIG_HOME'] ?? '';
  const folder = posix.isAbsolute(xdg) ? xdg : posix.join(home, '.config');
  return [legacy, posix.join(folder, 'pip', 'pip.conf')];
}

function isAbsolute({ platform }: UserSide, path: string): boolean {
  return platform === 'win32'
    ? win32.isAbsolute(path) || path.toLowerCase() === 'nul'
    : posix.isAbsolute(path);
}
