import {
  queryKey,
  type Fact,
  type FactAbout,
  type FactsAtHand,
  type Query,
} from '../../core/rules/facts.ts';
import type { Target } from '../../resolvers/index.ts';

/**
 * The same facts, with a reason in the place of every answer that is missing, so that what cannot be pinned says why. A
 * reason that was there once stays: the resolver forgets its failures after a while, and asking many takes longer.
 */
export function withReasons(facts: FactsAtHand, target: (query: Query) => Target): FactsAtHand {
  const reasons = new Map<string, Fact<never>>();

  function reasonFor(query: Query): Fact<never> {
    const key = queryKey(query);
    const known = reasons.get(key);
    if (known !== undefined) return known;
    const reason = { state: 'failed', why: whyNot(target(query)) } as const;
    reasons.set(key, reason);
    return reason;
  }

  return {
    ...facts,
    answer<Asked extends Query>(query: Asked): FactAbout<Asked> {
      const fact = facts.answer(query);
      if (fact?.state === 'failed') reasons.set(queryKey(query), fact);
      return fact ?? reasonFor(query);
    },
  };
}

function whyNot(to: Target): string {
  switch (to.state) {
    case 'never':
      return to.why;
    case 'picked':
      return `${to.host} is asked only when you pick a fix that names it`;
    case 'unasked':
      return `${to.host} was not asked or has not answered`;
  }
}
