import assert from 'node:assert/strict';
import { test } from 'node:test';
import { together, type Claim } from '../../src/resolvers/heard.ts';
import { readOsvEntry } from '../../src/resolvers/osv-entry.ts';
import { concernOf, fixedAfter } from '../../src/resolvers/osv-range.ts';
import { cpuTime } from '../cpu-time.ts';
import { many } from './texts.ts';

const subject = { ecosystem: 'npm', name: 'x', version: '1.0.0' } as const;

function claim(i: number, names: number): Claim {
  const ids = [`A-${i}`, ...many(names, (n) => `B-${i}-${n}`), 'SAME-1'];
  const nothing = { summary: '', severity: null, fixed: null, malicious: false };
  return { source: 'osv', ids, ...nothing };
}

/** What is fixed again and again is still affected by the second range. */
function fixedOften(n: number): unknown {
  const about = { ecosystem: 'npm', name: 'x' };
  const events = [{ introduced: '0' }, ...many(n, (i) => ({ fixed: `1.0.${i + 1}` }))];
  const ranges = [
    { type: 'SEMVER', events },
    { type: 'SEMVER', events: [{ introduced: '0' }] },
  ];
  return { id: 'A-1', affected: [{ package: about, ranges }] };
}

/** Twice as much may take three times as long: a cost that grows with the square takes four times. */
function assertLinear(work: (n: number) => void, n: number): void {
  let [small, large] = [cpuTime(() => work(n)), cpuTime(() => work(2 * n))];
  for (let i = 1; i < 8 && large > Math.max(3 * small, 25); i++) {
    small = Math.min(
      small,
      cpuTime(() => work(n)),
    );
    large = Math.min(
      large,
      cpuTime(() => work(2 * n)),
    );
  }
  assert.ok(large <= Math.max(3 * small, 25), `${small} ms, then ${large} ms`);
}

test('advisories that all share a name are put together in time by their number', () => {
  const claims = many(2000, (i) => claim(i, 50));
  assertLinear((n) => together('npm', claims.slice(0, n)), 1000);
});

test('claims that share a name by way of others are one, in whatever order they come', () => {
  const chain = many(50, (i) => ({ ...claim(i, 0), ids: [`A-${i}`, `A-${i + 1}`] }));
  for (const claims of [
    chain,
    chain.toReversed(),
    chain.toSorted((a) => (a.ids[0] ?? '').length % 2),
  ])
    assert.equal(together('npm', claims).length, 1);
  const apart = chain.filter((_, i) => i !== 20);
  assert.equal(together('npm', apart).length, 2);
});

test('an entry that names fix after fix is looked through in time by their number', () => {
  assertLinear((n) => {
    const entry = readOsvEntry(fixedOften(n), 'A-1', () => null);
    assert.ok(entry !== undefined);
    assert.equal(concernOf(entry, subject), 'yes');
    assert.equal(fixedAfter(entry, subject), null);
  }, 900);
});

test('an entry with more than any real one is none', () => {
  assert.equal(
    readOsvEntry(fixedOften(2000), 'A-1', () => null),
    undefined,
  );
  const about = (name: string, versions: readonly string[]) => ({
    package: { ecosystem: 'npm', name },
    versions,
  });
  const affected = many(20, (i) =>
    about(
      `x${i}`,
      many(600, (n) => `1.0.${n}`),
    ),
  );
  assert.equal(
    readOsvEntry({ id: 'A-1', affected }, 'A-1', () => null),
    undefined,
  );
  const half = { id: 'A-1', affected: affected.slice(0, 10) };
  assert.equal(readOsvEntry(half, 'A-1', () => null)?.affected.length, 10);
});
