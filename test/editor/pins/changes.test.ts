import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readDocument } from '../../../src/core/config/document.ts';
import { applyEdits } from '../../../src/core/config/text.ts';
import { lint } from '../../../src/core/posture/lint.ts';
import type { Report } from '../../../src/core/posture/report.ts';
import type { Fact, Query } from '../../../src/core/rules/facts.ts';
import { changesOf, descriptionOf, labelOf } from '../../../src/editor/pins/changes.ts';
import { countOpen, leftIn, leftTitle, pinnedLine } from '../../../src/editor/pins/outcome.ts';
import { withReasons } from '../../../src/editor/pins/reasons.ts';
import type { Target } from '../../../src/resolvers/index.ts';
import { factsOf, failed, known, releases } from '../facts.ts';
import { digest } from '../files.ts';

const quiet = new AbortController().signal;
const sha = 'ab'.repeat(20);

const text = `{
  // of the team
  "servers": {
    "image": { "command": "docker", "args": ["run", "-i", "ghcr.io/a/b:1.4"] }, // kept
    "package": { "command": "npx", "args": ["-y", "some-mcp"] },
    "two": { "command": "uvx", "args": ["--with", "left-mcp,right-mcp>=1", "main-mcp"] },
    "git": { "command": "uvx", "args": ["--from", "git+https://github.com/a/b@main", "b"] },
    "gone": { "command": "docker", "args": ["run", "-i", "ghcr.io/a/gone:1"] },
    "held": { "command": "docker", "args": ["run", "-i", "evil.example/a/b:1"] },
    "fine": { "command": "docker", "args": ["run", "-i", "ghcr.io/a/b@${digest}"] }
  }
}
`;

const answers: Readonly<Record<string, Fact<unknown>>> = {
  'image-digest ghcr.io/a/b:1.4': known(digest),
  'image-digest ghcr.io/a/gone:1': { state: 'absent' },
  'releases npm npm  some-mcp': releases({ '1.4.2': 30, '1.5.0': 2 }),
  'releases pypi uv  left-mcp': releases({ '0.3': 30 }),
  'releases pypi uv  right-mcp': releases({ '1.1': 30 }),
  'releases pypi uv  main-mcp': releases({ '2.0': 1 }),
  'git-commit https://github.com/a/b main': known({ sha, by: 'branch' }),
};

function target(query: Query): Target {
  const host = query.kind === 'image-digest' ? query.registry : 'npm.example';
  return host === 'evil.example' ? { state: 'picked', host } : { state: 'unasked', host };
}

function judged(of: string): Report {
  const facts = withReasons(factsOf(new Map(Object.entries(answers))), target);
  return lint(readDocument(of, '/w/.vscode/mcp.json'), facts);
}

test('every pin is an edit with its kind and its reference; the text around stays', async () => {
  const changes = (await changesOf(judged(text), quiet)) ?? assert.fail();
  assert.deepEqual(
    changes.map((change) => `${labelOf(change)}: ${descriptionOf(change)}`).toSorted(),
    [
      'Pin to commit: https://github.com/a/b → abababababab',
      `Pin to digest: ghcr.io/a/b:1.4 → ${digest.slice(0, 19)}…`,
      'Pin to release: left-mcp → 0.3, right-mcp → 1.1',
      'Pin to release: some-mcp → 1.4.2',
    ],
  );
  const after = applyEdits(
    text,
    changes.map(({ edit }) => edit),
  );
  assert.equal(
    after,
    text
      .replace('b:1.4"', `b:1.4@${digest}"`)
      .replace('some-mcp', 'some-mcp@1.4.2')
      .replace('left-mcp,right-mcp>=1', 'left-mcp==0.3,right-mcp==1.1')
      .replace('@main', `@${sha}`),
  );
  assert.equal(countOpen(judged(text)), 8);
  assert.deepEqual(
    leftIn(judged(after)).map(({ what, why }) => `${what}: ${why}`),
    [
      'two: main-mcp: no release is at least 7 days old',
      'gone: ghcr.io/a/gone:1: the registry has no such tag',
      'held: evil.example/a/b:1: evil.example is asked only when you pick a fix that names it',
    ],
  );
});

test('what was possible and was not done is left as well', () => {
  const [first] = leftIn(judged(text));
  assert.deepEqual(first, {
    what: 'image: ghcr.io/a/b:1.4',
    why: 'it was left out in the preview, or did not fit the file',
    span: { start: text.indexOf('1.4"] }, // kept'), end: text.indexOf('"] }, // kept') },
  });
});

test('nothing is worked out once it is stopped', async () => {
  assert.equal(await changesOf(judged(text), AbortSignal.abort()), null);
});

test('how many were pinned is said in numbers', () => {
  assert.equal(pinnedLine(15, 3), 'Pinned 12 of 15');
  assert.equal(pinnedLine(0, 0), 'Pinned 0 of 0');
  // Something was typed meanwhile.
  assert.equal(pinnedLine(2, 3), 'Pinned 0 of 3');
  assert.equal(leftTitle(15, 3, 3), 'Pinned 12 of 15, 3 left as they were');
  assert.equal(leftTitle(15, 1, 1), 'Pinned 14 of 15, 1 left as it was');
});

test('a reason that was there once stays, an answer that comes counts', () => {
  const query = { kind: 'image-digest', registry: 'ghcr.io', repository: 'a/b', tag: '1' } as const;
  const key = 'image-digest ghcr.io/a/b:1';
  const all = new Map<string, Fact<unknown>>();
  const facts = withReasons(factsOf(all), target);
  const unasked = facts.answer(query);
  assert.deepEqual(unasked, failed('ghcr.io was not asked or has not answered'));
  assert.equal(facts.answer(query), unasked);
  all.set(key, failed('ghcr.io was not found'));
  assert.deepEqual(facts.answer(query), failed('ghcr.io was not found'));
  all.delete(key);
  assert.deepEqual(facts.answer(query), failed('ghcr.io was not found'));
  all.set(key, known(digest));
  assert.deepEqual(facts.answer(query), known(digest));
  const off = withReasons(factsOf(new Map()), () => ({ state: 'never', why: 'network is off' }));
  assert.deepEqual(off.answer(query), failed('network is off'));
});
