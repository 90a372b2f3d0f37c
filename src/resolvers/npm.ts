import { failed, type Fact, type Releases } from '../core/rules/facts.ts';
import { refusalOf, type HostPolicy } from './hosts.ts';
import type { HttpAnswer } from './http.ts';
import { jsonOf } from './json.ts';
import { isReleases } from './kept-releases.ts';
import { releasesIn } from './npm-packument.ts';
import type { NpmWay, NpmWays } from './npm-way.ts';
import { signInNeeded } from './refused.ts';
import type { Address, Errand, Parts, Place, QueryOf, Source } from './source.ts';

/** Documents of old packages are large; the short form of them has no dates. */
const maxDocument = 64 * 1024 * 1024;

/** Releases from the npm registry that the file, a trusted workspace or the user names. */
export function createNpm(
  { http, lookup }: Pick<Parts, 'http' | 'lookup'>,
  ways: NpmWays,
): Source<'releases'> {
  function address(
    query: QueryOf<'releases'>,
    place: Place,
    userHosts: HostPolicy['userHosts'],
  ): Address | undefined {
    const way = ways.of(query, place, userHosts, true);
    if (way?.ok !== true) return way;
    const { host, href } = way.registry;
    // A registry tells those who may not see a package that there is none.
    const { of } = way.signIn(urlOf(query, way));
    const key = `npm ${href} ${query.name}${of === 'workspace' ? ` as in ${place}` : ''}`;
    return { ok: true, key, host, namedBy: way.namedBy };
  }

  async function ask(query: QueryOf<'releases'>, errand: Errand): Promise<Fact<Releases>> {
    await ways.ready(errand.place);
    const way = ways.of(query, errand.place, errand.userHosts, errand.picked);
    if (way === undefined) return failed('the npm settings have just changed');
    if (!way.ok) return failed(way.why);

    const url = urlOf(query, way);
    const { authorization } = way.signIn(url);
    const headers = {
      accept: 'application/json',
      ...(authorization === undefined ? {} : { authorization }),
    };
    const answer = await http.send(
      { method: 'GET', url, headers, maxBytes: maxDocument },
      (to) => refusalOf(to, url.host, way.policy, lookup),
      errand.signal,
    );
    return factOf(answer, url.host, query.name, authorization !== undefined);
  }

  return {
    ready: (place) => ways.ready(place),
    address,
    ask,
    accepts: isReleases,
    forget: () => ways.forget(),
  };
}

function urlOf({ name }: QueryOf<'releases'>, { registry }: NpmWay): URL {
  return new URL(name.replace('/', '%2f'), registry);
}

function factOf(answer: HttpAnswer, host: string, name: string, signedIn: boolean): Fact<Releases> {
  if (!answer.ok) return failed(answer.why);
  const { status } = answer;
  if (status === 401 || status === 403) {
    return failed(
      signedIn
        ? `${host} does not take the credential of the npm settings: sign-in needed (${status})`
        : signInNeeded(host, status),
    );
  }
  if (status === 404) {
    return isOfRegistry(answer)
      ? { state: 'absent' }
      : failed(`${host} answered 404 not as a registry does`);
  }
  if (status !== 200) return failed(`${host} answered ${status}`);
  const releases = releasesIn(jsonOf(answer.body), name);
  if (releases === undefined) return failed(`${host} sent no document about this package`);
  return releases === 'none' ? { state: 'absent' } : { state: 'known', value: releases };
}

/** A web server that knows nothing of packages says 404, too: with a page. */
function isOfRegistry({ body, headers }: Extract<HttpAnswer, { ok: true }>): boolean {
  const type = headers.get('content-type') ?? '';
  return (
    body.byteLength === 0 ||
    /^\s*application\/(?:[\w.-]+\+)?json\b/i.test(type) ||
    jsonOf(body) !== undefined
  );
}
