import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { createListFirst } from '../../src/editor/list-first.ts';

test('without a list the lamp is answered at once', async () => {
  const { asked, log } = scene();
  asked('lamp');
  await turn();
  assert.deepEqual(log, ['lamp']);
});

test('the lamp waits until the list that was opened before it is shown', async () => {
  const { asked, listFirst, shows, log } = scene();
  listFirst.opened();
  asked('lamp');
  await turn();
  assert.deepEqual(log, []);
  shows[0]?.();
  await turn();
  assert.deepEqual(log, ['lamp']);
});

test('a list that is opened meanwhile is waited for too', async () => {
  const { asked, listFirst, shows, log } = scene();
  listFirst.opened();
  asked('lamp');
  asked('lamp of another place');
  listFirst.opened();
  shows[0]?.();
  await turn();
  assert.deepEqual(log, []);
  shows[1]?.();
  await turn();
  assert.deepEqual(log, ['lamp', 'lamp of another place']);
});

test('a list that is shown holds nothing up afterwards', async () => {
  const { asked, listFirst, shows, log } = scene();
  listFirst.opened();
  shows[0]?.();
  await turn();
  asked('lamp');
  await turn();
  assert.deepEqual(log, ['lamp']);
});

/** `shows`: resolves what the list that was opened then waits for. */
function scene() {
  const shows: (() => void)[] = [];
  const log: string[] = [];
  const listFirst = createListFirst(() => {
    const { promise, resolve } = Promise.withResolvers<void>();
    shows.push(resolve);
    return promise;
  });
  return {
    listFirst,
    shows,
    log,
    asked: (what: string): void => void listFirst.turn().then(() => log.push(what)),
  };
}
