import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { satisfies as satisfiesPython } from '@renovatebot/pep440';
import fc from 'fast-check';
import satisfies from 'semver/functions/satisfies.js';
import type { Ecosystem } from '../../src/core/rules/dependency-facts.ts';
import { readOsvEntry } from '../../src/resolvers/osv-entry.ts';
import { concernOf, fixedAfter, type Concern } from '../../src/resolvers/osv-range.ts';
import { isSameVersion, versionsInOrder } from '../../src/resolvers/version-order.ts';

const small = fc.nat(3);
const plain = fc.tuple(small, small, small).map((parts) => parts.join('.'));
const npmVersion = fc
  .tuple(plain, fc.constantFrom('', '', '-0', '-alpha.1', '-rc.2'))
  .map((parts) => parts.join(''));
const pythonVersion = fc
  .tuple(
    fc.constantFrom('', '', '1!'),
    plain,
    fc.constantFrom('', '', 'a1', 'rc2', '.post1', '.dev3'),
  )
  .map((parts) => parts.join(''));

describe('ranges as the ecosystems read them', () => {
  test('npm: from one version up to another', () => {
    fc.assert(
      fc.property(npmVersion, npmVersion, npmVersion, fc.boolean(), (version, from, to, last) => {
        const range = `>=${from} ${last ? '<=' : '<'}${to}`;
        const events = [{ introduced: from }, last ? { last_affected: to } : { fixed: to }];
        fc.pre((versionsInOrder('npm', from, to) ?? 0) < 0);
        const expected = satisfies(version, range, { includePrerelease: true }) ? 'yes' : 'no';
        assert.equal(concern('npm', version, [events]), expected);
      }),
      { numRuns: 2000 },
    );
  });

  test('PyPI: from one version up to another', () => {
    fc.assert(
      fc.property(pythonVersion, pythonVersion, pythonVersion, (version, from, to) => {
        fc.pre((versionsInOrder('pypi', from, to) ?? 0) < 0);
        // What `<` of PEP 440 leaves out besides are the pre-releases of its own end: so by `>=` alone.
        const isFrom = (start: string): boolean =>
          satisfiesPython(version, `>=${start}`, { prereleases: true });
        const expected = isFrom(from) && !isFrom(to) ? 'yes' : 'no';
        assert.equal(concern('pypi', version, [[{ introduced: from }, { fixed: to }]]), expected);
      }),
      { numRuns: 2000 },
    );
  });

  test('several ranges: any of them, whatever the order of their events', () => {
    const range = fc
      .tuple(plain, plain)
      .filter(([a, b]) => (versionsInOrder('npm', a, b) ?? 0) < 0);
    fc.assert(
      fc.property(
        fc.array(range, { maxLength: 4 }),
        plain,
        fc.boolean(),
        (ranges, version, turned) => {
          const events = ranges.map(([from, to]) => [{ introduced: from }, { fixed: to }]);
          const written = turned ? events.map((pair) => pair.toReversed()) : events;
          const inside = ranges.some(([from, to]) => satisfies(version, `>=${from} <${to}`));
          assert.equal(concern('npm', version, written), inside ? 'yes' : 'no');
        },
      ),
    );
  });

  test('what is named as fixed comes after, is named, and is not concerned', () => {
    const range = fc
      .tuple(plain, plain)
      .filter(([a, b]) => (versionsInOrder('npm', a, b) ?? 0) < 0);
    fc.assert(
      fc.property(fc.array(range, { minLength: 1, maxLength: 4 }), plain, (ranges, version) => {
        const events = ranges.map(([from, to]) => [{ introduced: from }, { fixed: to }]);
        const inAny = (one: string): boolean =>
          ranges.some(([from, to]) => satisfies(one, `>=${from} <${to}`));
        const expected = ranges
          .map(([, to]) => to)
          .filter((to) => (versionsInOrder('npm', to, version) ?? 0) > 0 && !inAny(to))
          .toSorted((a, b) => versionsInOrder('npm', a, b) ?? 0)[0];
        const subject = { ecosystem: 'npm', name: 'server', version } as const;
        assert.equal(fixedAfter(entryOf('npm', events), subject), expected ?? null);
      }),
    );
  });

  test('nothing that a server may write throws', () => {
    const text = fc.oneof(
      fc.string(),
      plain,
      fc.constantFrom('0', '*', '__proto__', '1'.repeat(300)),
    );
    const event = fc.dictionary(
      fc.constantFrom('introduced', 'fixed', 'last_affected', 'limit', '__proto__'),
      fc.oneof(text, fc.jsonValue()),
    );
    const ecosystem = fc.constantFrom<Ecosystem>('npm', 'pypi', 'go', 'nuget', 'crates');
    fc.assert(
      fc.property(ecosystem, fc.array(fc.array(event)), text, (of, ranges, version) => {
        const value = { id: 'X-1', affected: [affectedOf(of, ranges)] };
        const entry = readOsvEntry(JSON.parse(JSON.stringify(value)), 'X-1', () => null);
        if (entry === undefined) return;
        const subject = { ecosystem: of, name: 'server', version };
        assert.ok(['yes', 'no', 'unread'].includes(concernOf(entry, subject)));
        assert.notEqual(fixedAfter(entry, subject), '');
      }),
    );
  });
});

