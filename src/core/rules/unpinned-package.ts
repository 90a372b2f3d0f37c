import type { PackageRef } from '../launch/launch.ts';
import type { Rule } from './rule.ts';

/** Whoever publishes the next release runs code on this machine at the next start. */
export const unpinnedPackage: Rule = {
  meta: {
    id: 'unpinned-package',
    title: 'Package without an exact version',
    pillar: 'integrity',
    severity: 'warning',
    grade: 'bad',
    confidence: 'high',
    fix: 'none',
    since: '0.1.0',
  },
  *check({ launch }) {
    for (const ref of launch.packages) {
      if (ref.pin !== 'none' && ref.pin !== 'tag' && ref.pin !== 'range') continue;
      yield { at: ref.versionAt ?? ref.at, message: message(ref) };
    }
    for (const word of launch.downloads) {
      yield { at: word, message: 'The download has no hash, so the next start may run other code' };
    }
  },
};

function message({ name, pin, version }: PackageRef): string {
  if (pin === 'none') return `${name} has no version, so the next start may run a newer release`;
  if (pin === 'tag') return `${name} follows ${version}, so the next start may run another release`;
  return `${name} takes any version in ${version}, so the next start may run another release`;
}
