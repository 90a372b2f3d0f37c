import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readDocument } from '../../../src/core/config/document.ts';
import { lint } from '../../../src/core/posture/lint.ts';
import { askAll, type Judged } from '../../../src/editor/pins/ask-all.ts';
import { heldBack, openQuestions } from '../../../src/editor/pins/open-questions.ts';
import type { Place } from '../../../src/resolvers/source.ts';
import { failed, known } from '../facts.ts';
import { digest, vscodeText } from '../files.ts';
import { resolverOf, type Answers } from './asking.ts';

const moved = `sha256:${'2e'.repeat(32)}`;
const image = (reference: string) => ({ command: 'docker', args: ['run', '-i', reference] });
const quiet = new AbortController().signal;

function judged(
  resolver: Answers,
  servers: Readonly<Record<string, unknown>>,
  place: Place = null,
): Judged {
  const document = readDocument(vscodeText(servers), '/w/.vscode/mcp.json');
  return { report: lint(document, resolver.facts(place)), place };
}

test('every file is asked for at once, each question once, and what the answers raise afterwards', async () => {
  const { resolver, calls, how } = resolverOf({
    'image-digest ghcr.io/a/b:1': known(digest),
    'image-digest ghcr.io/a/c:2': known(moved),
    [`image-build ghcr.io/a/c@${digest}`]: known({ builtAt: null }),
    [`image-build ghcr.io/a/c@${moved}`]: known({ builtAt: null }),
  });
  const files = [
    judged(resolver, { one: image('ghcr.io/a/b:1'), two: image(`ghcr.io/a/c:2@${digest}`) }),
    judged(resolver, { three: image('ghcr.io/a/b:1') }),
  ];
  const told: string[] = [];
  assert.equal(
    await askAll(resolver, files, quiet, (answered, all) => told.push(`${answered}/${all}`)),
    true,
  );
  assert.deepEqual(calls, [
    ['image-digest ghcr.io/a/b:1', 'image-digest ghcr.io/a/c:2'],
    [`image-build ghcr.io/a/c@${digest}`, `image-build ghcr.io/a/c@${moved}`],
  ]);
  assert.deepEqual(told, ['1/2', '2/2', '3/4', '4/4']);
  assert.deepEqual(
    how.map(({ picked, place }) => ({ picked, place })),
    [
      { picked: true, place: null },
      { picked: true, place: null },
    ],
  );
});

test('what failed is asked again, what is known or absent is not, nor a host that only the file names', async () => {
  const { resolver, calls } = resolverOf(
    { 'image-digest ghcr.io/a/failed:1': known(digest) },
    {
      'image-digest ghcr.io/a/failed:1': failed('ghcr.io was not found'),
      'image-digest ghcr.io/a/known:1': known(digest),
      'image-digest ghcr.io/a/absent:1': { state: 'absent' },
    },
    ['evil.example'],
  );
  const file = judged(resolver, {
    failed: image('ghcr.io/a/failed:1'),
    known: image('ghcr.io/a/known:1'),
    absent: image('ghcr.io/a/absent:1'),
    held: image('evil.example/a/b:1'),
  });
  assert.deepEqual(heldBack(file.report, resolver.facts(), resolver.target), ['evil.example']);
  await askAll(resolver, [file], quiet);
  assert.deepEqual(calls, [['image-digest ghcr.io/a/failed:1']]);
  assert.deepEqual(openQuestions(file.report, resolver.facts(), resolver.target), []);
});

test('each place has its own questions', async () => {
  const { resolver, how } = resolverOf({});
  const files = [
    judged(resolver, { a: image('ghcr.io/a/b:1') }, '/w'),
    judged(resolver, { a: image('ghcr.io/a/b:1') }, null),
  ];
  assert.equal(await askAll(resolver, files, quiet), false);
  assert.deepEqual(
    how.map(({ place }) => place),
    ['/w', null],
  );
});

test('nothing is asked once it is stopped', async () => {
  const { resolver, calls } = resolverOf({ 'image-digest ghcr.io/a/b:1': known(digest) });
  const file = judged(resolver, { a: image('ghcr.io/a/b:1') });
  assert.equal(await askAll(resolver, [file], AbortSignal.abort()), false);
  assert.deepEqual(calls, []);
});
