import type { PackageRef } from '../launch/launch.ts';
import type { Releases } from './facts.ts';
import { releasesAtHand, releasesNeeds, writtenOf } from './package-pin.ts';
import type { Rule } from './rule.ts';
import { isMissing } from './running-release.ts';
import { pinnedVersion } from './running-version.ts';

/** A name that nobody has is taken by whoever comes first, and an assistant that writes configurations makes names up. */
export const packageNotFound: Rule = {
  meta: {
    id: 'package-not-found',
    title: 'Package or release that the registry does not have',
    pillar: 'dependencies',
    severity: 'warning',
    grade: 'bad',
    confidence: 'medium',
    fix: 'none',
    since: '0.1.0',
  },
  about: ['packages'],
  needs(server) {
    return releasesNeeds(server, (ref) => writtenOf(ref) !== null);
  },
  *check(server, _document, facts) {
    for (const ref of server.launch.packages) {
      const fact = releasesAtHand(server, ref, facts);
      if (fact?.state === 'absent') yield { at: ref.at, message: absentPackage(ref) };
      if (fact?.state !== 'known') continue;
      const what = missingIn(ref, fact.value);
      if (what !== null)
        yield { at: ref.versionAt ?? ref.at, message: `${ref.name} has no ${what}` };
    }
  },
};

/** A registry says the same of a name that it hides from who has not signed in. */
export function absentPackage({ name }: PackageRef): string {
  return name.startsWith('@')
    ? `The registry has no package ${name}, or does not show it to you`
    : `The registry has no package ${name}, so whoever takes the name decides what runs`;
}

/** More tags than that are not kept. */
const allTagsAreKept = 50;

/** What is written for a version, and is not there: `release 1.2.3`; null where all is well, or it is not known. */
export function missingIn(ref: PackageRef, releases: Releases): string | null {
  const { ecosystem, pin, version } = ref;
  if (ecosystem !== 'npm' && ecosystem !== 'pypi') return null;
  if (pin === 'tag' && ecosystem === 'npm') {
    const { tags } = releases;
    const isThere = tags.length >= allTagsAreKept || tags.some(([tag]) => tag === version);
    return isThere || tags.length === 0 ? null : `release with the tag ${version}`;
  }
  const pinned = pinnedVersion(ref);
  if (pinned === null || !isMissing(releases, pinned, ecosystem)) return null;
  return `release ${pinned}: it was taken back, or never was`;
}
