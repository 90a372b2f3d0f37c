import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { compare as compareOracle } from '@renovatebot/pep440';
import compareSemver from 'semver/functions/compare.js';
import fc from 'fast-check';
import type { Pin } from '../../../src/core/launch/launch.ts';
import type { Releases } from '../../../src/core/rules/facts.ts';
import {
  ago,
  daysSince,
  newerThan,
  offersOf,
  offerTitle,
  type Written,
} from '../../../src/core/rules/releases.ts';
import { compareVersions, versionOf } from '../../../src/core/rules/versions.ts';
import { fixtureDay, releasesOf } from '../../rules/fixture-facts.ts';

const day = 86_400_000;

interface Case {
  readonly written?: Partial<Written>;
  readonly coolDownDays?: number;
}

function titles(list: string, { written, coolDownDays = 7 }: Case = {}): readonly string[] {
  const full: Written = { ecosystem: 'npm', pin: 'none', version: null, ...written };
  const times = { choices: { coolDownDays }, now: fixtureDay };
  return offersOf(releasesOf(list), full, times).map((offer) => offerTitle('Pin', null, offer));
}

function npm(pin: Pin, version: string | null): Case {
  return { written: { pin, version } };
}

function pypi(pin: Pin, version: string | null): Case {
  return { written: { ecosystem: 'pypi', pin, version } };
}

const older = '1.3.0 40d, 1.4.2 10d, 1.5.0 2d, latest=1.5.0';

suite('the cool-down', () => {
  test('the older release is first, the newest second', () => {
    assert.deepEqual(titles(older), [
      'Pin to 1.4.2 (newest at least 7 days old)',
      'Pin to 1.5.0 (newest, 2 days old)',
    ]);
  });

  test('one offer when the newest is old enough', () => {
    assert.deepEqual(titles('1.3.0 40d, 1.4.2 10d'), ['Pin to 1.4.2 (newest at least 7 days old)']);
  });

  test('only the newest when none is old enough', () => {
    assert.deepEqual(titles('1.0.0 3d, 1.0.1 1d'), ['Pin to 1.0.1 (newest, 1 day old)']);
    assert.deepEqual(titles('1.0.0 0d'), ['Pin to 1.0.0 (newest, less than a day old)']);
  });

  test('another number of days, and none', () => {
    assert.deepEqual(titles(older, { coolDownDays: 1 }), [
      'Pin to 1.5.0 (newest at least 1 day old)',
    ]);
    assert.deepEqual(titles(older, { coolDownDays: 30 }), [
      'Pin to 1.3.0 (newest at least 30 days old)',
      'Pin to 1.5.0 (newest, 2 days old)',
    ]);
    assert.deepEqual(titles(older, { coolDownDays: 0 }), ['Pin to 1.5.0 (newest)']);
    assert.deepEqual(titles('1.0.0 undated', { coolDownDays: 0 }), ['Pin to 1.0.0 (newest)']);
  });

  test('exactly as old as asked for is old enough, a moment less is not and does not look it', () => {
    const at = (publishedAt: number): Releases => ({
      list: [{ version: '1.0.0', publishedAt, withdrawn: false }],
      tags: [],
    });
    const written: Written = { ecosystem: 'npm', pin: 'none', version: null };
    const times = { choices: { coolDownDays: 7 }, now: fixtureDay };
    const words = (publishedAt: number) => offersOf(at(publishedAt), written, times)[0]?.words;
    assert.equal(words(fixtureDay - 7 * day), 'newest at least 7 days old');
    assert.equal(words(fixtureDay - 7 * day + 1), 'newest, 6 days old');
  });

  test('a release without a date is never old enough', () => {
    assert.deepEqual(titles('1.0.0 undated'), ['Pin to 1.0.0 (newest, age unknown)']);
    assert.deepEqual(titles('1.0.0 20d, 1.1.0 undated'), [
      'Pin to 1.0.0 (newest at least 7 days old)',
      'Pin to 1.1.0 (newest, age unknown)',
    ]);
  });

  test('nor is one from the future', () => {
    assert.deepEqual(titles('1.0.0 20d, 1.1.0 -30d'), [
      'Pin to 1.0.0 (newest at least 7 days old)',
      'Pin to 1.1.0 (newest, age unknown)',
    ]);
  });
});

