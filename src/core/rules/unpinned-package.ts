import { isFixedAddress } from '../launch/deno.ts';
import type { PackageRef } from '../launch/launch.ts';
import { offerNeeds, soundPins } from './offered-release.ts';
import { releasesAtHand, releasesNeeds } from './package-pin.ts';
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
    fix: 'unsafe',
    since: '0.1.0',
  },
  about: ['packages', 'downloads'],
  needs(server, _document, facts) {
    return [...releasesNeeds(server, isUnpinned), ...offerNeeds(server, isUnpinned, facts)];
  },
  *check(server, _document, facts) {
    const { launch } = server;
    for (const ref of launch.packages) {
      if (!isUnpinned(ref)) continue;
      const at = ref.versionAt ?? ref.at;
      const fact = releasesAtHand(server, ref, facts);
      const pins = fact?.state === 'known' ? soundPins('Pin', server, ref, fact.value, facts) : [];
      yield {
        at,
        message: message(ref),
        related:
          fact?.state === 'absent' ? [{ message: 'The registry has no such package', at }] : [],
        fixes: pins.map(({ fix }) => fix),
      };
    }
    for (const word of launch.downloads) {
      if (isFixedAddress(word.text)) continue;
      yield { at: word, message: 'The download has no hash, so the next start may run other code' };
    }
  },
};

/** Nothing but a tag, a range or no version at all says which release runs. */
export function isUnpinned({ pin }: PackageRef): boolean {
  return pin === 'none' || pin === 'tag' || pin === 'range';
}

function message({ name, pin, version }: PackageRef): string {
  if (pin === 'none') return `${name} has no version, so the next start may run a newer release`;
  if (pin === 'tag') return `${name} follows ${version}, so the next start may run another release`;
  return `${name} takes any version in ${version}, so the next start may run another release`;
}
