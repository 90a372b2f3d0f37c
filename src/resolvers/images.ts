import type { ImageBuildQuery, ImageDigestQuery } from '../core/rules/facts.ts';
import { mayAsk, namedBy, type HostPolicy } from './hosts.ts';
import { createOci } from './oci.ts';
import type { Address, Parts, Source } from './source.ts';

export interface Images {
  readonly digests: Source<'image-digest'>;
  readonly builds: Source<'image-build'>;
}

export function createImages(parts: Parts): Images {
  const digest = createOci(parts);
  const shared = { ready: async () => {}, forget: () => {} };
  return {
    digests: {
      ...shared,
      address: (query, _place, userHosts) => addressOf(query, `:${query.tag}`, userHosts),
      ask: (query, { userHosts, picked, signal }) =>
        digest(query, { serves: 'images', userHosts, picked }, signal),
      accepts: (value): value is string =>
        typeof value === 'string' && /^sha256:[0-9a-f]{64}$/.test(value),
    },
    builds: {
      ...shared,
      address: (query, _place, userHosts) => addressOf(query, `@${query.digest}`, userHosts),
      ask: async () => ({ state: 'failed', why: 'not asked' }),
      accepts: (value): value is never => false,
    },
  };
}

function addressOf(
  { registry, repository }: ImageDigestQuery | ImageBuildQuery,
  reference: string,
  userHosts: HostPolicy['userHosts'],
): Address {
  const policy = { serves: 'images', userHosts, picked: true } as const;
  const permission = mayAsk(registry, policy);
  if (!permission.allowed) return { ok: false, why: permission.why };
  return {
    ok: true,
    key: `${registry}/${repository}${reference}`,
    host: registry,
    namedBy: namedBy(registry.toLowerCase(), policy),
  };
}
