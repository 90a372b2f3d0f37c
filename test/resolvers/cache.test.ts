import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { createCache, type Cache, type Store } from '../../src/resolvers/cache.ts';

const hour = 3_600_000;

function cacheOf(options: { now?: () => number; store?: Store; maxEntries?: number } = {}): Cache {
  return createCache({
    now: options.now ?? (() => hour),
    lifetime: () => hour,
    maxEntries: options.maxEntries ?? 10,
    accepts: (_key, value) => typeof value === 'string' && value.startsWith('good'),
    store: options.store,
  });
}

function storeOf(text: string | undefined): Store & { text: string | undefined } {
  return {
    text,
    async load() {
      return this.text;
    },
    async save(saved) {
      this.text = saved;
    },
  };
}

const fails = () => Promise.reject(new Error('EACCES'));

suite('answers in memory', () => {
  test('known and absent are good for their time, failed is not taken', () => {
    let now = 0;
    const cache = cacheOf({ now: () => now });
    cache.set('a', { state: 'known', value: 'good' });
    cache.set('b', { state: 'absent' });
    cache.set('c', { state: 'failed', why: 'x' });
    now = hour - 1;
    assert.deepEqual(cache.get('a'), { state: 'known', value: 'good' });
    assert.deepEqual(cache.get('b'), { state: 'absent' });
    assert.equal(cache.get('c'), undefined);
    now = hour;
    assert.equal(cache.get('a'), undefined);
    assert.equal(cache.get('b'), undefined);
  });

  test('a failure does not replace an answer', () => {
    const cache = cacheOf();
    cache.set('a', { state: 'known', value: 'good' });
    cache.set('a', { state: 'failed', why: 'x' });
    assert.equal(cache.get('a')?.state, 'known');
  });

  test('the oldest goes when there are too many', () => {
    const cache = cacheOf({ maxEntries: 2 });
    for (const key of ['a', 'b', 'a', 'c']) cache.set(key, { state: 'absent' });
    assert.deepEqual(
      ['a', 'b', 'c'].map((key) => cache.get(key)?.state),
      ['absent', undefined, 'absent'],
    );
  });

  test('odd names are names', () => {
    const cache = cacheOf();
    assert.equal(cache.get('__proto__'), undefined);
    assert.equal(cache.get('constructor'), undefined);
  });
});

suite('answers kept between runs', () => {
  test('come back with their age', async () => {
    const store = storeOf(undefined);
    let now = 10 * hour;
    const first = cacheOf({ now: () => now, store });
    first.set('a', { state: 'known', value: 'good 1' });
    first.set('b', { state: 'absent' });
    await first.save();
    now += hour - 1;
    const second = cacheOf({ now: () => now, store });
    await second.load();
    assert.deepEqual(second.get('a'), { state: 'known', value: 'good 1' });
    assert.deepEqual(second.get('b'), { state: 'absent' });
    now += 1;
    assert.equal(second.get('a'), undefined);
  });

  test('what is here is not replaced', async () => {
    const store = storeOf(JSON.stringify({ version: 2, entries: [['a', hour, 'good old']] }));
    const cache = cacheOf({ store });
    cache.set('a', { state: 'known', value: 'good new' });
    await cache.load();
    assert.deepEqual(cache.get('a'), { state: 'known', value: 'good new' });
  });

  const entry = ['a', hour, 'good'];
  const broken = [
    '',
    'not json',
    '[]',
    'null',
    '{"version":2',
    JSON.stringify({ version: 3, entries: [entry] }),
    JSON.stringify({ version: 2, entries: { a: entry } }),
    JSON.stringify({ version: 2, entries: [['a', 'now', 'good']] }),
    JSON.stringify({ version: 2, entries: [['a', hour + 1, 'good']] }),
    JSON.stringify({ version: 2, entries: [['a', 0, 'good']] }),
    JSON.stringify({ version: 2, entries: [['a', hour, 'bad']] }),
    JSON.stringify({ version: 2, entries: [['a', hour, null]] }),
    JSON.stringify({ version: 2, entries: [entry], more: 'x'.repeat(8_000_000) }),
  ];
  for (const text of broken) {
    test(`${text.slice(0, 60) || 'nothing'} is empty`, async () => {
      const cache = cacheOf({ store: storeOf(text) });
      await cache.load();
      assert.equal(cache.get('a'), undefined);
    });
  }

  test('more than would be read again is not written: the oldest go', async () => {
    const store = storeOf(undefined);
    const cache = cacheOf({ store });
    for (const key of ['a', 'b', 'c']) {
      cache.set(key, { state: 'known', value: `good ${'x'.repeat(3_000_000)}` });
    }
    await cache.save();
    const second = cacheOf({ store });
    await second.load();
    assert.deepEqual(
      ['a', 'b', 'c'].map((key) => second.get(key)?.state),
      [undefined, 'known', 'known'],
    );
  });

  test('a store that fails is empty', async () => {
    const cache = cacheOf({ store: { load: fails, save: fails } });
    await cache.load();
    assert.equal(cache.get('a'), undefined);
    await assert.rejects(cache.save(), /EACCES/);
  });
});
