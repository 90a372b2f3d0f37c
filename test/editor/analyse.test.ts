import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noFacts } from '../../src/core/rules/facts.ts';
import { analyse, refusal, SIZE_LIMIT } from '../../src/editor/analyse.ts';
import { latest, vscodeText } from './files.ts';

const path = '/w/.vscode/mcp.json';
const text = vscodeText(
  Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`s${i}`, latest])),
);

/** A clock in which every look costs 4 ms, so that a slice is over after three. */
function slowPace(onPause: () => void) {
  let time = 0;
  return {
    now: () => (time += 4),
    pause: async () => onPause(),
  };
}

test('a long lint lets others run, and says the same as a short one', async () => {
  let pauses = 0;
  const signal = new AbortController().signal;
  const slow = await analyse(
    text,
    path,
    noFacts,
    signal,
    null,
    slowPace(() => (pauses += 1)),
  );
  assert.equal(pauses > 5, true);
  assert.equal(slow?.servers.length, 40);
});

test('an abort between two slices ends it without a report', async () => {
  const controller = new AbortController();
  const pace = slowPace(() => controller.abort());
  assert.equal(await analyse(text, path, noFacts, controller.signal, null, pace), null);
});

test('too big and binary texts are refused in one line', () => {
  assert.equal(refusal(' '.repeat(SIZE_LIMIT)), null);
  assert.match(refusal(' '.repeat(SIZE_LIMIT + 1)) ?? '', /^larger than 2 MB/);
  assert.match(refusal('\0') ?? '', /binary/);
});
