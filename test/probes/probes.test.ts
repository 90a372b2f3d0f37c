import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readDocument } from '../../src/core/config/document.ts';
import { lint } from '../../src/core/posture/lint.ts';
import type { Report, ServerReport } from '../../src/core/posture/report.ts';
import { noFacts } from '../../src/core/rules/facts.ts';
import type { Finding } from '../../src/core/rules/finding.ts';
import { jsonReport } from '../../src/output/json.ts';
import type { Expected, Probe } from './probe.ts';
import { probes } from './probes.ts';
import { policy } from './policy.ts';

describe('probes', () => {
  for (const item of probes) {
    test(item.id, () => {
      const report = lint(readDocument(item.text, item.path), noFacts);
      assert.deepEqual(report.failures, []);
      const found = report.servers.find(({ server }) => server.name === item.server);
      const differences = [...compare(item, report, found)];
      assert.equal(differences.length, 0, `\n${differences.join('\n')}\n${item.text}`);
    });
  }

  test('have a name each', () => {
    assert.equal(new Set(probes.map(({ id }) => id)).size, probes.length);
  });
});

function* compare(item: Probe, report: Report, found: ServerReport | undefined): Generator<string> {
  if (item.launch !== null) {
    if (found === undefined) {
      yield `server ${item.server} is not listed`;
      return;
    }
    const { kind, name, version, runner } = found.launch;
    const read = [kind, name ?? '-', version ?? '-', runner ?? '-'];
    const [first, second, third, ...last] = item.launch.split(' ');
    const wanted = [first, second, third, last.join(' ')];
    if (wanted.some((part, index) => part !== '*' && part !== read[index])) {
      yield `launch: want ${item.launch}, read ${read.join(' ')}`;
    }
    const { access, deployment, integrity, dependencies, monitoring } = found.pillars;
    const grades = [access, deployment, integrity, dependencies, monitoring];
    const got = grades.map(({ grade }) => letterOf[grade]).join('');
    if ([...item.grades].some((letter, index) => letter !== '.' && letter !== got[index])) {
      yield `grades: want ${item.grades}, got ${got}`;
    }
    if (found.tier !== item.tier) {
      yield `tier: want ${item.tier}, got ${found.tier} (${found.tierWhy.join(' · ')})`;
    }
    yield* shape(report, found);
  }
  yield* compareFindings(item, [...(found?.findings ?? []), ...report.findings]);
}

const letterOf = { good: 'g', caution: 'c', bad: 'b', 'not-applicable': 'n', 'not-checked': 'u' };

function* compareFindings(item: Probe, findings: readonly Finding[]): Generator<string> {
  const left = [...findings];
  for (const want of item.wants) {
    const index = left.findIndex((finding) => misfits(item, want, finding).length === 0);
    if (index >= 0) {
      left.splice(index, 1);
      continue;
    }
    const near = left.find(({ rule }) => rule === want[0]);
    if (near === undefined) yield `missed: ${want[0]} at ${String(want[1])}`;
    else {
      left.splice(left.indexOf(near), 1);
      yield `${want[0]}: ${misfits(item, want, near).join(', ')}`;
    }
  }
  for (const finding of left) {
    if (item.open.includes(finding.rule) || notes.has(finding.rule)) continue;
    yield `unwanted: ${finding.rule} ${finding.severity} at ${textOf(item, finding)}: ${finding.message}`;
  }
}

/** Below a warning, and true of many probes that are there for another rule: each has fixtures of its own. */
const notes: ReadonlySet<string> = new Set([
  'no-cooldown',
  'container-not-hardened',
  'shell-wrapper',
  'inline-code',
  'privileged-command',
  'temporary-program',
  'legacy-sse',
]);

function misfits(item: Probe, [rule, text, more]: Expected, finding: Finding): readonly string[] {
  const differences: string[] = [];
  if (rule !== finding.rule) return ['another rule'];
  const got = textOf(item, finding);
  if (typeof text === 'string' && text !== got) differences.push(`want ${text}, got ${got}`);
  if (text instanceof RegExp && !text.test(got)) differences.push(`want ${text}, got ${got}`);
  const severity = more?.severity ?? policy[rule]?.severity;
  if (finding.severity !== severity) {
    differences.push(`want ${severity}, got ${finding.severity} (${finding.message})`);
  }
  const fix = more?.fix ?? policy[rule]?.fix;
  const safest = finding.fixes.some(({ safety }) => safety === 'safe')
    ? 'safe'
    : finding.fixes.length > 0
      ? 'unsafe'
      : 'none';
  if (fix !== undefined && fix !== safest) {
    differences.push(
      `want fix ${fix}, got ${finding.fixes.map((f) => `${f.safety} ${f.title}`).join(' | ')}`,
    );
  }
  return differences;
}

function textOf(item: Probe, { span }: Finding): string {
  return item.text.slice(span.start, span.end);
}

/** What a reader of the JSON report may count on. */
function* shape(report: Report, found: ServerReport): Generator<string> {
  const json = jsonReport([{ kind: 'read', report }]);
  const document = json.documents[0];
  const server = document?.servers.find(({ name }) => name === found.server.name);
  if (json.version !== 1 || document === undefined || server === undefined) {
    yield 'the report lacks the server';
    return;
  }
  if (server.tierWhy.length === 0) yield 'a tier without a reason';
  for (const [pillar, { grade, why }] of Object.entries(server.pillars)) {
    if (why === '' || !(grade in letterOf)) yield `${pillar} without a grade or a reason`;
  }
  for (const finding of server.findings) {
    if (/[.\n]$|\n/.test(finding.message)) yield `message of ${finding.rule}: ${finding.message}`;
    if (!Number.isInteger(finding.range.start.character)) yield `${finding.rule} without a range`;
    for (const { title } of finding.fixes) if (/[.\n]$/.test(title)) yield `title: ${title}`;
    if (finding.suppressed !== null) yield 'suppressed is not null';
  }
}
