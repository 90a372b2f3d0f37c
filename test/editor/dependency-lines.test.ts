import assert from 'node:assert/strict';
import { test } from 'node:test';
import { queryKey, type Fact, type Query } from '../../src/core/rules/facts.ts';
import { dependencyLines } from '../../src/editor/dependency-lines.ts';
import { soundAnswers } from '../dependency-answers.ts';
import { factsOf, failed, known, today } from './facts.ts';
import { digest } from './files.ts';

const release = { ecosystem: 'npm', name: 'tool', version: '1.4.2' } as const;
const image = { registry: 'ghcr.io', repository: 'a/b', digest } as const;
const shortImage = `ghcr.io/a/b@${digest.slice(0, 19)}`;
const hole = {
  ...{ id: 'CVE-2025-6514', aliases: [], summary: '', fixed: '0.1.16', malicious: false },
  ...{ severity: 'critical', by: ['osv', 'npm'] },
};

for (const [query, fact, line] of [
  [
    { kind: 'advisories', ...release },
    known({ list: [], asked: ['osv', 'npm'], failed: [] }),
    'tool 1.4.2: no known advisory (OSV and npm), asked 5 minutes ago',
  ],
  [
    { kind: 'advisories', ...release },
    known({ list: [hole, hole], asked: ['osv'], failed: [{ source: 'npm', why: 'x' }] }),
    'tool 1.4.2: 2 known, the worst CVE-2025-6514 (critical) (OSV; npm not heard: x), asked 5 minutes ago',
  ],
  [
    { kind: 'advisories', ...release },
    failed('api.osv.dev was not found'),
    'tool 1.4.2: not checked: api.osv.dev was not found, asked 5 minutes ago',
  ],
  [
    { kind: 'provenance', ...release },
    known({ state: 'none' }),
    'tool 1.4.2: no attestation, asked 5 minutes ago',
  ],
  [
    { kind: 'image-signature', ...image },
    known({ state: 'invalid', why: 'it is about other bytes' }),
    `${shortImage}: its attestation does not hold: it is about other bytes, asked 5 minutes ago`,
  ],
  [
    { kind: 'image-scan', ...image },
    known(soundAnswers['image-scan']),
    `${shortImage}: no known vulnerability (trivy 0.66.0), asked 5 minutes ago`,
  ],
] as const satisfies readonly (readonly [Query, Fact<unknown>, string])[]) {
  test(line, () => {
    const facts = {
      ...factsOf(new Map([[queryKey(query), fact]])),
      askedAt: () => today - 5 * 60_000,
    };
    const asked = [query, query].map((one) => ({ query: one, fact }));
    assert.deepEqual(dependencyLines({ asked }, facts, today), [line]);
    assert.deepEqual(
      dependencyLines({ asked }, facts, today, () => false),
      [],
    );
    assert.deepEqual(dependencyLines({ asked }, factsOf(new Map()), today), []);
  });
}

test('what asks for a pin is none of them', () => {
  const query = { kind: 'image-digest', registry: 'ghcr.io', repository: 'a/b', tag: '1' } as const;
  const facts = factsOf(new Map([[queryKey(query), known(digest)]]));
  assert.deepEqual(dependencyLines({ asked: [{ query, fact: undefined }] }, facts, today), []);
});
