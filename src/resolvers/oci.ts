import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import type { Fact, ImageDigest, ImageDigestQuery } from '../core/rules/facts.ts';
import { lookupAll, type Lookup } from './addresses.ts';
import { mayAsk, realmRefusal, refusalOf, type HostPolicy } from './hosts.ts';
import type { Http, HttpAnswer } from './http.ts';

/** Asks a registry for the digest a tag points to now. Never throws. */
export type AskImageDigest = (
  query: ImageDigestQuery,
  policy: HostPolicy,
  signal: AbortSignal,
) => Promise<Fact<ImageDigest>>;

export interface OciOptions {
  readonly http: Http;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly lookup?: Lookup | undefined;
}

/** Without all four, a tag for several platforms is answered by 404 (OCI distribution 1.1, "Pulling manifests"). */
const manifestTypes = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
];

/** The least a registry must take by the distribution specification, and the most that clients do. */
const maxManifest = 4 * 1024 * 1024;
const maxToken = 64 * 1024;
const maxTokens = 500;

const manifestBody = z.object({ schemaVersion: z.literal(2) });
const errorBody = z.object({ errors: z.array(z.object({ code: z.string() })) });
const tokenBody = z.object({
  token: z.optional(z.string()),
  access_token: z.optional(z.string()),
  expires_in: z.optional(z.number()),
});

interface Token {
  readonly value: string;
  readonly until: number;
}

/** One question on its way: where it goes and under which rules. */
interface Errand {
  readonly query: ImageDigestQuery;
  readonly policy: HostPolicy;
  readonly signal: AbortSignal;
  readonly url: URL;
}

/** Tokens are anonymous, kept in memory only, one a registry and repository. */
export function createOci(options: OciOptions): AskImageDigest {
  const { http, now, lookup = lookupAll } = options;
  const tokens = new Map<string, Token>();

  async function ask(
    query: ImageDigestQuery,
    policy: HostPolicy,
    signal: AbortSignal,
  ): Promise<Fact<ImageDigest>> {
    if (!isRepository(query.repository) || !isTag(query.tag))
      return failed('this is not an image reference');
    const permission = mayAsk(query.registry, policy);
    if (!permission.allowed) return failed(permission.why);
    const url = new URL(`/v2/${query.repository}/manifests/${query.tag}`, permission.origin);
    const errand: Errand = { query, policy, signal, url };

    const head = await manifest(errand, 'HEAD');
    if (!head.ok) return failed(head.why);
    const digest = head.headers.get('docker-content-digest');
    if (head.status === 200 && digest !== null && manifestTypes.includes(mediaType(head))) {
      return isDigest(digest)
        ? { state: 'known', value: digest }
        : failed(`${url.host} sent a digest that is none`);
    }
    if (isRefusedSignIn(head.status)) return signInNeeded(url.host, head.status);
    // Some registries answer HEAD badly, and only the body of a 404 tells a missing tag from a wrong address.
    return fromBody(url.host, await manifest(errand, 'GET'));
  }

  async function manifest(errand: Errand, method: 'HEAD' | 'GET'): Promise<HttpAnswer> {
    const key = `${errand.url.origin} ${errand.query.repository}`;
    const known = tokens.get(key);
    const answer = await send(
      errand,
      method,
      known !== undefined && known.until > now() ? known : undefined,
    );
    if (!answer.ok || answer.status !== 401) return answer;
    tokens.delete(key);
    const token = await signIn(errand, answer.headers.get('www-authenticate') ?? '');
    if (typeof token === 'string') return { ok: false, why: token };
    if (tokens.size >= maxTokens) tokens.clear();
    tokens.set(key, token);
    return send(errand, method, token);
  }

  function send(
    errand: Errand,
    method: 'HEAD' | 'GET',
    token: Token | undefined,
  ): Promise<HttpAnswer> {
    const headers = {
      accept: manifestTypes.join(', '),
      ...(token === undefined ? {} : { authorization: `Bearer ${token.value}` }),
    };
    const { url, signal } = errand;
    return http.send(
      { method, url, headers, maxBytes: maxManifest },
      (to) => guard(errand, to, url.host),
      signal,
    );
  }

  /** A token, or why there is none. */
  async function signIn(errand: Errand, challenge: string): Promise<Token | string> {
    const { query, policy, signal, url } = errand;
    const { realm, service } = bearerOf(challenge);
    if (realm === undefined) return signInNeeded(url.host, 401).why;
    if (!URL.canParse(realm)) return `${url.host} names no usable place to sign in`;
    const at = new URL(realm);
    const refusal = realmRefusal(at, query.registry, url.host, policy);
    if (refusal !== null) return refusal;
    if (service !== undefined) at.searchParams.set('service', service);
    at.searchParams.set('scope', `repository:${query.repository}:pull`);
    // No Authorization header at all: registries refuse an empty one.
    const request = {
      method: 'GET',
      url: at,
      headers: { accept: 'application/json' },
      maxBytes: maxToken,
    } as const;
    const answer = await http.send(request, (to) => guard(errand, to, at.host), signal);
    if (!answer.ok) return answer.why;
    if (isRefusedSignIn(answer.status)) return signInNeeded(url.host, answer.status).why;
    if (answer.status !== 200) return `${at.host} gave no token (${answer.status})`;
    return tokenOf(answer.body) ?? `${at.host} gave no token that could be read`;
  }

  function guard(errand: Errand, to: URL, startedAt: string): Promise<string | null> {
    return refusalOf(to, startedAt, errand.policy, lookup);
  }

  function tokenOf(body: Uint8Array): Token | undefined {
    const read = tokenBody.safeParse(jsonOf(body));
    const value = read.data?.token ?? read.data?.access_token;
    if (value === undefined || !/^[\x21-\x7e]+$/.test(value)) return undefined;
    // Sixty seconds is the specification's default; a little less, so that it does not end on the way.
    const seconds = Math.min(Math.max(read.data?.expires_in ?? 60, 0), 3600);
    return { value, until: now() + Math.max(seconds - 5, 0) * 1000 };
  }

  return ask;
}

