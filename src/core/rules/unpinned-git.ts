import type { GitRef } from '../launch/launch.ts';
import type { Rule } from './rule.ts';

/** A branch or tag moves: whoever can push to the repository runs code on this machine. */
export const unpinnedGit: Rule = {
  meta: {
    id: 'unpinned-git',
    title: 'Git source without a commit',
    pillar: 'integrity',
    severity: 'warning',
    grade: 'bad',
    confidence: 'high',
    fix: 'none',
    since: '0.1.0',
  },
  *check({ launch }) {
    for (const ref of launch.git) {
      if (ref.pin === 'commit') continue;
      yield { at: ref.refAt ?? ref.at, message: message(ref) };
    }
  },
};

function message({ url, ref }: GitRef): string {
  if (ref === null)
    return `${url} has no commit, so the next start may run whatever was pushed last`;
  return `${url} follows ${ref}, which can move, so the next start may run other code`;
}
