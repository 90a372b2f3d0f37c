import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Query } from '../../src/core/rules/facts.ts';
import { askRegistries } from '../../src/editor/asking.ts';
import type { Resolver } from '../../src/resolvers/index.ts';

const queries: readonly Query[] = Array.from({ length: 40 }, (_, index) => {
  return { kind: 'image-digest', registry: 'ghcr.io', repository: 'a/b', tag: `${index}` };
});

/** Answers one question after the other, a few milliseconds apart; `known` is what has been answered. */
function slow(): Pick<Resolver, 'ask'> & { known: number } {
  return {
    known: 0,
    async ask(asked, signal, how) {
      for (const _ of asked) {
        if (signal.aborted) return false;
        await new Promise((resolve) => {
          setTimeout(resolve, 5);
        });
        this.known += 1;
        how?.onNews?.();
      }
      return true;
    },
  };
}

test('news is told while others are awaited, never at once for each, and all of it in the end', async () => {
  const resolver = slow();
  const told: number[] = [];
  const { signal } = new AbortController();
  await askRegistries(resolver, queries, null, signal, async () => void told.push(resolver.known));
  assert.equal(told.at(-1), queries.length);
  assert.ok(told.length >= 2 && told.length < queries.length / 2, `${told.length} tellings`);
  assert.ok((told[0] ?? 99) < queries.length);
});

test('an aborted signal asks and tells nothing more', async () => {
  const resolver = slow();
  const controller = new AbortController();
  let told = 0;
  const asking = askRegistries(resolver, queries, null, controller.signal, async () => {
    told += 1;
    controller.abort();
  });
  await asking;
  assert.equal(told, 1);
  assert.ok(resolver.known < queries.length);
});

test('nothing to ask does not wait', async () => {
  const resolver = slow();
  await askRegistries(resolver, [], null, new AbortController().signal, async () => assert.fail());
  assert.equal(resolver.known, 0);
});
