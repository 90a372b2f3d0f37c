import { lookupAll, reachByLookup, reachOfName, type Lookup } from './addresses.ts';
import { isPublicHost, publicRegistry, type Serves } from './public-hosts.ts';

export interface HostPolicy {
  /** What is asked for: a host that is known for images is not known for packages. */
  readonly serves: Serves;
  /**
   * Hosts of the user's own settings, with their ports: never a workspace's. One that is written with `http://` is asked
   * without encryption, as the user's own tools do.
   */
  readonly userHosts: readonly string[];
  /** A person has just picked an action that names this host. */
  readonly picked: boolean;
}

export type Permission =
  | { readonly allowed: true; readonly origin: URL }
  | { readonly allowed: false; readonly why: string };

/** Whether an image registry, written `host` or `host:port`, may be asked, and where its API answers. No look-up. */
export function mayAsk(host: string, policy: HostPolicy): Permission {
  const origin = originOf(host);
  if (origin === undefined) return refuse('this registry is not the name of a host');
  const endpoint = publicRegistry(origin.host)?.endpoint;
  return judge(origin, endpoint === undefined ? origin : (originOf(endpoint) ?? origin), policy);
}

/** Whether this address of a package registry or a repository may be asked. No look-up. */
export function mayAskAddress(url: URL, policy: HostPolicy): Permission {
  if (!isEncrypted(url, policy)) return refuse(`${url.host} would be asked without encryption`);
  return judge(url, url, policy);
}

/** Who named a host: a list of ours, the user's settings, or nobody but the file. */
export function namedBy(host: string, policy: HostPolicy): 'known' | 'user' | 'file' {
  const known =
    policy.serves === 'images'
      ? publicRegistry(host) !== undefined
      : isPublicHost(host, policy.serves);
  if (known) return 'known';
  return isUserHost(host, policy.userHosts) ? 'user' : 'file';
}

function judge(origin: URL, endpoint: URL, policy: HostPolicy): Permission {
  const reach = reachOfName(origin.hostname);
  if (reach === 'forbidden')
    return refuse(`${origin.host} is never asked: link-local or metadata address`);
  if (namedBy(origin.host, policy) !== 'file') return { allowed: true, origin: endpoint };
  if (reach === 'loopback') {
    return refuse(
      `${origin.host} is on this machine and not among your registries, so it was not asked`,
    );
  }
  if (reach === 'private') {
    return refuse(
      `${origin.host} is a private address and not among your registries, so it was not asked`,
    );
  }
  if (policy.picked) return { allowed: true, origin };
  return refuse(
    `${origin.host} is not a well-known public registry or among your registries, so it was not asked`,
  );
}

/**
 * Why a request must not be sent to this address, or null. Checks the scheme (https; http on loopback only), then all
 * addresses of the name. `startedAt` is the host that `mayAsk` allowed; any other must be allowed unasked.
 */
export async function refusalOf(
  url: URL,
  startedAt: string,
  policy: HostPolicy,
  lookup: Lookup = lookupAll,
): Promise<string | null> {
  if (!isEncrypted(url, policy)) return `${url.host} would be asked without encryption`;
  const users = isUserHost(url.host, policy.userHosts);
  const listed = isPublicHost(url.host, policy.serves);
  // Whom nobody but a file names must not lead to the user's own hosts, which may be inside their network.
  const isStranger =
    !isPublicHost(startedAt, policy.serves) && !isUserHost(startedAt, policy.userHosts);
  if (url.host !== startedAt && !listed && (isStranger || !users))
    return `${startedAt} sends the request on to ${url.host}, which is not asked`;
  const reach = await reachByLookup(url.hostname, lookup);
  if (reach === undefined) return listed || users ? null : `${url.host} was not found`;
  if (reach === 'forbidden')
    return `${url.host} has a link-local or metadata address, which is never asked`;
  if (reachOfName(url.hostname) === 'loopback' && reach !== 'loopback')
    return `${url.host} is not on this machine`;
  if (reach === 'public' || users) return null;
  return `${url.host} has an address inside this network and is not among your registries, so it was not asked`;
}

