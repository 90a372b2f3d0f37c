import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import * as fc from 'fast-check';
import { readChallenges } from '../../src/resolvers/oci-challenge.ts';
import { cpuTime } from '../cpu-time.ts';

function read(header: string | null): readonly unknown[] {
  return readChallenges(header).map(({ scheme, params }) => [scheme, Object.fromEntries(params)]);
}

suite('challenges of a registry', () => {
  for (const [header, expected] of [
    [null, []],
    ['', []],
    ['Basic', [['basic', {}]]],
    ['Basic realm="x"', [['basic', { realm: 'x' }]]],
    [
      'Bearer realm="https://a/token",service="a b&c",scope="x:y,z"',
      [['bearer', { realm: 'https://a/token', service: 'a b&c', scope: 'x:y,z' }]],
    ],
    [
      'Basic realm="one, two", BEARER Service=s , REALM="https://a/t"',
      [
        ['basic', { realm: 'one, two' }],
        ['bearer', { service: 's', realm: 'https://a/t' }],
      ],
    ],
    [
      'Negotiate, Negotiate abc==, Basic realm="x"',
      [
        ['negotiate', {}],
        ['negotiate', {}],
        ['basic', { realm: 'x' }],
      ],
    ],
    // A challenge inside the text of another is none.
    [
      'Basic realm="Bearer realm=\\"https://evil/\\""',
      [['basic', { realm: 'Bearer realm="https://evil/"' }]],
    ],
    ['Bearer realm="first", realm="second"', [['bearer', { realm: 'first' }]]],
    ['Bearer realm=', [['bearer', {}]]],
    ['realm="of nothing"', []],
    ['Bearer realm="never ends', [['bearer', { realm: '' }]]],
    ['"', []],
    ['Bearer __proto__="x"', [['bearer', Object.fromEntries([['__proto__', 'x']])]]],
  ] as const) {
    test(header ?? 'no header', () => assert.deepEqual(read(header), expected));
  }

  test('at most sixteen, of at most 8 KB', () => {
    assert.equal(read('Basic, '.repeat(100)).length, 16);
    assert.deepEqual(read(`${' '.repeat(8192)}Basic`), []);
  });

  test('no header makes it throw, or take long', () => {
    const piece = fc.constantFrom(
      'Bearer',
      'Basic',
      ' ',
      ',',
      '=',
      '"',
      '\\',
      'realm',
      'a',
      '\t',
      '==',
    );
    const header = fc.oneof(
      fc.string(),
      fc.array(piece, { maxLength: 60 }).map((all) => all.join('')),
    );
    fc.assert(
      fc.property(header, (text) => {
        for (const { scheme } of readChallenges(text)) assert.match(scheme, /^[^A-Z\s,"=]+$/);
      }),
      { numRuns: 2000 },
    );
  });

  for (const unit of [
    '"',
    '\\"',
    'a',
    ' ',
    ',',
    '=',
    'a ',
    'a=',
    'a="',
    'a =',
    'Basic ',
    'a="\\',
  ]) {
    test(`${JSON.stringify(unit)} without end does not hold it up`, () => {
      const text = unit.repeat(8192 / unit.length);
      // A guard against a pattern that tries everything, which takes minutes.
      assert.ok(cpuTime(() => readChallenges(text)) < 1000);
    });
  }
});
