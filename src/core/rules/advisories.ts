import type { Server } from '../config/server.ts';
import type { PackageRef } from '../launch/launch.ts';
import type { Advisories, AdvisoriesQuery, Advisory } from './dependency-facts.ts';
import type { Fact, FactsAtHand, Query } from './facts.ts';
import { releasesNeeds } from './package-pin.ts';
import { releasesQuestion } from './registries.ts';
import { isWatched, pinnedVersion, runningVersion, type Running } from './running-version.ts';

/** What to ask about the code that a package of a launch runs, or why nobody can be asked: a clause without a period. */
export type AdvisoriesQuestion =
  | { readonly ok: true; readonly query: AdvisoriesQuery; readonly running: Running }
  | { readonly ok: false; readonly why: string };

/** What is known against the code that a package of a launch runs. */
export interface Known {
  readonly ref: PackageRef;
  readonly running: Running;
  readonly query: AdvisoriesQuery;
  readonly fact: Fact<Advisories> | undefined;
}

/** The rules and the pillar put the same question. */
export function advisoriesQuestion(
  server: Server,
  ref: PackageRef,
  facts: FactsAtHand,
): AdvisoriesQuestion {
  const { ecosystem, name } = ref;
  if (!isWatched(ecosystem)) return never('no source of advisories knows such packages');
  const registry = registryOf(server, ref);
  if (!registry.ok) return registry;
  const running = runningVersion(server, ref, facts);
  if (running === null) return never('the version that would run is not known');
  const query = { kind: 'advisories', ecosystem, name, version: running.version } as const;
  const { address } = registry;
  return { ok: true, running, query: address === null ? query : { ...query, registry: address } };
}

/** The same package in another version. */
export function withVersion(query: AdvisoriesQuery, version: string): AdvisoriesQuery {
  return { ...query, version };
}

/** What must be known of all packages of a server: where no version is pinned, first which one would run. */
export function advisoriesNeeds(server: Server, facts: FactsAtHand): readonly Query[] {
  const isOpen = (ref: PackageRef): boolean =>
    isWatched(ref.ecosystem) && pinnedVersion(ref) === null && ref.pin !== 'dynamic';
  const queries: Query[] = [...releasesNeeds(server, isOpen)];
  for (const ref of server.launch.packages) {
    const question = advisoriesQuestion(server, ref, facts);
    if (question.ok) queries.push(question.query);
  }
  return queries;
}

/** Of every package of a server whose running version is known. */
export function advisoriesAtHand(server: Server, facts: FactsAtHand): readonly Known[] {
  return server.launch.packages.flatMap((ref) => {
    const question = advisoriesQuestion(server, ref, facts);
    if (!question.ok) return [];
    const { query, running } = question;
    return [{ ref, running, query, fact: facts.answer(query) }];
  });
}

/** `CVE-2025-6514 (critical)` */
export function named(advisory: Advisory): string {
  return `${advisory.id} (${rating(advisory)})`;
}

/** `critical`; where two sources do not agree `critical says npm, medium says OSV`. */
export function rating({ severity, rated }: Advisory): string {
  if (rated === undefined) return severity ?? 'severity unknown';
  const [osv, npm] = [`${rated.osv} says OSV`, `${rated.npm} says npm`];
  return rated.osv === severity ? `${osv}, ${npm}` : `${npm}, ${osv}`;
}

/** `mcp-remote 0.1.15`; where nothing pins it, `mcp-remote would now run 0.1.15, which`. */
export function whatRuns({ name }: PackageRef, { version, by }: Running): string {
  return by === 'pin' ? `${name} ${version}` : `${name} would now run ${version}, which`;
}

type Registry =
  | { readonly ok: true; readonly address: string | null }
  | { readonly ok: false; readonly why: string };

/** A package of the same name from elsewhere is another one. */
function registryOf(server: Server, ref: PackageRef): Registry {
  if (ref.ecosystem === 'npm' || ref.ecosystem === 'pypi') {
    const question = releasesQuestion(server, ref);
    return question.ok ? { ok: true, address: question.query.registry } : question;
  }
  return ref.registry === null
    ? { ok: true, address: null }
    : never('advisories are about the public registry, and this line names another one');
}

function never(why: string): { readonly ok: false; readonly why: string } {
  return { ok: false, why };
}
