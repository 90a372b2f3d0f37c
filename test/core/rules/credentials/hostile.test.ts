import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { findCredentials, findInText } from '../../../../src/core/rules/credentials/find.ts';
import { formats } from '../../../../src/core/rules/credentials/formats.ts';
import { findFormats } from '../../../../src/core/rules/credentials/match.ts';
import { cpuTime } from '../../../cpu-time.ts';

const SIZE = 100_000;
const units = [
  ...'a - _ . = : / @ { [ " \\ % $ < ; , ~ \n'.split(' '),
  ...['://', 'a://', 'https://a:', 'postgres://a@', '?a=', '&key=', '${', '${a:-', '\\"', '"a":"'],
  ...['x=', 'A=b ', 'A: b ', '--a b ', 'password = ', 'API_KEY=', 'bearer ', 'Basic a'],
  ...['-----BEGIN ', '-----BEGIN PRIVATE KEY-----', 'eyJ', '.eyJ', 'eyJhbGciOiJIUzI1.eyJ', '你'],
  ...formats.flatMap(({ marks }) =>
    marks.slice(0, 1).flatMap((mark) => [`${mark}-`, `-${mark}aB3`]),
  ),
];

const runs: Readonly<Record<string, (text: string) => unknown>> = {
  arg: (text) => findCredentials(text, { name: 'API_KEY', place: 'arg' }),
  url: (text) => findCredentials(text, { name: 'PASSWORD', place: 'url' }),
  text: findInText,
  name: (text) => findCredentials('a-value-here', { name: text, place: 'env' }),
};

/** Processor time in ms, the least of some runs: a pause of the machine is not the code's. */
function cost(run: (text: string) => unknown, text: string, times = 5): number {
  let least = Infinity;
  for (let n = 0; n < times; n++) {
    least = Math.min(
      least,
      cpuTime(() => run(text)),
    );
  }
  return least;
}

for (const [name, run] of Object.entries(runs)) {
  test(`${name}: the cost grows with the length, whatever the text repeats`, () => {
    for (const unit of units) {
      const whole = unit.repeat(Math.ceil(SIZE / unit.length)).slice(0, SIZE);
      if (cost(run, whole, 1) < 100) continue;
      // Slow enough to ask how it grows: four times the text costs about four times as much, quadratic were sixteen.
      const ratio = cost(run, whole) / Math.max(2, cost(run, whole.slice(0, SIZE / 4)));
      assert.ok(ratio < 10, `${JSON.stringify(unit)}: ${ratio.toFixed(1)}`);
    }
  });
}

test('no text makes it throw, and spans lie in the text', () => {
  const piece = fc.oneof(fc.string({ unit: 'binary', maxLength: 20 }), fc.constantFrom(...units));
  const text = fc.array(piece, { maxLength: 30 }).map((parts) => parts.join(''));
  const place = fc.constantFrom('env', 'arg', 'header', 'url', 'input', 'other');
  fc.assert(
    fc.property(text, text, place, (value, name, at) => {
      let last = 0;
      for (const { start, end } of findCredentials(value, { name, place: at })) {
        assert.ok(last <= start && start < end && end <= value.length);
        last = end;
      }
      for (const { start, end } of findInText(value)) assert.ok(start < end && end <= value.length);
    }),
    { numRuns: 2000, seed: 5 },
  );
});

test('a clean string of forty characters costs the formats next to nothing', () => {
  const text = '@modelcontextprotocol/server-filesystem-x';
  for (let n = 0; n < 20_000; n++) findFormats(text);
  const micros =
    cost(() => {
      for (let n = 0; n < 20_000; n++) findFormats(text);
    }, '') / 20;
  assert.ok(micros < 4, `${micros.toFixed(2)} µs`);
});
