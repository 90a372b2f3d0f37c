import type {
  Advisories,
  Advisory,
  AdvisorySeverity,
  AdvisorySource,
  Ecosystem,
} from '../core/rules/dependency-facts.ts';
import { failed, type Fact } from '../core/rules/facts.ts';
import { rankOf, worstOf } from './severity.ts';
import { versionsInOrder } from './version-order.ts';

/** What one entry of one source says against a version. */
export interface Claim {
  readonly source: AdvisorySource;
  /** All names of it, its own first; at least one. */
  readonly ids: readonly string[];
  readonly summary: string;
  readonly severity: AdvisorySeverity | null;
  readonly fixed: string | null;
  readonly malicious: boolean;
}

/** What one source said. */
export interface Heard {
  readonly source: AdvisorySource;
  readonly claims: readonly Claim[];
  /** Why it said nothing, or not all; null: it said all. */
  readonly gap: string | null;
}

export const maxAdvisories = 200;
const maxAliases = 50;

/** One fact of what the sources said: known where one of them answered, failed where none did. */
export function factOfHeard(ecosystem: Ecosystem, heard: readonly Heard[]): Fact<Advisories> {
  const answered = heard.filter(({ claims, gap }) => gap === null || claims.length > 0);
  const gaps = heard.flatMap(({ source, gap }) => (gap === null ? [] : [{ source, why: gap }]));
  if (answered.length === 0) return failed(gaps[0]?.why ?? 'nobody could be asked');
  return {
    state: 'known',
    value: {
      list: together(
        ecosystem,
        answered.flatMap(({ claims }) => claims),
      ),
      asked: answered.map(({ source }) => source),
      failed: gaps,
    },
  };
}

/** Each vulnerability once, worst first: claims that share a name, also by way of a third, are about the same one. */
export function together(ecosystem: Ecosystem, claims: readonly Claim[]): readonly Advisory[] {
  return groupsOf(claims)
    .map((group) => advisoryOf(ecosystem, group))
    .toSorted((a, b) => weightOf(b) - weightOf(a) || (a.id < b.id ? -1 : 1))
    .slice(0, maxAdvisories);
}

function weightOf({ malicious, severity }: Advisory): number {
  return rankOf(severity) + (malicious ? 10 : 0);
}

/** Takes time by the number of names, also where all claims share one. */
function groupsOf(claims: readonly Claim[]): readonly (readonly Claim[])[] {
  const links = claims.map((_, index) => index);
  const firstOf = (index: number): number => {
    let at = index;
    for (let next = links[at] ?? at; next !== at; next = links[at] ?? at) {
      links[at] = links[next] ?? next;
      at = next;
    }
    return at;
  };
  const owners = new Map<string, number>();
  for (const [index, { ids }] of claims.entries()) {
    for (const id of ids) {
      const name = id.toLowerCase();
      const owner = owners.get(name);
      if (owner === undefined) owners.set(name, index);
      else links[firstOf(index)] = firstOf(owner);
    }
  }
  const groups = new Map<number, Claim[]>();
  for (const [index, claim] of claims.entries()) {
    const first = firstOf(index);
    const group = groups.get(first);
    if (group === undefined) groups.set(first, [claim]);
    else group.push(claim);
  }
  return [...groups.values()];
}

function advisoryOf(ecosystem: Ecosystem, group: readonly Claim[]): Advisory {
  const names = new Map(
    group.flatMap(({ ids }) => ids.map((id) => [id.toLowerCase(), id] as const)),
  );
  const [id = '', ...aliases] = [...names.values()].toSorted(byFame);
  const malicious = group.some((claim) => claim.malicious);
  return {
    id,
    aliases: aliases.slice(0, maxAliases),
    summary: group.map(({ summary }) => summary).find((summary) => summary !== '') ?? '',
    severity: malicious ? 'critical' : worstOf(group.map(({ severity }) => severity)),
    ...(malicious ? {} : ratedBy(group)),
    fixed: lastOf(
      ecosystem,
      group.map(({ fixed }) => fixed),
    ),
    malicious,
    by: (['osv', 'npm'] as const).filter((source) =>
      group.some((claim) => claim.source === source),
    ),
  };
}

/** Nothing where the sources agree, or not both rate it. */
function ratedBy(group: readonly Claim[]): Pick<Advisory, 'rated'> {
  const worst = (wanted: AdvisorySource): AdvisorySeverity | null =>
    worstOf(group.flatMap(({ source, severity }) => (source === wanted ? [severity] : [])));
  const [osv, npm] = [worst('osv'), worst('npm')];
  return osv === null || npm === null || osv === npm ? {} : { rated: { osv, npm } };
}

/** The name that people know comes first. */
function byFame(a: string, b: string): number {
  return fameOf(a) - fameOf(b) || (a < b ? -1 : 1);
}

function fameOf(id: string): number {
  const place = ['CVE-', 'MAL-', 'GHSA-'].findIndex((prefix) => id.startsWith(prefix));
  return place === -1 ? 3 : place;
}

/** Who says a higher one may know of more. */
function lastOf(ecosystem: Ecosystem, versions: readonly (string | null)[]): string | null {
  let last: string | null = null;
  for (const version of versions) {
    if (version === null) continue;
    if (last === null || (versionsInOrder(ecosystem, version, last) ?? 0) > 0) last = version;
  }
  return last;
}
