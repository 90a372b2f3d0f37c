import type { GitRef, Launch } from '../launch/launch.ts';
import type { Commit, Fact } from './facts.ts';
import type { Fix } from './fix.ts';
import { absentRef, commitPin, commitQuestion, commitTitle } from './git-pin.ts';
import { sentence } from './finding.ts';
import type { Rule } from './rule.ts';
import { replaceParts } from './write.ts';

/** A branch or tag moves: whoever can push to the repository runs code on this machine. */
export const unpinnedGit: Rule = {
  meta: {
    id: 'unpinned-git',
    title: 'Git source without a commit',
    pillar: 'integrity',
    severity: 'warning',
    grade: 'bad',
    confidence: 'high',
    fix: 'safe',
    since: '0.1.0',
  },
  about: ['git'],
  needs({ launch }) {
    if (launch.git.length === 0) return [];
    return launch.git.flatMap((ref) => {
      const question = commitQuestion(ref);
      return ref.pin !== 'commit' && question.ok ? [question.query] : [];
    });
  },
  *check({ launch }, _document, facts) {
    for (const ref of launch.git) {
      if (ref.pin === 'commit') continue;
      const question = commitQuestion(ref);
      const fact = question.ok ? facts.answer(question.query) : undefined;
      const at = ref.refAt ?? ref.at;
      yield {
        at,
        message: message(ref),
        related: fact?.state === 'absent' ? [{ message: sentence(absentRef(ref)), at }] : [],
        fixes: fixesOf(ref, launch, fact),
      };
    }
  },
};

function message({ url, ref }: GitRef): string {
  if (ref === null)
    return `${url} has no commit, so the next start may run whatever was pushed last`;
  return `${url} follows ${ref}, which can move, so the next start may run other code`;
}

function fixesOf(ref: GitRef, launch: Launch, fact: Fact<Commit> | undefined): readonly Fix[] {
  if (fact?.state !== 'known') return [];
  const { sha } = fact.value;
  const pin = commitPin(ref, launch, sha);
  if (pin === null) return [];
  return [{ title: commitTitle(ref, sha), safety: 'safe', ops: replaceParts([pin]) }];
}
