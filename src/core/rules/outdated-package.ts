import type { Server } from '../config/server.ts';
import type { PackageRef } from '../launch/launch.ts';
import type { FactsAtHand, Releases } from './facts.ts';
import type { Draft } from './finding.ts';
import { packagePins, releasesAtHand, releasesNeeds, writtenOf } from './package-pin.ts';
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
  needs(server) {
    return releasesNeeds(server, isExact);
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
  yield {
    at: ref.versionAt ?? ref.at,
    message: message(ref, offer),
    // The newest and the one before it are both fine.
    grade: behind > 1 ? 'caution' : null,
    fixes: packagePins('Update pin', server, ref, releases, facts).map(({ fix }) => fix),
  };
}

function message({ name, version }: PackageRef, newer: Offer): string {
  const since = newer.days === null ? '' : `, released ${ago(newer.days)}`;
  return `${name} is pinned to ${version}, and ${newer.version} is newer${since}: what it repairs is missing here`;
}
