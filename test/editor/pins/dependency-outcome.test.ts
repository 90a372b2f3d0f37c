import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readDocument } from '../../../src/core/config/document.ts';
import { lint } from '../../../src/core/posture/lint.ts';
import type { Asked, Report, ServerReport } from '../../../src/core/posture/report.ts';
import { noFacts, queryKey } from '../../../src/core/rules/facts.ts';
import type { Grade } from '../../../src/core/rules/finding.ts';
import { isAboutDependencies, outcomeLine } from '../../../src/editor/pins/dependency-outcome.ts';
import { heldBack, openQuestions } from '../../../src/editor/pins/open-questions.ts';
import { failed } from '../facts.ts';
import { digest, vscodeText } from '../files.ts';
import { resolverOf } from './asking.ts';

const image = { registry: 'ghcr.io', repository: 'a/b', digest } as const;
const questions = [
  { kind: 'image-scan', ...image },
  { kind: 'image-signature', ...image },
  { kind: 'advisories', ecosystem: 'npm', name: 'tool', version: '1.0.0' },
  { kind: 'git-commit', url: 'https://github.com/a/b', ref: null },
] as const;

function reportWith(asked: readonly Asked[], grade: Grade = 'not-checked'): Report {
  const text = vscodeText({ one: { command: 'node', args: ['x.js'] } });
  const report = lint(readDocument(text, '/w/.vscode/mcp.json'), noFacts);
  const servers = report.servers.map((server): ServerReport => ({
    ...server,
    asked,
    pillars: { ...server.pillars, dependencies: { grade, why: 'x' } },
  }));
  return { ...report, servers };
}

test('what only a person’s word asks is asked by that word alone', () => {
  const { resolver } = resolverOf({});
  const report = reportWith(questions.map((query) => ({ query, fact: undefined })));
  const open = (wants?: typeof isAboutDependencies) =>
    openQuestions(report, resolver.facts(), resolver.target, wants).map(({ kind }) => kind);
  assert.deepEqual(open(), ['advisories', 'git-commit']);
  assert.deepEqual(open(isAboutDependencies), ['image-scan', 'image-signature', 'advisories']);
  const stranger = () => ({ state: 'picked', host: 'x.example' }) as const;
  const held = reportWith([{ query: questions[0], fact: undefined }]);
  assert.deepEqual(heldBack(held, resolver.facts(), stranger), []);
  assert.equal(queryKey(questions[0]), `image-scan ghcr.io/a/b@${digest}`);
});

test('one line sums a check up, with the first reason for what is not checked', () => {
  const servers = (...reports: readonly Report[]): readonly ServerReport[] =>
    reports.flatMap((report) => report.servers);
  const why = 'no scanner is installed: brew install trivy';
  const [scan, , , commit] = questions;
  const unscanned = reportWith([{ query: scan, fact: failed(why) }]);
  assert.equal(outcomeLine([]), 'Dependencies of 0 servers: nothing to check');
  assert.equal(outcomeLine(servers(reportWith([], 'good'))), 'Dependencies of 1 server: 1 good');
  assert.equal(
    outcomeLine(
      servers(
        unscanned,
        reportWith([], 'bad'),
        reportWith([], 'caution'),
        reportWith([], 'bad'),
        reportWith([], 'not-applicable'),
      ),
    ),
    `Dependencies of 5 servers: 2 bad, 1 caution, 1 not checked (${why}), 1 not applicable`,
  );
  const elsewhere = reportWith([{ query: commit, fact: failed('github.com was not found') }]);
  assert.equal(outcomeLine(servers(elsewhere)), 'Dependencies of 1 server: 1 not checked');
});
