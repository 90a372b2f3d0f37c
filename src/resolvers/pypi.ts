import { failed, type Fact, type Releases } from '../core/rules/facts.ts';
import { mayAskAddress, namedBy, refusalOf, type HostPolicy } from './hosts.ts';
import type { HttpAnswer } from './http.ts';
import { jsonOf } from './json.ts';
import { isReleases } from './kept-releases.ts';
import { readSettings, type ReadSettings } from './python-files.ts';
import { refuse, type PythonIndex } from './python-index.ts';
import { joined, normalName, readReleases } from './python-releases.ts';
import {
  namedIndex,
  originsOf,
  readPythonSettings,
  type PythonSettings,
  type PythonTool,
} from './python-settings.ts';
import type { Address, Errand, Parts, QueryOf, Source } from './source.ts';

/** Where one package is asked for, and in which order. */
export interface PypiWay {
  readonly ok: true;
  /** Normal (PEP 503). */
  readonly name: string;
  readonly indexes: readonly [PythonIndex, ...PythonIndex[]];
  /** uv takes the first index that knows a package, pip the best release of all. */
  readonly takes: 'first' | 'all';
  readonly origins: readonly string[];
}

/** The largest packages have tens of thousands of files. */
const maxAnswer = 64 * 1024 * 1024;

export const simpleType = 'application/vnd.pypi.simple.v1+json';

/** Releases from PyPI or the indexes of the user's own settings, which `read` gets. */
export function createPypi(
  { http, lookup, user }: Parts,
  read: ReadSettings = readSettings,
): Source<'releases'> {
  let reading: Promise<PythonSettings> | undefined;
  let settings: PythonSettings | undefined;

  async function ready(): Promise<PythonSettings> {
    reading ??= readPythonSettings(user, read);
    const mine = reading;
    const found = await mine;
    if (reading === mine) settings = found;
    return found;
  }

  function addressOf(
    query: QueryOf<'releases'>,
    userHosts: HostPolicy['userHosts'],
  ): Address | undefined {
    if (settings === undefined) return undefined;
    const way = wayOf(query, settings);
    if (!way.ok) return way;
    const policy = policyOf(way, userHosts, true);
    for (const { url } of way.indexes) {
      const permission = mayAskAddress(new URL(url), policy);
      if (!permission.allowed) return refuse(permission.why);
    }
    const { host } = new URL(way.indexes[0].url);
    const urls = way.indexes.map(({ url }) => url).join(way.takes === 'first' ? ' ' : ' + ');
    return { ok: true, key: `pypi ${urls} ${way.name}`, host, namedBy: namedBy(host, policy) };
  }

  async function ask(query: QueryOf<'releases'>, errand: Errand): Promise<Fact<Releases>> {
    const way = wayOf(query, await ready());
    if (!way.ok) return failed(way.why);
    const found: Releases[] = [];
    for (const index of way.indexes) {
      const fact = await askIndex(index, way, errand);
      // What the index that did not answer has is not known, so neither is what is newest.
      if (fact.state === 'failed') return fact;
      if (fact.state === 'known') found.push(fact.value);
      if (fact.state === 'known' && way.takes === 'first') break;
    }
    const [first] = found;
    if (first === undefined) return { state: 'absent' };
    return { state: 'known', value: found.length === 1 ? first : joined(found) };
  }

  async function askIndex(
    index: PythonIndex,
    way: PypiWay,
    errand: Errand,
  ): Promise<Fact<Releases>> {
    const policy = policyOf(way, errand.userHosts, errand.picked);
    const permission = mayAskAddress(new URL(index.url), policy);
    if (!permission.allowed) return failed(permission.why);

    const get = (address: string, accept: string): Promise<HttpAnswer> => {
      const url = new URL(address);
      const { authorization } = index;
      const headers = { accept, ...(authorization === null ? {} : { authorization }) };
      const guard = (to: URL): Promise<string | null> => refusalOf(to, url.host, policy, lookup);
      return http.send({ method: 'GET', url, headers, maxBytes: maxAnswer }, guard, errand.signal);
    };
    const simple = await get(`${index.url}/${way.name}/`, `${simpleType}, application/json;q=0.5`);
    const first = readingOf(simple, index, way.name);
    if (first.state !== 'absent' && first.state !== 'no-json') return first;
    if (!index.url.endsWith('/simple')) return settled(first, index);
    // An index of the older kind has its answers for programs beside the pages for pip.
    const beside = `${index.url.slice(0, -'/simple'.length)}/pypi/${way.name}/json`;
    const second = readingOf(await get(beside, 'application/json'), index, way.name);
    return settled(second.state === 'absent' ? first : second, index);
  }

  return {
    async ready() {
      await ready();
    },
    address: (query, _place, userHosts) => addressOf(query, userHosts),
    ask,
    accepts: isReleases,
    forget() {
      reading = undefined;
      settings = undefined;
    },
  };
}

/** Or why it is not asked for. */
export function wayOf(
  query: Pick<QueryOf<'releases'>, 'name' | 'tool' | 'registry'>,
  settings: PythonSettings,
): PypiWay | { readonly ok: false; readonly why: string } {
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

export function policyOf(
  { origins }: PypiWay,
  userHosts: HostPolicy['userHosts'],
  picked: boolean,
): HostPolicy {
  return { serves: 'packages', userHosts: [...userHosts, ...origins], picked };
}

/** `no-json`: there is something, or there is another kind of answer. */
type Reading = Fact<Releases> | { readonly state: 'no-json' };

function readingOf(answer: HttpAnswer, index: PythonIndex, name: string): Reading {
  if (!answer.ok) return failed(answer.why);
  const { host } = new URL(index.url);
  const { status } = answer;
  const type = mediaType(answer.headers);
  if (status === 401 || status === 403) {
    return failed(
      index.authorization === null
        ? `not public on ${host}: sign-in needed (${status})`
        : `${host} does not take the sign-in of your settings (${status})`,
    );
  }
  if (status === 406) return { state: 'no-json' };
  if (status === 404) {
    const isPlain = isJson(type) || type === 'text/plain' || type === 'text/html';
    return isPlain ? { state: 'absent' } : failed(`${host} answered 404 not as an index does`);
  }
  if (status !== 200) return failed(`${host} answered ${status}`);
  if (!isJson(type)) return { state: 'no-json' };
  const value = readReleases(jsonOf(answer.body), name);
  return value === undefined
    ? failed(`${host} sent no list of releases`)
    : { state: 'known', value };
}

function settled(reading: Reading, index: PythonIndex): Fact<Releases> {
  if (reading.state !== 'no-json') return reading;
  return failed(`${new URL(index.url).host} answers no JSON, so its releases are not known`);
}

function isJson(type: string): boolean {
  return type === 'application/json' || /^application\/vnd\.pypi\.simple\.\w+\+json$/.test(type);
}

function mediaType(headers: Headers): string {
  return (headers.get('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}
