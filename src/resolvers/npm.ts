import { failed, type Fact, type Releases } from '../core/rules/facts.ts';
import { mayAskAddress, namedBy, refusalOf, type HostPolicy } from './hosts.ts';
import type { HttpAnswer } from './http.ts';
import { jsonOf } from './json.ts';
import { isReleases } from './kept-releases.ts';
import { releasesIn } from './npm-packument.ts';
import {
  noWorkspace,
  readUserNpm,
  readWorkspaceNpm,
  registryFor,
  type NpmSettings,
  type UserNpm,
} from './npm-settings.ts';
import { authorizationIn, basic, userReader, workspaceReader } from './npm-sign-in.ts';
import type { Address, Errand, Parts, Place, QueryOf, Source } from './source.ts';

/** Where one package is asked for. */
interface Way {
  /** With a slash at its end; without userinfo, query and fragment. */
  readonly registry: URL;
  /** What the user's own setting writes before the host: a name and a password. */
  readonly written: string | undefined;
}

/** Whose credential goes with a question, if any does. */
interface SignIn {
  readonly of: 'user' | 'workspace';
  readonly authorization: string | undefined;
}

/** Documents of old packages are large; the short form of them has no dates. */
const maxDocument = 64 * 1024 * 1024;

/** Releases from the npm registry that the file, a trusted workspace or the user names. */
export function createNpm({ http, lookup, user }: Parts): Source<'releases'> {
  let mine: Promise<UserNpm> | undefined;
  let places = new Map<Place, NpmSettings>();

  async function ready(place: Place): Promise<void> {
    const into = places;
    if (into.has(place)) return;
    mine ??= readUserNpm(user);
    const [own, workspace] = await Promise.all([
      mine,
      place === null ? noWorkspace : readWorkspaceNpm(place, user),
    ]);
    into.set(place, { user: own, workspace });
  }

  function address(
    query: QueryOf<'releases'>,
    place: Place,
    userHosts: HostPolicy['userHosts'],
  ): Address | undefined {
    const settings = places.get(place);
    if (settings === undefined) return undefined;
    const way = wayOf(query, settings);
    if (typeof way === 'string') return { ok: false, why: way };
    const policy = policyOf(settings, userHosts, true);
    const permission = mayAskAddress(way.registry, policy);
    if (!permission.allowed) return { ok: false, why: permission.why };
    const { host, href } = way.registry;
    // A registry tells those who may not see a package that there is none.
    const { of } = signInFor(query, way, settings, policy);
    const key = `npm ${href} ${query.name}${of === 'workspace' ? ` as in ${place}` : ''}`;
    return { ok: true, key, host, namedBy: namedBy(host, policy) };
  }

  async function ask(query: QueryOf<'releases'>, errand: Errand): Promise<Fact<Releases>> {
    await ready(errand.place);
    const settings = places.get(errand.place);
    if (settings === undefined) return failed('the npm settings have just changed');
    const way = wayOf(query, settings);
    if (typeof way === 'string') return failed(way);
    const policy = policyOf(settings, errand.userHosts, errand.picked);
    const permission = mayAskAddress(way.registry, policy);
    if (!permission.allowed) return failed(permission.why);

    const url = urlOf(query, way);
    const { authorization } = signInFor(query, way, settings, policy);
    const headers = {
      accept: 'application/json',
      ...(authorization === undefined ? {} : { authorization }),
    };
    const answer = await http.send(
      { method: 'GET', url, headers, maxBytes: maxDocument },
      (to) => refusalOf(to, url.host, policy, lookup),
      errand.signal,
    );
    return factOf(answer, url.host, query.name, authorization !== undefined);
  }

  /** The user's credential; the workspace's only where the user has none, with the environment only for a user's host. */
  function signInFor(
    query: QueryOf<'releases'>,
    way: Way,
    settings: NpmSettings,
    policy: HostPolicy,
  ): SignIn {
    const url = urlOf(query, way);
    const users = authorizationIn(userReader(settings.user.env, settings.user.files), url);
    if (users !== undefined) return { of: 'user', authorization: users };
    const isUsers = namedBy(url.host, policy) === 'user' || policy.userHosts.includes(url.host);
    const env = isUsers ? user.env : undefined;
    const own = authorizationIn(workspaceReader(settings.workspace.settings, env), url);
    if (own !== undefined) return { of: 'workspace', authorization: own };
    return { of: 'user', authorization: way.written };
  }

  return {
    ready,
    address,
    ask,
    accepts: isReleases,
    forget() {
      mine = undefined;
      places = new Map();
    },
  };
}

/** Or why there is none. */
function wayOf({ name, registry }: QueryOf<'releases'>, settings: NpmSettings): Way | string {
  if (!isName(name)) return 'this is not the name of an npm package';
  if (settings.user.isUnread) return 'your npm settings could not be read';
  if (settings.workspace.isUnread) return 'the .npmrc here could not be read';
  const { text, by } =
    registry === null ? registryFor(name, settings) : { text: registry, by: 'the file' as const };
  if (text.includes('${') || !/^https?:\/\//i.test(text) || !URL.canParse(text))
    return `no usable address of a registry in ${by}`;
  const url = new URL(text);
  const written = by === 'your npm settings' ? inClear(url) : undefined;
  // A server may read it as another folder than the one that a credential is for.
  if (
    /(?:^|[/\\])\.\.(?:[/\\]|$)/.test(
      url.pathname.replaceAll(/%2e/gi, '.').replaceAll(/%2f|%5c/gi, '/'),
    )
  )
    return `no usable address of a registry in ${by}`;
  const folder = url.pathname.endsWith('/') ? url.pathname : `${url.pathname}/`;
  return { registry: new URL(folder, url.origin), written };
}

function urlOf({ name }: QueryOf<'releases'>, { registry }: Way): URL {
  return new URL(name.replace('/', '%2f'), registry);
}

/** The sign-in that stands before an address's host. */
function inClear({ username, password }: URL): string | undefined {
  if (password === '') return undefined;
  try {
    return basic(decodeURIComponent(username), decodeURIComponent(password));
  } catch {
    return undefined;
  }
}

/** As the registry takes names, old ones with capitals too. */
function isName(text: string): boolean {
  return text.length <= 214 && /^(?:@[a-z0-9~-][\w.~-]*\/)?[a-z0-9~-][\w.~-]*$/i.test(text);
}

function policyOf(
  { user }: NpmSettings,
  userHosts: HostPolicy['userHosts'],
  picked: boolean,
): HostPolicy {
  return { serves: 'packages', userHosts: [...userHosts, ...user.hosts], picked };
}

function factOf(answer: HttpAnswer, host: string, name: string, signedIn: boolean): Fact<Releases> {
  if (!answer.ok) return failed(answer.why);
  const { status } = answer;
  if (status === 401 || status === 403) {
    return failed(
      signedIn
        ? `${host} does not take the credential of the npm settings: sign-in needed (${status})`
        : `not public on ${host}: sign-in needed (${status})`,
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
