import type { Server } from '../config/server.ts';
import type { PackageRef } from '../launch/launch.ts';
import { advisoriesQuestion, named, withVersion } from './advisories.ts';
import type { AdvisoriesQuery, Advisory } from './dependency-facts.ts';
import type { FactsAtHand, Query, Releases } from './facts.ts';
import { packagePins, releasesAtHand, writtenOf, type PackagePin } from './package-pin.ts';
import { offersOf } from './releases.ts';

/** What to ask about the releases that would be offered: the newest may be the attack. */
export function offerNeeds(
  server: Server,
  isWanted: (ref: PackageRef) => boolean,
  facts: FactsAtHand,
): readonly Query[] {
  return server.launch.packages.filter(isWanted).flatMap((ref) => {
    const written = writtenOf(ref);
    const releases = releasesAtHand(server, ref, facts);
    const query = questionOf(server, ref, facts);
    if (written === null || query === null || releases?.state !== 'known') return [];
    return offersOf(releases.value, written, facts).map(({ version }) =>
      withVersion(query, version),
    );
  });
}

/** What may be written for a package, without releases that are known to be attacks, and those that bring a grave hole. */
export function soundPins(
  verb: string,
  server: Server,
  ref: PackageRef,
  releases: Releases,
  facts: FactsAtHand,
): readonly PackagePin[] {
  return packagePins(verb, server, ref, releases, facts).filter(
    ({ offer }) => flawOf(server, ref, offer.version, facts) === null,
  );
}

/** What is known against a release that would be offered, and not against the one that runs now; null: nothing. */
export function flawOf(
  server: Server,
  ref: PackageRef,
  version: string,
  facts: FactsAtHand,
): Advisory | null {
  const query = questionOf(server, ref, facts);
  if (query === null) return null;
  const there = known(withVersion(query, version), facts);
  const attack = there.find(({ malicious }) => malicious);
  if (attack !== undefined) return attack;
  const here = new Set(known(query, facts).map(({ id }) => id));
  return there.find((one) => isGrave(one) && !here.has(one.id)) ?? null;
}

/** `is malicious: MAL-2026-1`, `has CVE-2026-1 (critical)` */
export function flawWords(flaw: Advisory): string {
  return flaw.malicious ? `is malicious: ${flaw.id}` : `has ${named(flaw)}`;
}

function isGrave({ severity }: Advisory): boolean {
  return severity === 'critical' || severity === 'high';
}

function known(query: AdvisoriesQuery, facts: FactsAtHand): readonly Advisory[] {
  const fact = facts.answer(query);
  return fact?.state === 'known' ? fact.value.list : [];
}

function questionOf(server: Server, ref: PackageRef, facts: FactsAtHand): AdvisoriesQuery | null {
  const question = advisoriesQuestion(server, ref, facts);
  return question.ok ? question.query : null;
}
