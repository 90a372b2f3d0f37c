import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { baseScore } from '../../src/resolvers/cvss.ts';
import { severityOfScore, severityOfWord, worstOf } from '../../src/resolvers/severity.ts';

/** Scores that the records of CVE name beside these vectors, or the examples of FIRST's own specifications. */
const scores: readonly (readonly [vector: string, score: number | null])[] = [
  ['CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:H/I:H/A:H', 9.6],
  ['CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', 9.8],
  ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/E:U/RL:O', 9.8],
  ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N', 0],
  ['CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:P/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H', 9.4],
  ['CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:P/VC:N/VI:N/VA:H/SC:H/SI:H/SA:H', 7.3],
  ['CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:P/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H/E:U', 9.4],
  ['AV:N/AC:L/Au:N/C:P/I:P/A:P', 7.5],
  ['(AV:N/AC:L/Au:N/C:C/I:C/A:C)', 10],
  ['CVSS:3.1/AV:N/AC:L', null],
  ['CVSS:3.1/AV:Z/AC:L/PR:N/UI:R/S:C/C:H/I:H/A:H', null],
  ['CVSS:3.1/AV:N/AV:N/AC:L/PR:N/UI:R/S:C/C:H/I:H/A:H', null],
  ['CVSS:5.0/AV:N/AC:L/PR:N/UI:R/S:C/C:H/I:H/A:H', null],
  ['9.8', null],
  ['', null],
];

for (const [vector, score] of scores) {
  test(`${vector === '' ? 'nothing' : vector}: ${score}`, () => {
    assert.equal(baseScore(vector), score);
  });
}

test('no text throws or is printed', (context) => {
  const printed = (['log', 'warn', 'error', 'info', 'debug'] as const).map(
    (name) => context.mock.method(console, name, () => {}).mock,
  );
  const part = fc
    .tuple(fc.constantFrom('AV', 'AC', 'Au', 'C', '__proto__', ''), fc.string())
    .map((pair) => pair.join(':'));
  const vector = fc
    .tuple(fc.constantFrom('', 'CVSS:3.1/', 'CVSS:4.0/', 'CVSS:3.0/'), fc.array(part))
    .map(([head, parts]) => head + parts.join('/'));
  fc.assert(
    fc.property(fc.oneof(fc.string(), vector), (text) => {
      const score = baseScore(text);
      assert.ok(score === null || (score >= 0 && score <= 10));
    }),
  );
  assert.deepEqual(
    printed.map((one) => one.callCount()),
    [0, 0, 0, 0, 0],
  );
});

test('scores by the scale of CVSS, words by what databases write', () => {
  assert.deepEqual([10, 9, 8.9, 7, 6.9, 4, 3.9, 0.1, 0].map(severityOfScore), [
    'critical',
    'critical',
    'high',
    'high',
    'medium',
    'medium',
    'low',
    'low',
    null,
  ]);
  assert.deepEqual(
    ['CRITICAL', 'high', 'MODERATE', 'medium', 'low', 'info', 7, null].map(severityOfWord),
    ['critical', 'high', 'medium', 'medium', 'low', null, null, null],
  );
  assert.equal(worstOf(['low', null, 'high', 'medium']), 'high');
  assert.equal(worstOf([null]), null);
});
