import type { Lookup } from './addresses.ts';
import type { DockerCredentials } from './docker-credentials.ts';
import { mayAsk, refusalOf } from './hosts.ts';
import type { Guard, Http, HttpAnswer } from './http.ts';
import { createSignIn, type Pass, type Visit } from './oci-sign-in.ts';
import { signInNeeded } from './refused.ts';
import type { Errand } from './source.ts';

/** What is asked of a repository. */
export interface OciRequest {
  readonly method: 'HEAD' | 'GET';
  /** Below the repository: `manifests/1.4`, `blobs/sha256:…`. */
  readonly path: string;
  readonly accept: string;
  readonly maxBytes: number;
  /** Called when it is not sent on to a host that is not asked. */
  readonly onRefused?: () => void;
}

/** Asks registries by the distribution specification, signing in as they want it. No method throws or rejects. */
export interface Oci {
  /** Where a repository's registry answers, or why it is not asked. */
  visit(of: OciRepository, errand: Omit<Errand, 'place'>): Visit | string;
  send(visit: Visit, request: OciRequest): Promise<HttpAnswer>;
  forget(): void;
}

export interface OciRepository {
  readonly registry: string;
  readonly repository: string;
}

export interface OciOptions {
  readonly http: Http;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly lookup: Lookup;
  readonly credentials: DockerCredentials;
}

/** Without all four, a tag for several platforms is answered by 404 (OCI distribution 1.1, "Pulling manifests"). */
export const manifestTypes = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
];

/** The least a registry must take by the distribution specification, and the most that clients do; bytes. */
export const maxManifest = 4 * 1024 * 1024;
const maxPasses = 500;

type GoodPass = Extract<Pass, { readonly ok: true }>;

/** Passes are kept in memory only, one a repository and way to sign in. */
export function createOci(options: OciOptions): Oci {
  const { http, now, lookup, credentials } = options;
  const signIn = createSignIn({ http, now, lookup, credentials });
  const ways = ['signedIn', 'anonymous'] as const;
  const passes = new Map<string, GoodPass>();

  function keyOf({ origin, repository }: Visit, way: (typeof ways)[number]): string {
    return `${way} ${origin.origin} ${repository}`;
  }

  function keptFor(visit: Visit): GoodPass | undefined {
    return ways
      .map((way) => passes.get(keyOf(visit, way)))
      .find((pass) => pass !== undefined && pass.until > now());
  }

  function once(visit: Visit, request: OciRequest, pass?: GoodPass): Promise<HttpAnswer> {
    const { origin, repository, policy, signal } = visit;
    const { method, path, accept, maxBytes } = request;
    const headers = {
      accept,
      ...(pass === undefined ? {} : { authorization: pass.authorization }),
    };
    const url = new URL(`/v2/${repository}/${path}`, origin);
    const guard: Guard = async (to) => {
      const refusal = await refusalOf(to, origin.host, policy, lookup);
      if (refusal !== null && to.host !== origin.host) request.onRefused?.();
      return refusal;
    };
    return http.send({ method, url, headers, maxBytes }, guard, signal);
  }

  async function send(visit: Visit, request: OciRequest): Promise<HttpAnswer> {
    const first = await once(visit, request, keptFor(visit));
    const challenge = first.ok ? first.headers.get('www-authenticate') : null;
    if (!first.ok || !isRefusedSignIn(first.status) || challenge === null) return first;
    for (const way of ways) passes.delete(keyOf(visit, way));

    let why: string | undefined;
    for (const way of ways) {
      const pass = await signIn[way](visit, challenge);
      if (pass === null) continue;
      if (!pass.ok) {
        why ??= pass.why;
        if (pass.final) break;
        continue;
      }
      const answer = await once(visit, request, pass);
      if (!answer.ok || !isRefusedSignIn(answer.status)) {
        if (passes.size >= maxPasses) passes.clear();
        passes.set(keyOf(visit, way), pass);
        return answer;
      }
      why ??=
        way === 'signedIn'
          ? `not readable on ${visit.origin.host} with the credentials of your docker settings (${answer.status})`
          : signInNeeded(visit.origin.host, answer.status);
    }
    return { ok: false, why: why ?? signInNeeded(visit.origin.host, first.status) };
  }

  return {
    visit({ registry, repository }, { userHosts, picked, signal }) {
      if (!isRepository(repository)) return 'this is not an image reference';
      const all = [...userHosts, ...(credentials.hosts() ?? [])];
      const policy = { serves: 'images', userHosts: all, picked } as const;
      const permission = mayAsk(registry, policy);
      if (!permission.allowed) return permission.why;
      const { origin } = permission;
      return { registry, repository, origin, policy, listed: userHosts, signal };
    },
    send,
    forget: () => passes.clear(),
  };
}

export function isRefusedSignIn(status: number): boolean {
  return status === 401 || status === 403;
}

function isRepository(text: string): boolean {
  return text.length <= 255 && text.split('/').every((part) => /^[a-z0-9][a-z0-9._-]*$/.test(part));
}
