import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readDocument } from '../../../src/core/config/document.ts';
import { lint } from '../../../src/core/posture/lint.ts';
import type { ImageScan } from '../../../src/core/rules/dependency-facts.ts';
import {
  queryKey,
  type FactAbout,
  type FactsAtHand,
  type Query,
} from '../../../src/core/rules/facts.ts';
import { noFacts } from '../../../src/core/rules/facts.ts';
import { scanWords } from '../../../src/core/rules/image-vulnerabilities.ts';
import { soundAnswers } from '../../dependency-answers.ts';

const clean = soundAnswers['image-scan'];
const scan = (counts: Partial<ImageScan['counts']>): ImageScan => ({
  ...clean,
  counts: { ...clean.counts, ...counts },
});

for (const [counts, words] of [
  [{}, 'no known vulnerability (trivy 0.66.0)'],
  [{ high: { all: 1, fixable: 0 } }, '1 high vulnerability (trivy 0.66.0)'],
  [{ high: { all: 2, fixable: 2 } }, '2 high (2 fixable) vulnerabilities (trivy 0.66.0)'],
  [
    {
      critical: { all: 3, fixable: 1 },
      medium: { all: 9, fixable: 0 },
      unknown: { all: 1, fixable: 0 },
    },
    '3 critical (1 fixable), 9 medium and 1 unknown vulnerabilities (trivy 0.66.0)',
  ],
] as const) {
  test(`a scan in words: ${words}`, () => {
    assert.equal(scanWords(scan(counts)), words);
  });
}

const digest = `sha256:${'ab'.repeat(32)}`;
const scanned = { kind: 'image-scan', registry: 'ghcr.io', repository: 'a/b', digest } as const;

function facts(answers: ReadonlyMap<string, unknown>): FactsAtHand {
  return {
    ...noFacts,
    answer: <Asked extends Query>(query: Asked) =>
      answers.get(queryKey(query)) as FactAbout<Asked> | undefined,
  };
}

function asked(reference: string, known: ReadonlyMap<string, unknown> = new Map()) {
  const servers = { a: { command: 'docker', args: ['run', reference] } };
  const document = readDocument(JSON.stringify({ servers }), '.vscode/mcp.json');
  const report = lint(document, facts(known));
  const kinds = new Set(
    report.servers.flatMap((server) => server.asked.map(({ query }) => queryKey(query))),
  );
  return { kinds, open: new Set(report.queries.map(({ kind }) => kind)) };
}

test('a scan is wanted of what is pinned and of what a tag names, and asked of nobody at a keystroke', () => {
  const pinned = asked(`ghcr.io/a/b@${digest}`);
  assert.ok(pinned.kinds.has(queryKey(scanned)));
  assert.deepEqual(pinned.open, new Set());

  const tagged = asked('ghcr.io/a/b:1.0');
  assert.ok(!tagged.kinds.has(queryKey(scanned)));
  assert.deepEqual(tagged.open, new Set(['image-digest']));
  const tag = { kind: 'image-digest', registry: 'ghcr.io', repository: 'a/b', tag: '1.0' } as const;
  const now = asked(
    'ghcr.io/a/b:1.0',
    new Map([[queryKey(tag), { state: 'known', value: digest }]]),
  );
  assert.ok(now.kinds.has(queryKey(scanned)));
  assert.deepEqual(now.open, new Set());

  // Registries are asked by sha256 only.
  const other = asked(`ghcr.io/a/b@sha512:${'ab'.repeat(64)}`);
  assert.ok(![...other.kinds].some((key) => key.startsWith('image-scan')));
});
