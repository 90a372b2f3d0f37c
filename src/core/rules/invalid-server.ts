import type { Rule } from './rule.ts';

/** The client skips or misreads this entry, so what stands in it protects nobody. */
export const invalidServer: Rule = {
  meta: {
    id: 'invalid-server',
    title: 'Server entry that no client can start',
    pillar: null,
    severity: 'warning',
    grade: null,
    confidence: 'high',
    fix: 'none',
    since: '0.1.0',
  },
  *check({ name, problems }) {
    for (const { message, span } of problems) {
      yield { at: span, message: `${name} ${message}` };
    }
  },
};
