import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Query } from '../../src/core/rules/facts.ts';
import { askInRounds } from '../../src/resolvers/rounds.ts';

const { signal } = new AbortController();

function query(tag: string): Query {
  return { kind: 'image-digest', registry: 'ghcr.io', repository: 'a/b', tag };
}

function tagsOf(queries: readonly Query[]): string {
  return queries.map((one) => (one.kind === 'image-digest' ? one.tag : '')).join(' ');
}

async function roundsOf(
  open: (round: number) => readonly Query[],
  until: AbortSignal = signal,
): Promise<readonly string[]> {
  const rounds: string[] = [];
  await askInRounds(
    () => open(rounds.length),
    async (queries) => void rounds.push(tagsOf(queries)),
    until,
  );
  return rounds;
}

test('what an answer raises is asked next, and what stays open is not asked again', async () => {
  const rounds = await roundsOf((round) => [query('1'), ...(round > 0 ? [query('2')] : [])]);
  assert.deepEqual(rounds, ['1', '2']);
});

test('nothing open is no round', async () => {
  assert.deepEqual(await roundsOf(() => []), []);
});

test('answers that always raise more come to an end', async () => {
  assert.deepEqual(await roundsOf((round) => [query(`${round}`)]), ['0', '1', '2']);
});

test('an aborted signal asks nothing', async () => {
  assert.deepEqual(await roundsOf(() => [query('1')], AbortSignal.abort()), []);
});
