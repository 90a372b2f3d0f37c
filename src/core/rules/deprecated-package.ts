import type { Server } from '../config/server.ts';
import { whatRuns } from './advisories.ts';
import type { FactsAtHand, Query } from './facts.ts';
import { releasesNeeds, writtenOf } from './package-pin.ts';
import type { Rule } from './rule.ts';
import { runningReleases, type RunningRelease } from './running-release.ts';

/** What its author has given up is not mended any more, and what was yanked had a reason. */
export const deprecatedPackage: Rule = {
  meta: {
    id: 'deprecated-package',
    title: 'Release that was deprecated or yanked',
    pillar: 'dependencies',
    severity: 'warning',
    grade: 'caution',
    confidence: 'high',
    fix: 'none',
    since: '0.1.0',
  },
  about: ['packages'],
  needs: releasesOfAll,
  *check(server, _document, facts) {
    for (const found of withdrawnIn(server, facts)) {
      yield { at: found.ref.versionAt ?? found.ref.at, message: withdrawnMessage(found) };
    }
  },
};

/** The releases of every package whose registry can be asked. */
export function releasesOfAll(server: Server): readonly Query[] {
  return releasesNeeds(server, (ref) => writtenOf(ref) !== null);
}

function withdrawnIn(server: Server, facts: FactsAtHand): readonly RunningRelease[] {
  return runningReleases(server, facts).filter(({ release }) => release.withdrawn);
}

export function withdrawnMessage({ ref, ecosystem, running, releases }: RunningRelease): string {
  const what = ecosystem === 'npm' ? 'is deprecated' : 'was yanked';
  const all = releases.list.every(({ withdrawn }) => withdrawn);
  const rest = all ? ', as is every other release of it' : '';
  return `${whatRuns(ref, running)} ${what}${rest}`;
}