/**
 * Why this realm of a challenge must not be asked for a token, or null: it is the registry's own host, a known pair of
 * it, or a host of the user's settings. `registry` as references write it, `endpoint` is the host that challenged.
 */
export function realmRefusal(
  realm: URL,
  registry: string,
  endpoint: string,
  policy: HostPolicy,
): string | null {
  const clear = realm.protocol === 'http:' && reachOfName(realm.hostname) === 'loopback';
  if (realm.protocol !== 'https:' && !clear) return `${endpoint} wants sign-in without encryption`;
  if (realm.username !== '' || realm.password !== '')
    return `${endpoint} names no usable place to sign in`;
  const pairs = publicRegistry(registry.toLowerCase())?.realms ?? [];
  if (realm.host === endpoint || pairs.includes(realm.host)) return null;
  if (isUserHost(realm.host, policy.userHosts)) return null;
  return `${endpoint} wants sign-in at ${realm.host}, which is not known to belong to it`;
}

/**
 * Why this realm must not be given a credential, or null: it must be the registry's own host or a known pair of it over
 * https, or stand in the user's list of this extension, there over http only where realm and registry are on this
 * machine. `origin` is where the registry's API answers; `listed` are the hosts of that list alone.
 */
export function credentialRefusal(
  realm: URL,
  registry: string,
  origin: URL,
  listed: readonly string[],
): string | null {
  const pairs = publicRegistry(registry.toLowerCase())?.realms ?? [];
  const own = realm.host === origin.host || pairs.includes(realm.host);
  const local =
    realm.protocol === 'http:' &&
    reachOfName(realm.hostname) === 'loopback' &&
    reachOfName(origin.hostname) === 'loopback';
  const users = isUserHost(realm.host, listed);
  if (realm.username === '' && realm.password === '') {
    if (realm.protocol === 'https:' ? own || users : local && users) return null;
  }
  return `${origin.host} wants sign-in at ${realm.host}, which is not given your credentials`;
}

/** The host of an image registry in its shortest form, with its port; undefined when the text is more or less than one. */
export function hostOf(text: string): string | undefined {
  return originOf(text)?.host;
}

/** `https://host[:port]`, or http on loopback; undefined when the text is more or less than a host. */
function originOf(host: string): URL | undefined {
  if (host.length > 260 || !/^[\w.:[\]-]+$/.test(host)) return undefined;
  const secure = parse(`https://${host}`);
  if (secure === undefined || secure.pathname !== '/') return undefined;
  return reachOfName(secure.hostname) === 'loopback' ? parse(`http://${host}`) : secure;
}

function parse(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

/** https; http on this machine, or where the user's own settings write it. */
function isEncrypted(url: URL, { userHosts }: HostPolicy): boolean {
  if (url.protocol === 'https:') return true;
  if (url.protocol !== 'http:') return false;
  return (
    reachOfName(url.hostname) === 'loopback' ||
    userHosts.some((entry) => entry.trim().replace(/\/$/, '') === url.origin)
  );
}

function isUserHost(host: string, userHosts: readonly string[]): boolean {
  return userHosts.some((entry) => hostOfEntry(entry) === host);
}

/** A plain name is what a URL would make of it; hundreds of questions ask for each entry, and reading a URL is slow. */
function hostOfEntry(entry: string): string | undefined {
  if (/^[a-z][a-z0-9-]*(?:\.[a-z][a-z0-9-]*)+(?::\d{4,5})?$/.test(entry)) return entry;
  const bare = entry
    .trim()
    .replace(/^https?:\/\//, '')
    .replace(/\/$/, '');
  return originOf(bare)?.host;
}

function refuse(why: string): Permission {
  return { allowed: false, why };
}
