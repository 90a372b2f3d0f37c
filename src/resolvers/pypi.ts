import { failed, type Fact, type Releases } from '../core/rules/facts.ts';
import type { HttpAnswer } from './http.ts';
import { jsonOf } from './json.ts';
import { isReleases } from './kept-releases.ts';
import type { PythonIndex } from './python-index.ts';
import { joined, readReleases } from './python-releases.ts';
import { addressOf, getterFor, wayOf, type PythonWay, type PythonWays } from './python-way.ts';
import { signInNeeded } from './refused.ts';
import type { Errand, Parts, QueryOf, Source } from './source.ts';

/** The largest packages have tens of thousands of files. */
const maxAnswer = 64 * 1024 * 1024;

export const simpleType = 'application/vnd.pypi.simple.v1+json';

/** Releases from PyPI or the indexes of the user's own settings. */
export function createPypi(
  parts: Pick<Parts, 'http' | 'lookup'>,
  ways: PythonWays,
): Source<'releases'> {
  async function ask(query: QueryOf<'releases'>, errand: Errand): Promise<Fact<Releases>> {
    const way = wayOf(query, await ways.ready());
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
    way: PythonWay,
    errand: Errand,
  ): Promise<Fact<Releases>> {
    const asker = getterFor(index, way, errand, parts);
    if (!asker.ok) return failed(asker.why);
    const get = (address: string, accept: string): Promise<HttpAnswer> =>
      asker.get(new URL(address), accept, maxAnswer);
    const simple = await get(`${index.url}/${way.name}/`, `${simpleType}, application/json;q=0.5`);
    const first = readingOf(simple, index, way.name);
    if (first.state !== 'absent' && first.state !== 'no-json') return first;
    if (!new URL(index.url).pathname.endsWith('/simple')) return settled(first, index);
    // An index of the older kind has its answers for programs beside the pages for pip.
    const beside = `${index.url.slice(0, -'/simple'.length)}/pypi/${way.name}/json`;
    const second = readingOf(await get(beside, 'application/json'), index, way.name);
    return settled(second.state === 'absent' ? first : second, index);
  }

  return {
    async ready() {
      await ways.ready();
    },
    address: (query, _place, userHosts) =>
      addressOf(
        ways,
        (settings) => wayOf(query, settings),
        userHosts,
        (urls, name) => `pypi ${urls} ${name}`,
      ),
    ask,
    accepts: isReleases,
    forget: () => ways.forget(),
  };
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
        ? signInNeeded(host, status)
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
