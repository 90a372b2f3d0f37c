import assert from 'node:assert/strict';
import { after, before } from 'node:test';

/** Keeps what was started to be ended after the tests, and gives it. */
export type Keep = <One>(one: One, end: (one: One) => unknown) => One;

/**
 * What the tests of a file or suite need: started before them and ended after them, the last first, even when not all
 * could be started. Called in a test or hook it gives what was started.
 */
export function forTests<Needs>(start: (keep: Keep) => Promise<Needs>): () => Needs {
  let needs: Needs | undefined;
  const ends: (() => unknown)[] = [];
  before(async () => {
    needs = await start((one, end) => {
      ends.push(() => end(one));
      return one;
    });
  });
  after(async () => {
    for (const end of ends.splice(0).toReversed()) await end();
  });
  return () => needs ?? assert.fail('not started');
}

/** For what says itself how it is ended. */
export async function dispose(one: AsyncDisposable): Promise<void> {
  await one[Symbol.asyncDispose]();
}