function fromBody(host: string, answer: HttpAnswer): Fact<ImageDigest> {
  if (!answer.ok) return failed(answer.why);
  if (isRefusedSignIn(answer.status)) return signInNeeded(host, answer.status);
  if (answer.status === 404) {
    const codes =
      errorBody.safeParse(jsonOf(answer.body)).data?.errors.map((error) => error.code) ?? [];
    const missing = codes.some((code) =>
      ['MANIFEST_UNKNOWN', 'NAME_UNKNOWN', 'NOT_FOUND'].includes(code),
    );
    return missing ? { state: 'absent' } : failed(`${host} answered 404 not as a registry does`);
  }
  if (answer.status !== 200) return failed(`${host} answered ${answer.status}`);
  const computed = `sha256:${createHash('sha256').update(answer.body).digest('hex')}`;
  const said = answer.headers.get('docker-content-digest');
  if (said !== null && said !== computed)
    return failed(`${host} sent a manifest that does not match its digest`);
  if (!manifestBody.safeParse(jsonOf(answer.body)).success)
    return failed(`${host} sent no image manifest`);
  return { state: 'known', value: computed };
}

/** Realm and service of a Bearer challenge; empty when there is none. Several challenges may stand in one header. */
function bearerOf(challenge: string): { readonly realm?: string; readonly service?: string } {
  const from = challenge.slice(0, 4096).search(/\bbearer\s/i);
  if (from < 0) return {};
  const found: { realm?: string; service?: string } = {};
  for (const [, name = '', value = ''] of challenge
    .slice(from, 4096)
    .matchAll(/\b([a-z]+)="([^"]*)"/gi)) {
    const key = name.toLowerCase();
    if (key === 'realm' || key === 'service') found[key] ??= value;
  }
  return found;
}

function isDigest(text: string): boolean {
  return /^sha256:[0-9a-f]{64}$/.test(text);
}

function isRepository(text: string): boolean {
  return text.length <= 255 && text.split('/').every((part) => /^[a-z0-9][a-z0-9._-]*$/.test(part));
}

function isTag(text: string): boolean {
  return /^\w[\w.-]{0,127}$/.test(text);
}

function mediaType(answer: { readonly headers: Headers }): string {
  return (answer.headers.get('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

function isRefusedSignIn(status: number): boolean {
  return status === 401 || status === 403;
}

/** docker.io says 401 for what does not exist, too. */
function signInNeeded(
  host: string,
  status: number,
): { readonly state: 'failed'; readonly why: string } {
  return failed(`not public on ${host}: sign-in needed (${status})`);
}

function jsonOf(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return undefined;
  }
}

function failed(why: string): { readonly state: 'failed'; readonly why: string } {
  return { state: 'failed', why };
}
