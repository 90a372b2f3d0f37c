import { inspect } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';

type Nothing = false | null | undefined | 0 | '';

/** Asks again and again until the answer is truthy, and gives it; after the limit (ms) throws with what was seen last. */
export async function waitFor<Value>(
  what: string,
  look: () => Value | Promise<Value>,
  limit = 15_000,
): Promise<Exclude<Value, Nothing>> {
  const end = Date.now() + limit;
  for (;;) {
    const seen = await look();
    if (seen) return seen as Exclude<Value, Nothing>;
    if (Date.now() > end)
      throw new Error(`${what}: not within ${limit} ms, last seen ${inspect(seen)}`);
    await sleep(40);
  }
}
