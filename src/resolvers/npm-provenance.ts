import * as z from 'zod/mini';
import { failed, type Fact } from '../core/rules/facts.ts';
import type { Provenance } from '../core/rules/dependency-facts.ts';
import { allOf, isProvenance, outcomeOf, type Outcome } from './attested.ts';
import { refusalOf, type HostPolicy } from './hosts.ts';
import type { HttpAnswer } from './http.ts';
import type { JudgeBundle } from './judge-bundle.ts';
import { jsonOf } from './json.ts';
import type { NpmWay, NpmWays } from './npm-way.ts';
import { refused } from './refused.ts';
import type { Address, Errand, Parts, Place, QueryOf, Source } from './source.ts';
import type { Statement } from './statement.ts';

type Asked = QueryOf<'provenance'>;

/** A release has two of them, of about ten kilobytes. */
const maxAnswer = 2 * 1024 * 1024;
const maxAttestations = 16;

const listBody = z.object({
  attestations: z.array(z.object({ bundle: z.unknown() })).check(z.maxLength(maxAttestations)),
});
const manifestBody = z.object({
  version: z.string(),
  dist: z.object({ integrity: z.string().check(z.maxLength(2000)) }),
});

/** Attestations of releases, from the npm registry that the file, a trusted workspace or the user names. */
export function createNpmProvenance(
  { http, lookup }: Pick<Parts, 'http' | 'lookup'>,
  ways: NpmWays,
  judge: JudgeBundle,
): Source<'provenance'> {
  const wanted = ({ name, registry }: Asked) => ({ name, registry: registry ?? null });

  function address(
    query: Asked,
    place: Place,
    userHosts: HostPolicy['userHosts'],
  ): Address | undefined {
    const way = ways.of(wanted(query), place, userHosts, true);
    if (way?.ok !== true) return way;
    const { host, href } = way.registry;
    const { of } = way.signIn(attestationsOf(query, way));
    const as = of === 'workspace' ? ` as in ${place}` : '';
    const key = `npm provenance ${href} ${query.name} ${query.version}${as}`;
    return { ok: true, key, host, namedBy: way.namedBy };
  }

  async function ask(query: Asked, errand: Errand): Promise<Fact<Provenance>> {
    if (!/^\d[\w.+-]{0,127}$/.test(query.version)) return failed('this is no version');
    await ways.ready(errand.place);
    const way = ways.of(wanted(query), errand.place, errand.userHosts, errand.picked);
    if (way === undefined) return failed('the npm settings have just changed');
    if (!way.ok) return failed(way.why);
    const { host } = way.registry;

    const get = (url: URL): Promise<HttpAnswer> => {
      const { authorization } = way.signIn(url);
      const headers = {
        accept: 'application/json',
        ...(authorization === undefined ? {} : { authorization }),
      };
      const guard = (to: URL): Promise<string | null> => refusalOf(to, host, way.policy, lookup);
      return http.send({ method: 'GET', url, headers, maxBytes: maxAnswer }, guard, errand.signal);
    };
    const listed = await get(attestationsOf(query, way));
    if (!listed.ok) return failed(listed.why);
    // A registry that keeps none answers so, too.
    if (listed.status === 404) return { state: 'known', value: { state: 'none' } };
    if (listed.status !== 200) return failed(refused(host, listed.status));
    const list = listBody.safeParse(jsonOf(listed.body)).data?.attestations;
    if (list === undefined) return failed(`${host} sent no list of attestations`);
    if (list.length === 0) return { state: 'known', value: { state: 'none' } };

    const manifest = await get(manifestOf(query, way));
    if (!manifest.ok) return failed(manifest.why);
    if (manifest.status !== 200) return failed(refused(host, manifest.status));
    const sha512 = hashIn(manifest.body, query);
    if (sha512 === undefined) return failed(`${host} gives no sha512 of this release`);

    const outcomes: Outcome[] = [];
    for (const { bundle } of list) {
      outcomes.push(
        await outcomeOf(judge, bundle, (statement) => objection(statement, query, sha512), isBuild),
      );
    }
    return allOf(outcomes);
  }

  return {
    ready: (place) => ways.ready(place),
    address,
    ask,
    accepts: isProvenance,
    forget: () => ways.forget(),
  };
}

function attestationsOf({ name, version }: Asked, { registry }: NpmWay): URL {
  return new URL(`-/npm/v1/attestations/${escaped(name)}@${version}`, registry);
}

function manifestOf({ name, version }: Asked, { registry }: NpmWay): URL {
  return new URL(`${escaped(name)}/${version}`, registry);
}

function escaped(name: string): string {
  return name.replace('/', '%2f');
}

/** As hex; undefined when the answer has none for this version. */
function hashIn(body: Uint8Array, { version }: Asked): string | undefined {
  const read = manifestBody.safeParse(jsonOf(body)).data;
  if (read?.version !== version) return undefined;
  const hash = /(?:^|\s)sha512-([A-Za-z0-9+/]{86}==)(?=$|[\s?])/.exec(read.dist.integrity)?.[1];
  return hash === undefined ? undefined : Buffer.from(hash, 'base64').toString('hex');
}

function objection(
  { subject }: Statement,
  { name, version }: Asked,
  sha512: string,
): string | null {
  const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`;
  const own = subject.filter((each) => each.name === purl);
  if (own.length === 0) return 'it is about another package or version';
  return own.some((each) => each.digest('sha512') === sha512)
    ? null
    : 'it is about other bytes than the registry has';
}

function isBuild({ predicateType }: Statement): boolean {
  return predicateType.startsWith('https://slsa.dev/provenance/');
}
