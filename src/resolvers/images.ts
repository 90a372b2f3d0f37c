import * as z from 'zod/mini';
import type { Fact, ImageBuild, ImageDigestQuery } from '../core/rules/facts.ts';
import { isProvenance } from './attested.ts';
import { createDockerCredentials } from './docker-credentials.ts';
import { createImageScans } from './image-scans.ts';
import { mayAsk, namedBy, type HostPolicy } from './hosts.ts';
import { createJudge } from './judge-bundle.ts';
import { createOci } from './oci.ts';
import { isDigest } from './oci-body.ts';
import { askBuild } from './oci-build.ts';
import { askDigest } from './oci-digest.ts';
import { askSignature } from './oci-signature.ts';
import { createScanner } from './scanner.ts';
import type { Address, Parts, Source } from './source.ts';

export interface Images {
  readonly digests: Source<'image-digest'>;
  readonly builds: Source<'image-build'>;
  readonly scans: Source<'image-scan'>;
  readonly signatures: Source<'image-signature'>;
}

const longestReason = 190;
const build = z.object({ builtAt: z.nullable(z.number()) });

/** Images of registries: public ones, and those of the user's docker settings with the credentials there. */
export function createImages(parts: Parts): Images {
  const { http, now, lookup, user } = parts;
  const credentials = createDockerCredentials({ user, now });
  const oci = createOci({ http, now, lookup, credentials });
  const judge = createJudge(parts.trust);
  const scan = createScanner({
    run: user.runProgram,
    platform: user.platform,
    server: parts.trivyServer ?? (() => null),
  });

  function addressOf(
    { registry, repository }: Pick<ImageDigestQuery, 'registry' | 'repository'>,
    reference: string,
    userHosts: HostPolicy['userHosts'],
  ): Address | undefined {
    const hosts = credentials.hosts();
    if (hosts === undefined) return undefined;
    const all = [...userHosts, ...hosts];
    const policy = { serves: 'images', userHosts: all, picked: true } as const;
    const permission = mayAsk(registry, policy);
    if (!permission.allowed) return { ok: false, why: permission.why };
    const key = `${registry}/${repository}${reference}`;
    return { ok: true, key, host: registry, namedBy: namedBy(registry.toLowerCase(), policy) };
  }

  const shared = {
    ready: () => credentials.ready(),
    forget() {
      credentials.forget();
      oci.forget();
    },
  };
  return {
    digests: {
      ...shared,
      address: (query, _place, userHosts) => addressOf(query, `:${query.tag}`, userHosts),
      ask: async (query, errand) => shortened(await askDigest(oci, query, errand)),
      accepts: isDigest,
    },
    builds: {
      ...shared,
      address: (query, _place, userHosts) => addressOf(query, `@${query.digest}`, userHosts),
      ask: async (query, errand) => shortened(await askBuild(oci, query, errand, now())),
      accepts: (value): value is ImageBuild => build.safeParse(value).success,
    },
    scans: {
      ...shared,
      ...createImageScans(oci, scan, lookup),
      address: (query, _place, userHosts) => addressOf(query, `@${query.digest}`, userHosts),
    },
    signatures: {
      ...shared,
      address: (query, _place, userHosts) => addressOf(query, `@${query.digest}`, userHosts),
      ask: async (query, errand) => shortened(await askSignature(oci, query, errand, judge)),
      accepts: isProvenance,
    },
  };
}

/** A registry chooses the host that it sends people to, and a host may be long. */
function shortened<Value>(fact: Fact<Value>): Fact<Value> {
  return fact.state === 'failed' && fact.why.length > longestReason
    ? { state: 'failed', why: `${fact.why.slice(0, longestReason)}…` }
    : fact;
}
