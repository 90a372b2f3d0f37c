import { mayAskAddress, namedBy, refusalOf, type HostPolicy } from './hosts.ts';
import type { HttpAnswer } from './http.ts';
import { once, type Once } from './once.ts';
import type { ReadSettings } from './python-files.ts';
import { refuse, type PythonIndex } from './python-index.ts';
import { normalName } from './python-releases.ts';
import {
  namedIndex,
  originsOf,
  readPythonSettings,
  type PythonSettings,
  type PythonTool,
} from './python-settings.ts';
import type { Address, Errand, Parts, QueryOf, UserSide } from './source.ts';

/** Where one package is asked for, and in which order. */
export interface PythonWay {
  readonly ok: true;
  /** Normal (PEP 503). */
  readonly name: string;
  readonly indexes: readonly [PythonIndex, ...PythonIndex[]];
  /** uv takes the first index that knows a package, pip the best release of all. */
  readonly takes: 'first' | 'all';
  readonly origins: readonly string[];
}

/** Why nobody is asked, one line. */
export type Refusal = ReturnType<typeof refuse>;

/** The user's own settings of uv and pip. */
export type PythonWays = Once<PythonSettings>;

/** `read` gets the files. */
export function createPythonWays(user: UserSide, read: ReadSettings): PythonWays {
  return once(() => readPythonSettings(user, read));
}

/** Or why it is not asked for. */
export function wayOf(
  query: Pick<QueryOf<'releases'>, 'name' | 'tool' | 'registry'>,
  settings: PythonSettings,
): PythonWay | Refusal {
  const name = normalName(query.name);
  if (name === undefined) return refuse('this is not the name of a Python package');
  const tool: PythonTool = query.tool === 'pip' ? 'pip' : 'uv';
  const own = settings[tool];
  const origins = originsOf(own);
  if (query.registry !== null) {
    const index = namedIndex(query.registry, tool, settings);
    if (index === undefined) return refuse('the address of the package index cannot be asked');
    return { ok: true, name, indexes: [index], takes: 'first', origins };
  }
  if (!own.ok) return own;
  const [first, ...others] = own.asked;
  if (first === undefined) return refuse('your settings leave no package index');
  const takes = tool === 'uv' ? 'first' : 'all';
  return { ok: true, name, indexes: [first, ...others], takes, origins };
}

/**
 * Where a question goes that may go to every index of the way that `find` finds; undefined before `ways` are ready. `keyed`:
 * its key, by their addresses and the name of the package.
 */
export function addressOf(
  ways: PythonWays,
  find: (settings: PythonSettings) => PythonWay | Refusal,
  userHosts: HostPolicy['userHosts'],
  keyed: (urls: string, name: string) => string,
): Address | undefined {
  const settings = ways.atHand();
  if (settings === undefined) return undefined;
  const way = find(settings);
  if (!way.ok) return way;
  const policy = policyOf(way, userHosts, true);
  for (const { url } of way.indexes) {
    const permission = mayAskAddress(new URL(url), policy);
    if (!permission.allowed) return refuse(permission.why);
  }
  const { host } = new URL(way.indexes[0].url);
  const urls = way.indexes.map(({ url }) => url).join(way.takes === 'first' ? ' ' : ' + ');
  return { ok: true, key: keyed(urls, way.name), host, namedBy: namedBy(host, policy) };
}

/** Asks for an address of one index, of whose answer so much is read. */
export type Get = (address: URL, accept: string, maxBytes: number) => Promise<HttpAnswer>;

/** What asks one index of a way, signed in; or why it may not be asked. */
export function getterFor(
  index: PythonIndex,
  way: PythonWay,
  { userHosts, picked, signal }: Errand,
  { http, lookup }: Pick<Parts, 'http' | 'lookup'>,
): { readonly ok: true; readonly get: Get } | Refusal {
  const policy = policyOf(way, userHosts, picked);
  const own = new URL(index.url);
  const permission = mayAskAddress(own, policy);
  if (!permission.allowed) return refuse(permission.why);
  const { authorization } = index;
  const signIn = authorization === null ? {} : { authorization };
  const guard = (to: URL): Promise<string | null> => refusalOf(to, own.host, policy, lookup);
  const get: Get = (url, accept, maxBytes) =>
    http.send({ method: 'GET', url, headers: { accept, ...signIn }, maxBytes }, guard, signal);
  return { ok: true, get };
}

function policyOf(
  { origins }: PythonWay,
  userHosts: HostPolicy['userHosts'],
  picked: boolean,
): HostPolicy {
  return { serves: 'packages', userHosts: [...userHosts, ...origins], picked };
}