suite('what is not offered', () => {
  const cases: readonly (readonly [string, string, Case, readonly string[]])[] = [
    ['pre-releases of npm', '1.0.0 20d, 1.1.0-rc.1 10d, 2.0.0-beta 9d', {}, ['1.0.0']],
    ['deprecated ones', '1.0.0 20d, 1.1.0 10d withdrawn', {}, ['1.0.0']],
    ['nothing but deprecated ones', '1.0.0 20d withdrawn', {}, []],
    ['above the dist-tag latest', '1.0.0 20d, 2.0.0 10d, latest=1.0.0', {}, ['1.0.0']],
    ['latest, where it is a pre-release', '1.0.0 20d, 3.0.0 9d, latest=2.0.0-rc.1', {}, ['1.0.0']],
    [
      'latest, where it is deprecated',
      '1.0.0 20d, 2.0.0 9d withdrawn, 3.0.0 9d, latest=2.0.0',
      {},
      ['1.0.0'],
    ],
    [
      'above latest for another tag',
      '1.0.0 20d, 2.0.0 9d, latest=1.0.0',
      npm('tag', 'next'),
      ['1.0.0'],
    ],
    [
      'alpha, beta, rc and dev of PyPI',
      '1.0 20d, 1.1a1 9d, 1.1b2 9d, 1.1rc1 9d, 1.1.dev3 9d',
      pypi('none', null),
      ['1.0'],
    ],
    ['local versions', '1.0 20d, 1.0+local 9d', pypi('none', null), ['1.0']],
    ['what is no version', 'nightly 20d, 1.0.0 20d, x.y.z 20d', {}, ['1.0.0']],
    ['build metadata', '1.0.0 20d, 1.1.0+build 20d', {}, ['1.0.0']],
    [
      `a version of ${'9'.repeat(70)} digits`,
      `1.0 20d, ${'9'.repeat(70)} 20d`,
      pypi('none', null),
      ['1.0'],
    ],
  ];
  for (const [name, list, asked, versions] of cases) {
    test(name, () => {
      assert.deepEqual(
        titles(list, asked).map((title) => title.split(' ')[2]),
        versions,
      );
    });
  }
});

suite('order', () => {
  test('an epoch comes before everything', () => {
    assert.deepEqual(titles('2024.1 900d, 1!0.5 20d, 1!0.4 30d', pypi('none', null)), [
      'Pin to 1!0.5 (newest at least 7 days old)',
    ]);
  });

  test('numbers, not letters; post-releases after their release', () => {
    assert.deepEqual(titles('1.9.0 90d, 1.10.0 80d, 1.2.0 70d'), [
      'Pin to 1.10.0 (newest at least 7 days old)',
    ]);
    assert.deepEqual(titles('1.0 90d, 1.0.post1 80d', pypi('none', null)), [
      'Pin to 1.0.post1 (newest at least 7 days old)',
    ]);
  });

  test('a backport that is younger is not the newest', () => {
    assert.deepEqual(titles('2.0.0 90d, 1.9.1 10d'), ['Pin to 2.0.0 (newest at least 7 days old)']);
  });

  const part = fc.nat({ max: 12 });
  test('as semver does', () => {
    const version = fc.tuple(part, part, part).map((parts) => parts.join('.'));
    fc.assert(
      fc.property(version, version, (a, b) => {
        assert.equal(Math.sign(order('npm', a, b)), compareSemver(a, b));
      }),
    );
  });

  test('as PEP 440 does', () => {
    const version = fc
      .tuple(
        fc.constantFrom('', '0!', '1!'),
        fc.array(part, { minLength: 1, maxLength: 4 }),
        fc.constantFrom('', '.post1', '-2', '.post0', 'a1', 'rc2', '.dev1', '.post1.dev2'),
      )
      .map(([epoch, numbers, rest]) => epoch + numbers.join('.') + rest);
    fc.assert(
      fc.property(version, version, (a, b) => {
        // Only what is early is not told apart from other early ones.
        if (/a|rc|dev/.test(a) && /a|rc|dev/.test(b)) return;
        assert.equal(Math.sign(order('pypi', a, b)), Math.sign(compareOracle(a, b)), `${a} ${b}`);
      }),
      { numRuns: 500 },
    );
  });

  function order(ecosystem: 'npm' | 'pypi', a: string, b: string): number {
    const [first, second] = [versionOf(a, ecosystem), versionOf(b, ecosystem)];
    assert.ok(first !== null && second !== null);
    return compareVersions(first, second);
  }
});

