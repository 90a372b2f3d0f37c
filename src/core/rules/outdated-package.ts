import type { Server } from '../config/server.ts';
import type { PackageRef } from '../launch/launch.ts';
import type { FactsAtHand, Releases } from './facts.ts';
import type { Draft } from './finding.ts';
import { flawOf, flawWords, offerNeeds, soundPins } from './offered-release.ts';
import { releasesAtHand, releasesNeeds, writtenOf } from './package-pin.ts';
import { ago, newerThan, offersOf, type Offer } from './releases.ts';
import type { Rule } from './rule.ts';

/** What was found and mended in a package since the pinned release is not in what runs. */
export const outdatedPackage: Rule = {
  meta: {
    id: 'outdated-package',
    title: 'Package with newer releases',
    pillar: 'dependencies',
    severity: 'hint',
    grade: 'caution',
    confidence: 'high',
    fix: 'unsafe',
    since: '0.1.0',
  },
  about: ['packages'],
  needs(server, _document, facts) {
    return [...releasesNeeds(server, isExact), ...offerNeeds(server, isExact, facts)];
  },
  *check(server, _document, facts) {
    for (const ref of server.launch.packages) {
      if (!isExact(ref)) continue;
      const fact = releasesAtHand(server, ref, facts);
      if (fact?.state === 'known') yield* draftsOf(server, ref, fact.value, facts);
    }
  },
};

function isExact({ pin }: PackageRef): boolean {
  return pin === 'exact';
}

function* draftsOf(
  server: Server,
  ref: PackageRef,
  releases: Releases,
  facts: FactsAtHand,
): Generator<Draft> {
  const written = writtenOf(ref);
  const behind = written === null ? 0 : newerThan(releases, written, facts);
  const [offer] = written === null || behind === 0 ? [] : offersOf(releases, written, facts);
  if (offer === undefined) return;
  const flaw = flawOf(server, ref, offer.version, facts);
  const { name, version } = ref;
  yield {
    at: ref.versionAt ?? ref.at,
    message:
      flaw === null
        ? message(ref, offer, behind)
        : `${name} is pinned to ${version}, and the newer ${offer.version} ${flawWords(flaw)}`,
    // The newest and the one before it are both fine.
    grade: behind > 1 ? 'caution' : null,
    fixes: soundPins('Update pin', server, ref, releases, facts).map(({ fix }) => fix),
  };
}

function message({ name, version }: PackageRef, newer: Offer, behind: number): string {
  const since = newer.days === null ? '' : `, released ${ago(newer.days)}`;
  if (behind === 1)
    return `${name} is pinned to ${version}, one release behind ${newer.version}${since}: that alone is fine`;
  return `${name} is pinned to ${version}, and ${newer.version} is newer${since}: what it repairs is missing here`;
}
