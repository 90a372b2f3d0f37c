import type { Ecosystem } from '../core/rules/dependency-facts.ts';
import { failed, type Answers, type Fact } from '../core/rules/facts.ts';
import { factOfHeard, type Claim, type Heard } from './heard.ts';
import { isPublicHost } from './public-hosts.ts';
import { isAdvisories } from './kept-advisories.ts';
import { createNpmAdvisories } from './npm-advisories.ts';
import type { NpmWay, NpmWays } from './npm-way.ts';
import { createOsv, type OsvAnswer, type OsvPlace } from './osv.ts';
import { osvPlace, type AnyOsvPlace } from './osv-place.ts';
import { concernOf, fixedAfter, severityIn, type OsvSubject } from './osv-range.ts';
import { subjectsOf } from './osv-subjects.ts';
import { worstOf } from './severity.ts';
import { createPrivateNames } from './private-names.ts';
import type { Address, Errand, Parts, Place, QueryOf, Source } from './source.ts';
import type { Ways } from './ways.ts';

type Query = QueryOf<'advisories'>;

type AnyNpmWay = NpmWay | { readonly ok: false; readonly why: string };

/** Whom one question goes to. */
interface Plan {
  readonly osv: AnyOsvPlace;
  /** Null: not a package of npm. */
  readonly npm: AnyNpmWay | null;
}

/** What is known against one version: by OSV or a mirror of it, and for npm by the registry it comes from. */
export function createAdvisories(parts: Parts, { npm: ways, python }: Ways): Source<'advisories'> {
  const names = createPrivateNames(parts.user, python);
  const osv = createOsv(parts);
  const npm = createNpmAdvisories(parts);

  function planOf(query: Query, place: Place, userHosts: Errand['userHosts']): Plan | undefined {
    const mirror = parts.osv?.() ?? null;
    if (query.ecosystem !== 'npm') {
      const why = mirror !== null ? null : strangeIndex(query, names.whyNot(query));
      if (why === undefined) return undefined;
      return { osv: why === null ? osvPlace(mirror) : { ok: false, why }, npm: null };
    }
    const way = wayOf(ways, query, place, userHosts);
    if (way === undefined) return undefined;
    return { osv: strangerTo(way, mirror) ?? osvPlace(mirror), npm: way };
  }

  async function askOsv(query: Query, place: AnyOsvPlace, signal: AbortSignal): Promise<Heard> {
    if (!place.ok) return { source: 'osv', claims: [], gap: place.why };
    const subjects = subjectsOf(query);
    if (subjects === null) return { source: 'osv', claims: [], gap: 'no such package can be' };
    const heard = await Promise.all(
      subjects.map(async ({ question, subject }) => {
        const answer = await osv.ask(place, question, signal);
        return heardOf(answer, subject, place);
      }),
    );
    return {
      source: 'osv',
      claims: heard.flatMap(({ claims }) => claims),
      gap: heard.find(({ gap }) => gap !== null)?.gap ?? null,
    };
  }

  async function askNpm(
    query: Query,
    way: AnyNpmWay | null,
    signal: AbortSignal,
  ): Promise<Heard | null> {
    if (way === null) return null;
    if (!way.ok) return { source: 'npm', claims: [], gap: way.why };
    const { name, version } = query;
    const heard = await npm.ask({ name, version, way }, signal);
    return heard ?? { source: 'npm', claims: [], gap: 'stopped' };
  }

  return {
    async ready(place) {
      await Promise.all([ways.ready(place), names.ready()]);
    },
    address(query, place, userHosts): Address | undefined {
      const plan = planOf(query, place, userHosts);
      return plan === undefined ? undefined : addressOf(query, plan, place);
    },
    async ask(query, errand): Promise<Fact<Answers['advisories']>> {
      await Promise.all([ways.ready(errand.place), names.ready()]);
      const plan = planOf(query, errand.place, errand.userHosts);
      if (plan === undefined) return failed('your settings have just changed');
      const [ofOsv, ofNpm] = await Promise.all([
        askOsv(query, plan.osv, errand.signal),
        askNpm(query, plan.npm, errand.signal),
      ]);
      return factOfHeard(query.ecosystem, ofNpm === null ? [ofOsv] : [ofOsv, ofNpm]);
    },
    accepts: isAdvisories,
    forget() {
      ways.forget();
      names.forget();
      osv.forget();
    },
  };
}

/** A registry that nobody but a file names is not asked, and no credential goes there. */
function wayOf(
  ways: NpmWays,
  { name, registry }: Query,
  place: Place,
  userHosts: Errand['userHosts'],
): AnyNpmWay | undefined {
  return ways.of({ name, registry: registry ?? null }, place, userHosts, false);
}

/**
 * Why a package of npm is none that OSV may be asked about: its name may be known to few. A registry that stands in for the
 * public one may have packages of its own beside those. Whom the user's settings name hears of all.
 */
function strangerTo(way: AnyNpmWay, mirror: string | null): AnyOsvPlace | null {
  if (mirror !== null) return null;
  if (!way.ok) return way;
  const { host } = way.registry;
  if (isPublicHost(host, 'packages')) return null;
  return { ok: false, why: `it comes from ${host}, so its name is not sent to OSV` };
}

/** The same for the others; `ofSettings`: what the user's own settings say where the file names no registry. */
function strangeIndex(
  { registry }: Query,
  ofSettings: string | null | undefined,
): string | null | undefined {
  if (registry === undefined) return ofSettings;
  const host = URL.canParse(registry) ? new URL(registry).host : 'another registry';
  if (isPublicHost(host, 'packages')) return null;
  return `it comes from ${host}, so its name is not sent to OSV`;
}

function addressOf(query: Query, { osv, npm }: Plan, place: Place): Address {
  const { ecosystem, name, version } = query;
  const parts: string[] = [];
  if (osv.ok) parts.push(osv.base.href);
  if (npm?.ok === true) {
    const { of } = npm.signIn(npm.registry);
    parts.push(`${npm.registry.href}${of === 'workspace' ? ` as in ${place}` : ''}`);
  }
  const host = osv.ok ? osv.base.host : npm?.ok === true ? npm.registry.host : null;
  if (host === null) return { ok: false, why: osv.ok ? 'nobody can be asked' : osv.why };
  const isUsers = osv.ok ? osv.isUsers : npm?.ok === true && npm.namedBy === 'user';
  return {
    ok: true,
    key: `advisories ${parts.join(' + ')} ${ecosystem} ${name} ${version}`,
    host,
    namedBy: isUsers ? 'user' : 'known',
  };
}

function heardOf(answer: OsvAnswer | undefined, subject: OsvSubject, { base }: OsvPlace): Heard {
  const claims: Claim[] = [];
  let gap = answer === undefined ? 'stopped' : answer.gap;
  for (const entry of answer?.entries ?? []) {
    const concern = concernOf(entry, subject);
    if (concern === 'unread') gap ??= `${base.host} gives ${entry.id} a range that cannot be read`;
    if (concern !== 'yes') continue;
    claims.push({
      source: 'osv',
      ids: [entry.id, ...entry.aliases],
      summary: entry.summary,
      severity: worstOf(severityIn(entry, subject)),
      fixed: asWritten(subject.ecosystem, fixedAfter(entry, subject)),
      malicious: entry.malicious,
    });
  }
  return { source: 'osv', claims, gap };
}

/** Go writes a `v` that OSV leaves out. */
function asWritten(ecosystem: Ecosystem, version: string | null): string | null {
  return version === null || ecosystem !== 'go' ? version : `v${version}`;
}
