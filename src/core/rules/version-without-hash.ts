import { isFixedAddress } from '../launch/deno.ts';
import { bundled, type PackageRef } from '../launch/launch.ts';
import type { Rule } from './rule.ts';

/** A published version cannot be replaced, but what it depends on is chosen anew at every install. */
export const versionWithoutHash: Rule = {
  meta: {
    id: 'version-without-hash',
    title: 'Exact version whose dependencies float',
    pillar: 'integrity',
    severity: 'information',
    grade: 'caution',
    confidence: 'high',
    fix: 'none',
    since: '0.1.0',
  },
  about: ['packages', 'downloads'],
  *check({ launch }) {
    for (const ref of launch.packages) {
      if (ref.pin !== 'exact') continue;
      yield {
        at: ref.versionAt ?? ref.at,
        message: message(ref),
      };
    }
    for (const word of launch.downloads) {
      if (!isFixedAddress(word.text)) continue;
      yield {
        at: word,
        message:
          'The address keeps its version as it is, but no hash covers what it imports, which may be other code at the next start',
      };
    }
  },
};

function message({ ecosystem, name, version }: PackageRef): string {
  if (bundled.has(ecosystem))
    return `${name} is pinned to ${version}, but no hash here would tell if other code came under that number`;
  return `${name} is pinned to ${version}, but no hash covers it and its dependencies, so those may be other code at the next start`;
}
