import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readDocument } from '../../src/core/config/document.ts';
import { lowerFix } from '../../src/core/config/lower-fix.ts';
import { applyEdits } from '../../src/core/config/text.ts';
import { lint } from '../../src/core/posture/lint.ts';
import type { Report } from '../../src/core/posture/report.ts';
import { noFacts } from '../../src/core/rules/facts.ts';
import type { Finding } from '../../src/core/rules/finding.ts';
import { formatJson } from '../../src/output/json.ts';
import { leakedRuns } from '../secret-runs.ts';
import type { Probe } from './probe.ts';
import { probes } from './probes.ts';

/** What a fix may not bring in. */
const faults = ['unknown-input', 'invalid-server', 'wrong-root-key', 'secret-in-plain-input'];

describe('fixes of the probes', () => {
  test('each takes its finding away and brings in no fault', () => {
    const wrong: string[] = [];
    let count = 0;
    for (const item of probes) {
      const { document, report } = check(item, item.text);
      // What does not parse is not edited.
      if (document.errors.length > 0) continue;
      for (const { rule, fixes } of findingsOf(report)) {
        for (const { title, ops } of fixes) {
          count += 1;
          const edits = lowerFix(item.text, document.root, ops);
          if (edits === null) {
            wrong.push(`${item.id}: ${title} cannot be made`);
            continue;
          }
          const after = check(item, applyEdits(item.text, edits));
          const grown = faults.filter(
            (fault) => counted(after.report, fault) > counted(report, fault),
          );
          if (after.document.errors.length > 0) wrong.push(`${item.id}: ${title} breaks the file`);
          if (counted(after.report, rule) >= counted(report, rule))
            wrong.push(`${item.id}: ${title} leaves ${rule}`);
          for (const fault of grown) wrong.push(`${item.id}: ${title} brings in ${fault}`);
        }
      }
    }
    assert.deepEqual(wrong, []);
    assert.ok(count > 150, `${count} fixes`);
  });

  test('safe ones add a password prompt and nothing else', () => {
    const safe = probes.flatMap((item) =>
      findingsOf(check(item, item.text).report).flatMap(({ rule, fixes }) =>
        fixes.filter(({ safety }) => safety === 'safe').map(() => rule),
      ),
    );
    assert.deepEqual([...new Set(safe)], ['secret-in-plain-input']);
  });

  test('no report shows a run of a credential', () => {
    for (const item of probes) {
      const { report } = check(item, item.text);
      const output = formatJson([{ kind: 'read', report }]);
      for (const { rule, severity, span } of findingsOf(report)) {
        if (rule !== 'secret-literal' || severity !== 'error') continue;
        const value = item.text.slice(span.start, span.end);
        assert.deepEqual(leakedRuns(value, output), [], item.id);
      }
    }
  });
});

function check({ path }: Probe, text: string) {
  const document = readDocument(text, path);
  return { document, report: lint(document, noFacts) };
}

function findingsOf({ findings, servers }: Report): readonly Finding[] {
  return [...findings, ...servers.flatMap((server) => server.findings)];
}

function counted(report: Report, rule: string): number {
  return findingsOf(report).filter((finding) => finding.rule === rule).length;
}
