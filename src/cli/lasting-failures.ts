import {
  queryKey,
  type Fact,
  type FactAbout,
  type FactsAtHand,
  type Query,
} from '../core/rules/facts.ts';

/**
 * Facts that keep the reason of a question that failed: the resolver forgets it after a minute, and a run that scans images
 * takes longer.
 */
export function createLastingFailures(): (facts: FactsAtHand) => FactsAtHand {
  const failures = new Map<string, Fact<never>>();
  return (facts) => ({
    ...facts,
    answer<Asked extends Query>(query: Asked): FactAbout<Asked> | undefined {
      const fact = facts.answer(query);
      if (fact?.state === 'failed') failures.set(queryKey(query), fact);
      return fact ?? failures.get(queryKey(query));
    },
  });
}