describe('a range', () => {
  const cases: readonly (readonly [Ecosystem, string, readonly object[], Concern])[] = [
    ['npm', '0.0.0-alpha', [{ introduced: '0' }], 'yes'],
    ['npm', '2.0.0', [{ introduced: '0' }, { limit: '2.0.0' }], 'no'],
    ['npm', '1.9.9', [{ introduced: '0' }, { limit: '2.0.0' }], 'yes'],
    ['npm', '9.0.0', [{ introduced: '0' }, { limit: '2.0.0' }, { limit: '*' }], 'yes'],
    ['npm', '2025.7.1', [{ introduced: '0' }, { fixed: '2025.7.01' }], 'no'],
    ['npm', '1.0.0', [{ introduced: '0' }, { fixed: '1.1' }], 'yes'],
    [
      'npm',
      '1.5.0',
      [{ introduced: '1.0.0' }, { fixed: '1.2.0' }, { introduced: '1.4.0' }, { fixed: '1.6.0' }],
      'yes',
    ],
    [
      'npm',
      '1.3.0',
      [{ introduced: '1.0.0' }, { fixed: '1.2.0' }, { introduced: '1.4.0' }, { fixed: '1.6.0' }],
      'no',
    ],
    ['npm', '1.0.0', [{ introduced: '0' }, { fixed: 'never' }], 'unread'],
    ['npm', '1.0.0', [], 'no'],
    ['pypi', '1.0', [{ introduced: '0' }, { fixed: '1.0.0' }], 'no'],
    ['pypi', '1.0rc1', [{ introduced: '0' }, { fixed: '1.0.0' }], 'yes'],
    ['pypi', '0.dev1', [{ introduced: '0' }], 'yes'],
    ['nuget', '1.2.3.4', [{ introduced: '1.2.3' }, { fixed: '1.2.3.5' }], 'yes'],
    ['nuget', '1.2.3.5', [{ introduced: '1.2.3' }, { fixed: '1.2.3.5' }], 'no'],
    ['nuget', '1.2.3-Beta', [{ introduced: '0' }, { fixed: '1.2.3-beta' }], 'no'],
    ['nuget', '1.2.3-beta', [{ introduced: '0' }, { fixed: '1.2.3' }], 'yes'],
    [
      'go',
      '0.0.0-20250101000000-abcdefabcdef',
      [{ introduced: '0' }, { fixed: '0.0.0-20250201000000-aaaaaaaaaaaa' }],
      'yes',
    ],
    ['crates', '1.0.0', [{ introduced: '0.0.0-0' }, { fixed: '1.0.0' }], 'no'],
  ];
  for (const [ecosystem, version, events, expected] of cases) {
    test(`${ecosystem} ${version} in ${JSON.stringify(events)}: ${expected}`, () => {
      assert.equal(concern(ecosystem, version, [events]), expected);
    });
  }

  test('of another package, another ecosystem or of commits concerns nobody', () => {
    const others = [
      { package: { ecosystem: 'npm', name: 'other' }, versions: ['1.0.0'] },
      { package: { ecosystem: 'PyPI', name: 'server' }, versions: ['1.0.0'] },
      { package: { ecosystem: 'Maven', name: 'server' }, versions: ['1.0.0'] },
      {
        package: { ecosystem: 'npm', name: 'server' },
        ranges: [{ type: 'GIT', repo: 'x', events: [{ introduced: '0' }] }],
      },
      { ranges: [{ type: 'GIT', repo: 'x', events: [{ introduced: '0' }] }] },
    ];
    const entry = readOsvEntry({ id: 'X-1', affected: others }, 'X-1', () => null);
    assert.ok(entry !== undefined);
    assert.equal(concernOf(entry, { ecosystem: 'npm', name: 'server', version: '1.0.0' }), 'no');
  });

  test('beside it a list of versions counts', () => {
    const affected = [
      { package: { ecosystem: 'PyPI', name: 'Some.Server' }, versions: ['1.0', '1.1'] },
    ];
    const entry = readOsvEntry({ id: 'X-1', affected }, 'X-1', () => null);
    assert.ok(entry !== undefined);
    const found = ['1.0.0', '1.1', '1.2'].map((version) =>
      concernOf(entry, { ecosystem: 'pypi', name: 'some-server', version }),
    );
    assert.deepEqual(found, ['yes', 'yes', 'no']);
  });
});

test('the same version is the same however it is written', () => {
  assert.ok(isSameVersion('pypi', '1.0', '1.0.0'));
  assert.ok(isSameVersion('nuget', '1.0', '1.0.0.0'));
  assert.ok(isSameVersion('npm', '1.0.0', 'v1.0.0'));
  assert.ok(!isSameVersion('npm', '1.0.0', '1.0.0-0'));
  assert.equal(versionsInOrder('npm', '1.0.0', 'one'), undefined);
});

const written = {
  npm: 'npm',
  pypi: 'PyPI',
  go: 'Go',
  nuget: 'NuGet',
  crates: 'crates.io',
} as const;

function affectedOf(ecosystem: Ecosystem, ranges: readonly (readonly object[])[]): object {
  return {
    package: { ecosystem: written[ecosystem], name: 'server' },
    ranges: ranges.map((events) => ({ type: 'ECOSYSTEM', events })),
  };
}

function entryOf(ecosystem: Ecosystem, ranges: readonly (readonly object[])[]) {
  const entry = readOsvEntry(
    { id: 'X-1', affected: [affectedOf(ecosystem, ranges)] },
    'X-1',
    () => null,
  );
  assert.ok(entry !== undefined);
  return entry;
}

function concern(
  ecosystem: Ecosystem,
  version: string,
  ranges: readonly (readonly object[])[],
): Concern {
  return concernOf(entryOf(ecosystem, ranges), { ecosystem, name: 'server', version });
}
