import type { Query } from '../core/rules/facts.ts';
import type { Resolver } from '../resolvers/index.ts';

/** How long the keys rest before a registry is asked, in milliseconds. */
const BEFORE_ASKING = 300;
/** Of one file, without a word from the person. */
const MOST_ASKED = 200;
/** Hundreds of requests that start together would hold the thread. */
const ASKED_AT_ONCE = 10;

/**
 * Asks what a report would like to know, off the keystroke, and tells of news one registry after the other: one that is
 * slow to answer holds up no other. Ends at once when the signal is aborted.
 */
export async function askRegistries(
  resolver: Resolver,
  queries: readonly Query[],
  signal: AbortSignal,
  onNews: () => Promise<void>,
): Promise<void> {
  if (queries.length === 0) return;
  await rest(BEFORE_ASKING);
  let telling = Promise.resolve();
  const hosts = Map.groupBy(queries.slice(0, MOST_ASKED), ({ registry }) => registry);
  await Promise.all(
    [...hosts.values()].map(async (some) => {
      const news = await askInTurns(resolver, some, signal);
      if (news && !signal.aborted) telling = telling.then(onNews);
    }),
  );
  await telling;
}

async function askInTurns(
  resolver: Resolver,
  queries: readonly Query[],
  signal: AbortSignal,
): Promise<boolean> {
  let news = false;
  for (let from = 0; from < queries.length && !signal.aborted; from += ASKED_AT_ONCE) {
    news = (await resolver.ask(queries.slice(from, from + ASKED_AT_ONCE), signal)) || news;
  }
  return news;
}

function rest(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}
