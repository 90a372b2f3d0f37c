import type { DependencyAnswers } from '../src/core/rules/dependency-facts.ts';

/** Sound code: nothing is known against any version, and nothing is signed. */
export const soundAnswers: DependencyAnswers = {
  advisories: { list: [], asked: ['osv'], failed: [] },
  provenance: { state: 'none' },
  'image-signature': { state: 'none' },
  'image-scan': {
    scanner: 'trivy 0.66.0',
    counts: {
      critical: { all: 0, fixable: 0 },
      high: { all: 0, fixable: 0 },
      medium: { all: 0, fixable: 0 },
      low: { all: 0, fixable: 0 },
      unknown: { all: 0, fixable: 0 },
    },
    worst: [],
  },
};

const known = <Value>(value: Value) => ({ state: 'known', value }) as const;

/** The same as facts: one object a kind, as a resolver gives them. */
export const soundFacts = {
  advisories: known(soundAnswers.advisories),
  provenance: known(soundAnswers.provenance),
  'image-signature': known(soundAnswers['image-signature']),
  'image-scan': known(soundAnswers['image-scan']),
} as const;
