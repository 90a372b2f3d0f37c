import * as z from 'zod/mini';
import type { Lookup } from './addresses.ts';
import type { Credential } from './docker-config.ts';
import type { DockerCredentials } from './docker-credentials.ts';
import { credentialRefusal, namedBy, realmRefusal, refusalOf, type HostPolicy } from './hosts.ts';
import type { Http, HttpRequest } from './http.ts';
import { jsonOf } from './json.ts';
import { readChallenges, type Challenge } from './oci-challenge.ts';
import { signInNeeded } from './refused.ts';

/** A repository that is asked, under which rules. */
export interface Visit {
  /** As image references write it. */
  readonly registry: string;
  readonly repository: string;
  /** Where the registry's API answers. */
  readonly origin: URL;
  readonly policy: HostPolicy;
  /** Hosts of the extension's own setting alone: a realm among them may be given credentials. */
  readonly listed: readonly string[];
  readonly signal: AbortSignal;
}

/** Signed in: `authorization` is worth a try. Else why not; `final` when another way would not help. */
export type Pass =
  | { readonly ok: true; readonly authorization: string; readonly until: number }
  | { readonly ok: false; readonly why: string; readonly final: boolean };

export interface SignInOptions {
  readonly http: Http;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly lookup: Lookup;
  readonly credentials: Pick<DockerCredentials, 'find'>;
}

/** Answers the challenges of a registry. No method throws or rejects. */
export interface SignIn {
  /** With the user's credential for the registry; null when there is none. */
  signedIn(visit: Visit, challenge: string | null): Promise<Pass | null>;
  /** With a token that anybody gets; null when the registry names no place for one. */
  anonymous(visit: Visit, challenge: string | null): Promise<Pass | null>;
}

/** Of this program, for the registry's own logs. */
const clientId = 'mcp-posture';
const maxToken = 64 * 1024;
/** How long a password is used before it is looked up again; milliseconds. */
const passwordFor = 300_000;

const tokenBody = z.object({
  token: z.optional(z.string()),
  access_token: z.optional(z.string()),
  expires_in: z.optional(z.number()),
});

export function createSignIn({ http, now, lookup, credentials }: SignInOptions): SignIn {
  async function signedIn(visit: Visit, header: string | null): Promise<Pass | null> {
    const { registry, origin, policy, listed, signal } = visit;
    const challenges = readChallenges(header);
    const bearer = bearerOf(challenges);
    const basic = challenges.some(({ scheme }) => scheme === 'basic');
    if (bearer === undefined && !basic) return null;
    const found = await credentials.find(registry, policy.picked, signal);
    if (found.state === 'none') return null;
    if (found.state === 'failed') return refused(found.why);
    const { credential } = found;
    if (credential.kind === 'registry') return lasting(`Bearer ${credential.token}`);
    if (bearer === undefined) {
      return credential.kind === 'password'
        ? lasting(basicOf(credential))
        : refused(`${origin.host} wants a password, and the docker settings have a token`);
    }
    const realm = realmOf(bearer, visit);
    if (typeof realm === 'string') return final(realm);
    const refusal = credentialRefusal(realm, registry, origin, listed);
    if (refusal !== null) return refused(refusal);
    return token(requestFor(realm, bearer, visit, credential), visit, true);
  }

  async function anonymous(visit: Visit, header: string | null): Promise<Pass | null> {
    const bearer = bearerOf(readChallenges(header));
    if (bearer === undefined) return null;
    const realm = realmOf(bearer, visit);
    if (typeof realm === 'string') return final(realm);
    // No Authorization header at all: registries refuse an empty one.
    return token(requestFor(realm, bearer, visit, null), visit, false);
  }

  async function token(request: HttpRequest, visit: Visit, withCredential: boolean): Promise<Pass> {
    const { host } = request.url;
    const guard = (to: URL) => refusalOf(to, host, visit.policy, lookup);
    const answer = await http.send(request, guard, visit.signal);
    if (!answer.ok) return final(answer.why);
    const { status } = answer;
    if (withCredential && [400, 401, 403].includes(status))
      return refused(`${host} refuses the credentials of your docker settings (${status})`);
    if (status === 401 || status === 403) return refused(signInNeeded(visit.origin.host, status));
    if (status !== 200) return final(`${host} gave no token (${status})`);
    return passOf(answer.body) ?? final(`${host} gave no token that could be read`);
  }

  function passOf(body: Uint8Array): Pass | undefined {
    const read = tokenBody.safeParse(jsonOf(body)).data;
    const value = read?.token ?? read?.access_token;
    if (value === undefined || !/^[\x21-\x7e]+$/.test(value)) return undefined;
    // Sixty seconds is the specification's default; a little less, so that it does not end on the way.
    const seconds = Math.min(Math.max(read?.expires_in ?? 60, 0), 3600);
    const until = now() + Math.max(seconds - 5, 0) * 1000;
    return { ok: true, authorization: `Bearer ${value}`, until };
  }

  function lasting(authorization: string): Pass {
    return { ok: true, authorization, until: now() + passwordFor };
  }

  return { signedIn, anonymous };
}

function bearerOf(challenges: readonly Challenge[]): Challenge | undefined {
  return challenges.find(({ scheme, params }) => scheme === 'bearer' && params.has('realm'));
}

/** Where a token may be fetched at all, or why not. */
function realmOf({ params }: Challenge, visit: Visit): URL | string {
  const { origin, registry, policy, listed } = visit;
  const text = params.get('realm') ?? '';
  if (!URL.canParse(text)) return `${origin.host} names no usable place to sign in`;
  const realm = new URL(text);
  realm.hash = '';
  // Docker's settings name registries; a place to sign in is the extension's own setting to name.
  // A registry that nobody but the file names leads to none of the user's hosts.
  const isStranger = namedBy(registry.toLowerCase(), policy) === 'file';
  const userHosts = isStranger ? [] : listed;
  const refusal = realmRefusal(realm, registry, origin.host, { ...policy, userHosts });
  return refusal ?? realm;
}

function requestFor(
  realm: URL,
  { params }: Challenge,
  { repository }: Visit,
  credential: Exclude<Credential, { kind: 'registry' }> | null,
): HttpRequest {
  const service = params.get('service');
  const asked = {
    ...(service === undefined ? {} : { service }),
    scope: `repository:${repository}:pull`,
  };
  const headers = { accept: 'application/json' };
  if (credential?.kind === 'identity') {
    const form = { grant_type: 'refresh_token', ...asked, client_id: clientId };
    return {
      method: 'POST',
      url: realm,
      headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ ...form, refresh_token: credential.token }).toString(),
      maxBytes: maxToken,
    };
  }
  const url = new URL(realm);
  for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value);
  const authorization = credential === null ? {} : { authorization: basicOf(credential) };
  return { method: 'GET', url, headers: { ...headers, ...authorization }, maxBytes: maxToken };
}

function basicOf({ username, password }: Extract<Credential, { kind: 'password' }>): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

function refused(why: string): Pass {
  return { ok: false, why, final: false };
}

function final(why: string): Pass {
  return { ok: false, why, final: true };
}
