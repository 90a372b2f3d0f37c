import { queryKey, type Query } from '../core/rules/facts.ts';

/** An answer may raise the next question: where a tag has moved, how old its new image is. */
const mostRounds = 3;

/**
 * Asks what is open, and then what the answers have raised; nothing twice. `open` is read anew for each round. Ends when
 * nothing is left, or when the signal aborts.
 */
export async function askInRounds(
  open: () => readonly Query[],
  ask: (queries: readonly Query[]) => Promise<unknown>,
  signal: AbortSignal,
): Promise<void> {
  const asked = new Set<string>();
  for (let round = 0; round < mostRounds && !signal.aborted; round++) {
    const queries = open().filter((query) => !asked.has(queryKey(query)));
    if (queries.length === 0) return;
    for (const query of queries) asked.add(queryKey(query));
    await ask(queries);
  }
}
