import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allFormats } from '../../src/core/config/all-formats.ts';
import { readDocument } from '../../src/core/config/document.ts';
import { lint, lintSteps } from '../../src/core/posture/lint.ts';
import { noFacts } from '../../src/core/rules/facts.ts';
import { safeEdits } from '../../src/editor/fix-all.ts';
import { formatJson } from '../../src/output/json.ts';
import { cpuTime } from '../cpu-time.ts';
import { otherTexts } from './other-texts.ts';
import { many, texts, token } from './texts.ts';

/** Twice the text may take three times as long: a cost that grows with the square takes four times. */
const MOST = 3;
/** These parsers leave much garbage, which a process that holds all tests takes long over; a square takes sixteen times. */
const MOST_OF_FOUR = 8;
/** Below this, in milliseconds, the clock tells nothing: all tests are one process, and its garbage is counted too. */
const LEAST = 80;
const TRIES = 24;

const path = '.vscode/mcp.json';

for (const [name, [n, grow]] of Object.entries(texts)) {
  test(`${name}: twice as many take no more than ${MOST} times as long`, () => {
    const [small, large] = [grow(n), grow(2 * n)];
    assert.deepEqual(lint(readDocument(small, path), noFacts).failures, []);
    assertLinear(
      () => cpuTime(() => whole(small)),
      () => cpuTime(() => whole(large)),
    );
  });
}

for (const [name, [at, n, grow]] of Object.entries(otherTexts)) {
  test(`${name}: four times as many take no more than ${MOST_OF_FOUR} times as long`, () => {
    const [small, large] = [grow(Math.ceil(n / 2)), grow(2 * n)];
    const read = (text: string) => readDocument(text, at, { formats: allFormats });
    const judge = (text: string) =>
      formatJson([{ kind: 'read', report: lint(read(text), noFacts) }]);
    assert.deepEqual(lint(read(small), noFacts).failures, []);
    assertLinear(
      () => cpuTime(() => judge(small)),
      () => cpuTime(() => judge(large)),
      MOST_OF_FOUR,
    );
  });
}

test('a text is read so often by aliases as its length allows', () => {
  const read = (length: number) => {
    const aliases = many(200, (i) => `  a${i}: {command: *x}`).join('\n');
    const text = `x: &x ${'y'.repeat(length)}\nmcpServers:\n${aliases}\n`;
    return readDocument(text, 'librechat.yaml', { formats: allFormats }).errors;
  };
  assert.deepEqual(read(4000), []);
  assert.deepEqual(
    read(6000).map(({ message }) => message),
    ['Aliases stand for more than 20,000 values'],
  );
});

test('every safe fix of a file at once takes time by its length', async () => {
  const file = (n: number) =>
    JSON.stringify({
      inputs: many(n, (i) => ({ id: `t${i}`, type: 'promptString' })),
      servers: Object.fromEntries(
        many(n, (i) => [`s${i}`, { command: 'x', env: { TOKEN: `\${input:t${i}}` } }]),
      ),
    });
  const signal = new AbortController().signal;
  assert.equal((await safeEdits(file(50), path, signal)).length, 50);
  const time = async (n: number) => {
    const text = file(n);
    const begun = performance.now();
    await safeEdits(text, path, signal);
    return performance.now() - begun;
  };
  let [small, large] = [await time(200), await time(400)];
  for (let i = 1; i < TRIES; i++) {
    small = Math.min(small, await time(200));
    large = Math.min(large, await time(400));
  }
  assert.ok(large < Math.max(MOST * small, 150), `${small} ms, then ${large} ms`);
});

test('one server that fills a file is checked in many steps', () => {
  const env = Object.fromEntries(many(3000, (i) => [`TOKEN_${i}`, token(i)]));
  const text = JSON.stringify({ servers: { s: { command: 'x', env } } });
  const steps = lintSteps(readDocument(text, path), noFacts);
  let taken = 0;
  while (steps.next().done !== true) taken += 1;
  assert.ok(taken > 60, `${taken} steps`);
});

test('a text that does not parse is checked in many steps', () => {
  const text = many(3000, (i) => `token${i} = ${token(i)}`).join('\n');
  const steps = lintSteps(readDocument(text, path), noFacts);
  let taken = 0;
  while (steps.next().done !== true) taken += 1;
  assert.ok(taken > 60, `${taken} steps`);
});

function whole(text: string): void {
  formatJson([{ kind: 'read', report: lint(readDocument(text, path), noFacts) }]);
}

/** The best of a few runs: other work on the machine only ever adds. */
function assertLinear(small: () => number, large: () => number, times = MOST): void {
  let [least, most] = [small(), large()];
  for (let i = 1; i < TRIES && most > Math.max(times * least, LEAST); i++) {
    least = Math.min(least, small());
    most = Math.min(most, large());
  }
  assert.ok(most <= Math.max(times * least, LEAST), `${least} ms, then ${most} ms`);
}
