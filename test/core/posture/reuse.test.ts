import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { sampleConfig } from '../../../bench/sample.ts';
import { readDocument } from '../../../src/core/config/document.ts';
import { lint } from '../../../src/core/posture/lint.ts';
import type { Report } from '../../../src/core/posture/report.ts';
import {
  noFacts,
  type Answers,
  type Fact,
  type FactsAtHand,
  type Query,
} from '../../../src/core/rules/facts.ts';
import { soundFacts } from '../../dependency-answers.ts';

const path = '.vscode/mcp.json';
const token = ['ghp', 'kD4vQ9sXw2Lr7TzB1nYc8MfJ5hGp3R4Wq0Ea'].join('_');
const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;
/** The same object for the same kind, as a resolver gives it. */
const answers: { readonly [Kind in Query['kind']]: Fact<Answers[Kind]> } = {
  'image-digest': { state: 'known', value: digest },
  'image-build': { state: 'absent' },
  releases: {
    state: 'known',
    value: { list: [{ version: '1.4.2', publishedAt: 0, withdrawn: false }], tags: [] },
  },
  'git-commit': { state: 'known', value: { sha: '0123456789'.repeat(4), by: 'head' } },
  ...soundFacts,
};
const withFacts: FactsAtHand = {
  ...noFacts,
  answer: ({ kind }) => answers[kind] as never,
  now: 20 * 86_400_000,
};

/** What a person can see of a report, without the documents behind it. */
function seen(report: Report): unknown {
  return {
    findings: report.findings,
    failures: report.failures,
    queries: report.queries,
    servers: report.servers.map(({ server, findings, tier, tierWhy, pillars, asked }) => ({
      name: server.name,
      span: server.span,
      findings,
      tier,
      tierWhy,
      pillars,
      asked,
    })),
  };
}

const pieces = fc.constantFrom(
  'a',
  '@latest',
  '"',
  ',',
  '{',
  '}',
  '[',
  ']',
  '\n',
  '// note\n',
  ':latest',
  `:1@sha256:${'f'.repeat(64)}`,
  '@1.0.0',
  token,
  '${input:token}',
  '${input:api-key}',
  '--privileged',
  '"password": true',
  'https://',
  ' ',
  '',
);

test('a report made from an earlier one is the report that a fresh run gives', () => {
  const text = sampleConfig(6).replace('index.js"', `index.js", "--token", "${token}"`);
  const start = lint(readDocument(text, path), noFacts);
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(text.length), fc.nat(12), pieces, fc.boolean()), {
        minLength: 1,
        maxLength: 5,
      }),
      (edits) => {
        let now = text;
        let report = start;
        for (const [at, length, piece, online] of edits) {
          now = now.slice(0, at) + piece + now.slice(at + length);
          const facts = online ? withFacts : { ...noFacts, now: withFacts.now };
          const document = readDocument(now, path);
          report = lint(document, facts, report);
          assert.deepEqual(seen(report), seen(lint(document, facts)));
        }
      },
    ),
    { seed: 20261122, numRuns: 150 },
  );
});

test('a server that did not change is not checked again', () => {
  const text = sampleConfig(3);
  const before = lint(readDocument(text, path), noFacts);
  const document = readDocument(text.replace('tool-1:', 'tool-one:'), path);
  const after = lint(document, noFacts, before);
  assert.equal(after.servers[2]?.pillars, before.servers[2]?.pillars);
  assert.notEqual(after.servers[1]?.pillars, before.servers[1]?.pillars);
});

test('a new answer of a registry is taken in', () => {
  const document = readDocument(sampleConfig(3), path);
  const before = lint(document, noFacts);
  const after = lint(document, withFacts, before);
  const counted = (report: Report) =>
    report.servers
      .flatMap(({ findings }) => findings)
      .filter(({ rule }) => rule === 'unpinned-image')
      .flatMap(({ fixes }) => fixes.length);
  assert.deepEqual(counted(before), [0]);
  assert.deepEqual(counted(after), [1]);
});

test('another day or another choice makes every server anew', () => {
  const document = readDocument(sampleConfig(3), path);
  const before = lint(document, withFacts);
  assert.equal(lint(document, withFacts, before).servers[2]?.pillars, before.servers[2]?.pillars);
  for (const facts of [
    { ...withFacts, now: withFacts.now + 60_000 },
    { ...withFacts, choices: { ...withFacts.choices, coolDownDays: 1 } },
    { ...withFacts, choices: { ...withFacts.choices, keepTag: false } },
  ]) {
    const after = lint(document, facts, before);
    assert.notEqual(after.servers[2]?.pillars, before.servers[2]?.pillars);
    assert.deepEqual(seen(after), seen(lint(document, facts)));
  }
});
