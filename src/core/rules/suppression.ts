import type { Rule } from './rule.ts';

/**
 * An exception that nobody explains, that has run out, or that speaks of nothing any more hides what is found next at
 * that place. What it says is told where suppressions are matched with findings: `posture/suppress.ts`.
 */
export const suppression: Rule = {
  meta: {
    id: 'suppression',
    title: 'Suppression that does not hold',
    pillar: null,
    severity: 'warning',
    grade: null,
    confidence: 'high',
    fix: 'none',
    since: '0.1.0',
  },
};
