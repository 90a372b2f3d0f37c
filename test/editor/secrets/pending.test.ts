import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createPending } from '../../../src/editor/secrets/pending.ts';

const never = new AbortController().signal;
const waiting = { signal: never, patience: 60_000 };

test('who asks the same meanwhile waits for the same answer', async () => {
  const pending = createPending<string>();
  const { promise, resolve } = Promise.withResolvers<string>();
  let shown = 0;
  const question = () => {
    shown++;
    return promise;
  };
  const answers = Promise.all([
    pending.ask('a', question, waiting),
    pending.ask('a', question, waiting),
  ]);
  resolve('yes');
  assert.deepEqual(await answers, ['yes', 'yes']);
  assert.equal(shown, 1);
  assert.equal(await pending.ask('a', async () => 'no', waiting), 'no');
});

test('one question is shown at a time, also after one that failed', async () => {
  const pending = createPending<string>();
  const log: string[] = [];
  const question = (name: string) => async () => {
    log.push(`${name} shown`);
    await new Promise((resolve) => setImmediate(resolve));
    log.push(`${name} closed`);
    if (name === 'a') throw new Error('gone');
    return name;
  };
  const [first, second] = await Promise.allSettled([
    pending.ask('a', question('a'), waiting),
    pending.ask('b', question('b'), waiting),
  ]);
  assert.equal(first.status, 'rejected');
  assert.deepEqual(second, { status: 'fulfilled', value: 'b' });
  assert.deepEqual(log, ['a shown', 'a closed', 'b shown', 'b closed']);
});

test('a launch that is over, or has waited long enough, gets no answer; the question stays', async () => {
  const pending = createPending<string>();
  const { promise, resolve } = Promise.withResolvers<string>();
  const controller = new AbortController();
  const stopped = pending.ask('a', () => promise, { signal: controller.signal, patience: 60_000 });
  controller.abort();
  assert.equal(await stopped, undefined);
  assert.equal(await pending.ask('a', () => promise, { signal: never, patience: 5 }), undefined);
  const later = pending.ask('a', async () => 'another question', waiting);
  resolve('the first');
  assert.equal(await later, 'the first');
});
