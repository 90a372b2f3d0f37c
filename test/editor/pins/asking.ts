import { queryKey, type Fact, type Query } from '../../../src/core/rules/facts.ts';
import type { AskOptions, Resolver, Target } from '../../../src/resolvers/index.ts';
import { factsOf } from '../facts.ts';

export type Answers = Pick<Resolver, 'ask' | 'facts' | 'target' | 'ready'>;

export interface Asked {
  readonly resolver: Answers;
  /** The keys of every question that was asked, a list for each call. */
  readonly calls: readonly (readonly string[])[];
  readonly how: readonly AskOptions[];
}

/**
 * A resolver that learns what `later` holds when it is asked, and knows what `now` holds. `held`: hosts that only a file
 * names.
 */
export function resolverOf(
  later: Readonly<Record<string, Fact<unknown>>>,
  now: Readonly<Record<string, Fact<unknown>>> = {},
  held: readonly string[] = [],
): Asked {
  const answers = new Map(Object.entries(now));
  const calls: string[][] = [];
  const how: AskOptions[] = [];
  return {
    calls,
    how,
    resolver: {
      facts: () => factsOf(answers),
      ready: async () => {},
      target: (query) => targetOf(query, held),
      async ask(queries, signal, options = {}) {
        calls.push(queries.map(queryKey));
        how.push(options);
        let news = false;
        for (const query of queries) {
          if (signal.aborted) return news;
          const fact = later[queryKey(query)];
          if (fact === undefined) continue;
          answers.set(queryKey(query), fact);
          news = true;
          options.onNews?.();
        }
        return news;
      },
    },
  };
}

function targetOf(query: Query, held: readonly string[]): Target {
  const host = 'registry' in query && query.registry !== null ? query.registry : 'npm.example';
  return { state: held.includes(host) ? 'picked' : 'unasked', host };
}
