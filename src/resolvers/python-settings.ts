import { posix, win32 } from 'node:path';
import type { ReadSettings } from './python-files.ts';
import { defaultIndex, readIndex, type PythonIndex, type PythonIndexes } from './python-index.ts';
import { readNetrc, type Netrc } from './python-netrc.ts';
import { readPip } from './python-pip.ts';
import { readUv } from './python-uv.ts';
import type { UserSide } from './source.ts';

export type PythonTool = 'uv' | 'pip';

/** The user's own settings; a workspace's count for neither tool. */
export interface PythonSettings {
  readonly uv: PythonIndexes;
  readonly pip: PythonIndexes;
  readonly netrc: Netrc;
}

/** Never rejects. What cannot be read refuses its tool: the default index must not hear a private package's name. */
export async function readPythonSettings(
  user: UserSide,
  read: ReadSettings,
): Promise<PythonSettings> {
  const [uv, pip, netrc] = await Promise.all([
    readUv(user, read),
    readPip(user, read),
    netrcOf(user, read),
  ]);
  return { uv: signedIn(uv, netrc), pip: signedIn(pip, netrc), netrc };
}

/** The origins of the settings, as a policy's `userHosts` writes them; the default index needs no word of the user. */
export function originsOf(indexes: PythonIndexes): readonly string[] {
  const all = indexes.ok ? indexes.all : [];
  const origins = new Set(all.map(({ origin }) => origin));
  origins.delete(new URL(defaultIndex).origin);
  return [...origins];
}

/** The index that a file names, signed in only by what the user's settings say of this very host; undefined: none. */
export function namedIndex(
  address: string,
  tool: PythonTool,
  settings: PythonSettings,
): PythonIndex | undefined {
  const index = readIndex(address);
  if (index === undefined) return undefined;
  const indexes = settings[tool];
  const own = indexes.ok ? indexes.all.filter(({ origin }) => origin === index.origin) : [];
  const same = own.find(({ url }) => url === index.url) ?? own.find((each) => each.authorization);
  // The host's name is all that a netrc file says, so it speaks for no other port and for nothing unencrypted.
  const { protocol, port, hostname } = new URL(index.url);
  const byName = protocol === 'https:' && port === '' ? settings.netrc.get(hostname) : undefined;
  return { ...index, authorization: same?.authorization ?? byName ?? null };
}

function signedIn(indexes: PythonIndexes, netrc: Netrc): PythonIndexes {
  if (!indexes.ok) return indexes;
  const withNetrc = (index: PythonIndex): PythonIndex => ({
    ...index,
    authorization: index.authorization ?? netrc.get(new URL(index.url).hostname) ?? null,
  });
  return { ok: true, asked: indexes.asked.map(withNetrc), all: indexes.all.map(withNetrc) };
}

/** A file that cannot be read signs nobody in. */
async function netrcOf({ env, home, platform }: UserSide, read: ReadSettings): Promise<Netrc> {
  const path = platform === 'win32' ? win32 : posix;
  const named = env['NETRC'] ?? '';
  const places = path.isAbsolute(named)
    ? [named]
    : [path.join(home, '.netrc'), path.join(home, '_netrc')];
  for (const place of places) {
    const text = await read(place);
    if (text !== null) return readNetrc(text || '');
  }
  return new Map();
}
