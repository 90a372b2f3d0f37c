import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createCache } from '../../src/resolvers/cache.ts';

test('an answer knows when it was given, for as long as it is good', () => {
  let now = 1000;
  const cache = createCache({
    now: () => now,
    lifetime: () => 500,
    maxEntries: 10,
    accepts: () => true,
  });
  assert.equal(cache.setAt('a'), undefined);
  cache.set('a', { state: 'absent' });
  cache.set('b', { state: 'failed', why: 'nobody answers' });
  now = 1499;
  assert.equal(cache.setAt('a'), 1000);
  assert.equal(cache.setAt('b'), undefined);
  now = 1500;
  assert.equal(cache.setAt('a'), undefined);
});
