import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { soon } from '../../src/editor/soon.ts';

const never = new Promise<void>(() => {});

test('what comes in time is waited for', async () => {
  const settings = Promise.withResolvers<void>();
  const log: string[] = [];
  const list = soon(settings.promise, never).then((came) => log.push(`list, ${came}`));
  await turn();
  log.push('settings');
  settings.resolve();
  await list;
  assert.deepEqual(log, ['settings', 'list, true']);
});

test('nothing waits for what is slow, once it is late', async () => {
  const settings = Promise.withResolvers<void>();
  const late = Promise.withResolvers<void>();
  const log: string[] = [];
  const list = soon(settings.promise, late.promise).then((came) => log.push(`list, ${came}`));
  await turn();
  log.push('late');
  late.resolve();
  await list;
  log.push('settings');
  settings.resolve();
  assert.deepEqual(log, ['late', 'list, false', 'settings']);
});

test('what cannot be had holds nothing up', async () => {
  assert.equal(await soon(Promise.reject(new Error('no such file')), never), false);
});
