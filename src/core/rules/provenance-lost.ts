import { whatRuns } from './advisories.ts';
import { releasesOfAll } from './deprecated-package.ts';
import type { Rule } from './rule.ts';
import { releasesBefore, runningReleases, type RunningRelease } from './running-release.ts';

/** Whoever steals a publisher's token publishes from another machine than the one that attests every release. */
export const provenanceLost: Rule = {
  meta: {
    id: 'provenance-lost',
    title: 'Release without the attestation that those before it had',
    pillar: 'dependencies',
    severity: 'information',
    grade: null,
    confidence: 'medium',
    fix: 'none',
    since: '0.1.0',
  },
  about: ['packages'],
  needs: releasesOfAll,
  *check(server, _document, facts) {
    for (const found of runningReleases(server, facts)) {
      if (!hasLostProvenance(found)) continue;
      const { ref, running } = found;
      yield {
        at: ref.versionAt ?? ref.at,
        message: `${whatRuns(ref, running)} has no attestation of where it was built, and the releases before it had one`,
      };
    }
  },
};

/** One attested release may have been a trial: those before it, up to three of them, must all be. */
function hasLostProvenance(found: RunningRelease): boolean {
  if (found.release.attested !== false) return false;
  const before = releasesBefore(found, 3);
  return before.length > 0 && before.every(({ attested }) => attested === true);
}
