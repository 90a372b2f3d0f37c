import { advisoriesAtHand, advisoriesNeeds, whatRuns } from './advisories.ts';
import type { Rule } from './rule.ts';

/** The code was written to attack whoever runs it. */
export const maliciousPackage: Rule = {
  meta: {
    id: 'malicious-package',
    title: 'Package known to be malicious',
    pillar: 'dependencies',
    severity: 'error',
    grade: 'bad',
    confidence: 'high',
    fix: 'none',
    since: '0.1.0',
  },
  about: ['packages'],
  needs(server, _document, facts) {
    return advisoriesNeeds(server, facts);
  },
  *check(server, _document, facts) {
    for (const { ref, running, fact } of advisoriesAtHand(server, facts)) {
      if (fact?.state !== 'known') continue;
      const [first, ...more] = fact.value.list.filter(({ malicious }) => malicious);
      if (first === undefined) continue;
      const at = ref.versionAt ?? ref.at;
      const others = more.length === 0 ? '' : ` and ${more.length} more`;
      yield {
        at,
        message: `${whatRuns(ref, running)} is malicious: ${first.id}${others}`,
        related: [first, ...more].slice(0, 20).map(({ id, aliases, summary }) => ({
          message: [id, ...aliases.slice(0, 3)].join(', ') + (summary === '' ? '' : `: ${summary}`),
          at,
        })),
        marks: ['malicious'],
      };
    }
  },
};