suite('ranges', () => {
  const list = '1.2.0 90d, 1.3.0 80d, 1.4.0 2d, 2.0.0 60d, 2.1.0 3d, latest=2.1.0';

  test('of npm: inside, then the later major version', () => {
    assert.deepEqual(titles(list, npm('range', '^1.2.0')), [
      'Pin to 1.3.0 (newest at least 7 days old)',
      'Pin to 1.4.0 (newest, 2 days old)',
      'Pin to 2.0.0 (newest at least 7 days old), major step from 1 to 2',
    ]);
    assert.deepEqual(titles(list, npm('range', '~1.2')), [
      'Pin to 1.2.0 (newest at least 7 days old)',
      'Pin to 2.0.0 (newest at least 7 days old), major step from 1 to 2',
    ]);
  });

  test('a range over two major versions says the step', () => {
    assert.deepEqual(titles(list, npm('range', '>=1.2')), [
      'Pin to 2.0.0 (newest at least 7 days old), major step from 1 to 2',
      'Pin to 2.1.0 (newest, 3 days old), major step from 1 to 2',
    ]);
    assert.deepEqual(titles(list, npm('range', '*')), [
      'Pin to 2.0.0 (newest at least 7 days old)',
      'Pin to 2.1.0 (newest, 3 days old)',
    ]);
  });

  test('a later major version that is not old enough is not offered', () => {
    assert.deepEqual(titles('1.2.0 90d, 2.0.0 3d', npm('range', '^1')), [
      'Pin to 1.2.0 (newest at least 7 days old)',
    ]);
  });

  test('above latest only where latest does not fit', () => {
    const held = '1.0.0 90d, 1.1.0 80d, 2.0.0 70d, 2.1.0 60d, latest=2.0.0';
    assert.deepEqual(titles(held, npm('range', '>=1')), [
      'Pin to 2.0.0 (newest at least 7 days old), major step from 1 to 2',
    ]);
    assert.deepEqual(titles(held, npm('range', '>=2.1')), [
      'Pin to 2.1.0 (newest at least 7 days old)',
    ]);
  });

  test('nothing inside: nothing', () => {
    assert.deepEqual(titles('1.0.0 90d', pypi('range', '(1')), []);
    assert.deepEqual(titles(list, npm('range', '^3')), []);
    assert.deepEqual(titles(list, npm('range', '^2.2.0-beta.1')), []);
  });

  test('of PyPI', () => {
    const python = '0.9.1 500d, 1.2.0 400d, 1.4.2 10d, 1.5.0 2d, 2.0 60d';
    const first = (specifier: string) => titles(python, pypi('range', specifier))[0];
    assert.equal(first('>=1.2'), 'Pin to 2.0 (newest at least 7 days old), major step from 1 to 2');
    assert.equal(first('~=1.2'), 'Pin to 1.4.2 (newest at least 7 days old)');
    assert.equal(first('(>=0.9, <1)'), 'Pin to 0.9.1 (newest at least 7 days old)');
    assert.equal(first('1.*'), 'Pin to 1.4.2 (newest at least 7 days old)');
    assert.equal(first('!=2.0'), 'Pin to 1.4.2 (newest at least 7 days old)');
    assert.equal(first('>=1,!=1.4.2,<1.5'), 'Pin to 1.2.0 (newest at least 7 days old)');
    assert.equal(first('>=3'), undefined);
    assert.deepEqual(titles(python, pypi('range', '>=1.2,<2')), [
      'Pin to 1.4.2 (newest at least 7 days old)',
      'Pin to 1.5.0 (newest, 2 days old)',
      'Pin to 2.0 (newest at least 7 days old), major step from 1 to 2',
    ]);
  });

  test('an epoch is a major step', () => {
    assert.deepEqual(titles('1.5 90d, 1!2.0 60d', pypi('range', '<2')), [
      'Pin to 1.5 (newest at least 7 days old)',
      'Pin to 1!2.0 (newest at least 7 days old), major step from 1 to 1!2',
    ]);
  });

  test('no text is too odd', () => {
    const text = fc.string({
      unit: fc.constantFrom(...'>=<~!^*.,()|- 0129xabrcdev+'.split('')),
      maxLength: 40,
    });
    fc.assert(
      fc.property(text, fc.constantFrom('npm', 'pypi'), (version, ecosystem) => {
        for (const pin of ['range', 'exact', 'tag'] as const) {
          const offers = titles(list, { written: { ecosystem, pin, version } });
          assert.ok(offers.length <= 3);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('a range as long as a novel takes no time', () => {
    assert.deepEqual(titles(list, npm('range', `^1.2.0${' || ^1.2.0'.repeat(5000)}`)), []);
    assert.deepEqual(titles(list, pypi('range', `>=1${',>=1'.repeat(5000)}`)), []);
  });
});

suite('what is newer than an exact version', () => {
  const list = '1.0.0 90d, 1.1.0 80d, 1.2.0 2d, 2.0.0 60d, latest=2.0.0';
  const times = { choices: { coolDownDays: 7 }, now: fixtureDay };
  const count = (text: string, written: Written) => newerThan(releasesOf(text), written, times);
  const exact = (version: string, ecosystem: 'npm' | 'pypi' = 'npm'): Written => ({
    ecosystem,
    pin: 'exact',
    version,
  });

  test('counted by order among those that are old enough', () => {
    assert.equal(count(list, exact('1.0.0')), 2);
    assert.equal(count(list, exact('v1.1.0')), 1);
    assert.equal(count(list, exact('2.0.0')), 0);
    assert.equal(count(list, exact('3.0.0')), 0);
    assert.equal(count('1.0 90d, 1.0.0 90d, 1.0.1 80d', exact('0.9', 'pypi')), 2);
  });

  test('never a downgrade, and the step is said', () => {
    assert.deepEqual(titles(list, npm('exact', '1.1.0')), [
      'Pin to 2.0.0 (newest at least 7 days old), major step from 1 to 2',
    ]);
    assert.deepEqual(titles(list, npm('exact', '2.0.0')), []);
    assert.deepEqual(titles(list, npm('exact', '9.0.0')), []);
  });

  test('a pre-release is behind its release', () => {
    assert.equal(count('1.0.0 90d', exact('1.0.0-rc.1')), 1);
    assert.equal(count('1.0 90d', exact('1.0rc1', 'pypi')), 1);
  });

  test('of several clauses the one that is exact counts', () => {
    assert.equal(count('1.0 90d, 1.1 80d', exact('==1.0,!=1.3', 'pypi')), 1);
    assert.equal(count('1.0 90d, 1.1 80d', exact('(==1.1)', 'pypi')), 0);
  });

  test('what is no version is not judged', () => {
    assert.equal(count('1.0 90d', exact('===what-ever', 'pypi')), 0);
    assert.deepEqual(titles('1.0 90d', pypi('exact', '===what-ever')), []);
  });
});

test('whole days are counted', () => {
  assert.equal(daysSince(fixtureDay, fixtureDay), 0);
  assert.equal(daysSince(fixtureDay - day + 1, fixtureDay), 0);
  assert.equal(daysSince(fixtureDay - day, fixtureDay), 1);
  assert.equal(daysSince(fixtureDay - 3 * day, fixtureDay), 3);
  assert.equal(daysSince(fixtureDay + 1, fixtureDay), null);
  assert.equal(daysSince(null, fixtureDay), null);
  assert.equal(daysSince(Number.NaN, fixtureDay), null);
  assert.deepEqual([0, 1, 2].map(ago), ['less than a day ago', '1 day ago', '2 days ago']);
});
