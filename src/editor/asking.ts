import type { Query } from '../core/rules/facts.ts';
import type { Resolver } from '../resolvers/index.ts';
import type { Place } from '../resolvers/source.ts';

/** How long the keys rest before a registry is asked, in milliseconds. */
const BEFORE_ASKING = 300;
/** Of one file, without a word from the person. */
const MOST_ASKED = 500;
/** News is told no oftener, in milliseconds: each telling is a reading of the file. */
const BETWEEN_NEWS = 250;

/**
 * Asks what a report would like to know, off the keystroke, and tells of news while others are still awaited: a registry
 * that is slow to answer holds up no other. Ends when all have answered and all news is told, or at once when the signal
 * is aborted.
 */
export async function askRegistries(
  resolver: Pick<Resolver, 'ask'>,
  queries: readonly Query[],
  place: Place,
  signal: AbortSignal,
  tell: () => Promise<void>,
): Promise<void> {
  if (queries.length === 0) return;
  await rest(BEFORE_ASKING);
  if (signal.aborted) return;
  let untold = false;
  let isTelling = false;
  let telling = Promise.resolve();

  async function tellAll(): Promise<void> {
    isTelling = true;
    while (untold && !signal.aborted) {
      untold = false;
      await tell();
      await rest(BETWEEN_NEWS);
    }
    isTelling = false;
  }

  await resolver.ask(queries.slice(0, MOST_ASKED), signal, {
    place,
    onNews() {
      untold = true;
      if (!isTelling) telling = tellAll();
    },
  });
  await telling;
}

/** Lets this many milliseconds pass. */
export function rest(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}
