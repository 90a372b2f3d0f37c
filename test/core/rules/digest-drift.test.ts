import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readDocument } from '../../../src/core/config/document.ts';
import { lint } from '../../../src/core/posture/lint.ts';
import { digestDrift } from '../../../src/core/rules/digest-drift.ts';
import type { Fact, FactsAtHand, Query } from '../../../src/core/rules/facts.ts';
import { fixtureDay } from '../../rules/fixture-facts.ts';
import { draftsOf, factsFrom, fixed, flagged, needsOf, read, type Read } from './reading.ts';

const day = 86_400_000;
const old = `sha256:${'1a'.repeat(32)}`;
const now = `sha256:${'2b'.repeat(32)}`;
const repository = { registry: 'ghcr.io', repository: 'x/y' } as const;
const tag: Query = { kind: 'image-digest', ...repository, tag: '1.4' };
const oldBuild: Query = { kind: 'image-build', ...repository, digest: old };
const nowBuild: Query = { kind: 'image-build', ...repository, digest: now };
const moved = [tag, { state: 'known', value: now }] as const;

function docker(reference = `ghcr.io/x/y:1.4@${old}`, command = 'docker'): Read {
  return read(command, ['run', '-i', reference, '--stdio']);
}

function facts(...entries: readonly (readonly [Query, Fact<unknown>])[]): FactsAtHand {
  return factsFrom(entries);
}

function built(builtAt: number | null): readonly [Query, Fact<unknown>] {
  return [nowBuild, { state: 'known', value: { builtAt } }];
}

test('the tag first; both images only once it has moved', () => {
  assert.deepEqual(needsOf(digestDrift, docker()), [tag]);
  const same = facts([tag, { state: 'known', value: old }]);
  assert.deepEqual(needsOf(digestDrift, docker(), same), [tag]);
  assert.deepEqual(needsOf(digestDrift, docker(), facts(moved)), [tag, oldBuild, nowBuild]);
});

test('nothing to ask without a tag, without a digest, or with another kind of digest', () => {
  for (const reference of [
    `ghcr.io/x/y@${old}`,
    'ghcr.io/x/y:1.4',
    `ghcr.io/x/y:1.4@sha512:${'1a'.repeat(64)}`,
    '${input:image}',
  ]) {
    assert.deepEqual(needsOf(digestDrift, docker(reference)), []);
    assert.deepEqual(draftsOf(digestDrift, docker(reference), facts(moved)), []);
  }
  assert.deepEqual(needsOf(digestDrift, read('node', ['a.js'])), []);
});

test('silent while nobody knows, the tag is gone, or has not moved', () => {
  for (const fact of [
    { state: 'absent' },
    { state: 'failed', why: 'x' },
    { state: 'known', value: old },
  ] as const) {
    assert.deepEqual(draftsOf(digestDrift, docker(), facts([tag, fact])), []);
  }
  assert.deepEqual(draftsOf(digestDrift, docker()), []);
});

test('moved: information that costs no grade, with the age of the new image', () => {
  const [draft] = draftsOf(digestDrift, docker(), facts(moved, built(fixtureDay - 3 * day)));
  assert.ok(draft !== undefined);
  assert.equal(draft.message, '1.4 moved: ghcr.io/x/y:1.4 is another image now, built 3 days ago');
  assert.equal(draft.severity, 'information');
  assert.equal(draft.grade, null);
  assert.equal(flagged(docker(), draft), '1.4');
  assert.deepEqual(
    draft.fixes?.map(({ title, safety }) => [title, safety]),
    [['Update pin to sha256:2b2b2b2b2b2b… (1.4)', 'unsafe']],
  );
});

test('no age where nobody knows it, or it is in the future', () => {
  for (const build of [
    built(null),
    built(fixtureDay + 9 * day),
    [nowBuild, { state: 'failed', why: 'x' }] as const,
    [nowBuild, { state: 'absent' }] as const,
  ]) {
    const [draft] = draftsOf(digestDrift, docker(), facts(moved, build));
    assert.equal(draft?.message, '1.4 moved: ghcr.io/x/y:1.4 is another image now');
  }
});

test('gone: a warning at the digest', () => {
  const gone = facts(moved, [oldBuild, { state: 'absent' }]);
  const [draft] = draftsOf(digestDrift, docker(), gone);
  assert.ok(draft !== undefined);
  assert.match(draft.message, /^ghcr\.io\/x\/y@sha256:1a1a1a1a1a1a… is not in the repository/);
  assert.equal(draft.severity, undefined);
  assert.equal(draft.grade, undefined);
  assert.equal(flagged(docker(), draft), old);
  assert.equal(digestDrift.meta.severity, 'warning');
  assert.equal(digestDrift.meta.grade, 'bad');
});

test('the update keeps the tag and everything around it, for every engine', () => {
  for (const [from, written] of [
    [docker(), `ghcr.io/x/y:1.4@${now}`],
    [docker(undefined, 'podman'), `ghcr.io/x/y:1.4@${now}`],
  ] as const) {
    const [draft] = draftsOf(digestDrift, from, facts(moved));
    assert.deepEqual(fixed(from, draft?.fixes?.[0]), ['run', '-i', written, '--stdio']);
  }
  const line = read('bash', ['-c', `docker run "ghcr.io/x/y:1.4@${old}" && true`]);
  const [draft] = draftsOf(digestDrift, line, facts(moved));
  assert.deepEqual(fixed(line, draft?.fixes?.[0]), [
    '-c',
    `docker run "ghcr.io/x/y:1.4@${now}" && true`,
  ]);
});

test('a pinned image whose tag has moved keeps its tier', () => {
  const text = JSON.stringify({
    servers: { x: { command: 'docker', args: ['run', '-i', `ghcr.io/x/y:1.4@${old}`] } },
  });
  const report = lint(readDocument(text, '.vscode/mcp.json'), facts(moved));
  assert.equal(report.servers[0]?.tier, 'low');
  assert.equal(report.servers[0].pillars.integrity.grade, 'good');
  assert.equal(report.queries.length, 2);
});
