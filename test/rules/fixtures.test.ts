import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { allFormats } from '../../src/core/config/all-formats.ts';
import { lowerOps, readDocument } from '../../src/core/config/document.ts';
import { applyEdits } from '../../src/core/config/text.ts';
import { lint } from '../../src/core/posture/lint.ts';
import type { Report } from '../../src/core/posture/report.ts';
import type { Finding } from '../../src/core/rules/finding.ts';
import { rules } from '../../src/core/rules/index.ts';
import { formatJson } from '../../src/output/json.ts';
import { formatText } from '../../src/output/text.ts';
import { leakedRuns } from '../secret-runs.ts';
import { commentsOf, isTitle, readFixture, type Fixture, type Want } from './fixture.ts';

/** Of a fixture: its `file:` mark says the format. */
const ENDING = /\.(?:jsonc|toml|yaml)$/;

const root = import.meta.dirname;
const project = join(root, '../..');

for (const rule of foldersIn(root)) {
  describe(rule, () => {
    const names = readdirSync(join(root, rule)).filter((name) => ENDING.test(name));
    for (const name of names.filter((n) => !n.includes('.fixed.'))) {
      const text = readFileSync(join(root, rule, name), 'utf8');
      const twin = join(root, rule, name.replace(ENDING, '.fixed$&'));
      const twinText = existsSync(twin) ? readFileSync(twin, 'utf8') : null;
      const fixture = readFixture(text);
      test(`${name}: findings are the wants`, () => checkWants(fixture));
      test(`${name}: fixes give the twin`, () => checkFixes(fixture, twinText));
      test(`${name}: no output shows a secret`, () => checkSecrets(fixture));
    }
    test('has a fixture that it is silent on and one that it speaks on', () => {
      const speaks = names.map((name) => findingsIn(readFixture(readFileSync(join(root, rule, name), 'utf8'))));
      assert.ok(speaks.some((findings) => findings.some((finding) => finding.rule === rule)), 'one that raises it');
      assert.ok(speaks.some((findings) => findings.every((finding) => finding.rule !== rule)), 'one that does not');
    });
  });
}

test('rules, rule files, pages and fixture folders are the same list', () => {
  const index = rules.map(({ meta }) => meta.id).sort();
  assert.deepEqual(new Set(index).size, index.length, 'no rule twice');
  const contract = new Set(['rule', 'finding', 'fix', 'facts', 'write', 'index']);
  const source = readdirSync(join(project, 'src/core/rules'), { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => entry.name.replace(/\.ts$/, ''))
    .filter((name) => !contract.has(name) && isRuleFile(name));
  assert.deepEqual(source.sort(), index, 'src/core/rules');
  const pages = readdirSync(join(project, 'docs/rules')).map((name) => name.replace(/\.md$/, ''));
  assert.deepEqual(pages.sort(), index, 'docs/rules');
  assert.deepEqual(foldersIn(root).toSorted(), index, 'test/rules');
});

/** Helpers of several rules may stand beside them; a rule is a file that exports one. */
function isRuleFile(name: string): boolean {
  return /export const \w+(?:: Rule = \{| = \{[\s\S]*satisfies Rule)/.test(
    readFileSync(join(project, 'src/core/rules', `${name}.ts`), 'utf8'),
  );
}

function checkWants(fixture: Fixture): void {
  const report = reportOf(fixture, fixture.text);
  assert.deepEqual(report.failures, [], 'no rule throws');
  const { lines, text } = report.document;
  const open = findingsOf(report).filter(({ suppressed }) => suppressed === null);
  const found = open.map((finding) => ({
    line: lines.position(finding.span.start).line + 1,
    rule: finding.rule,
    text: text.slice(finding.span.start, finding.span.end),
  }));
  const wanted = fixture.wants.map((want) => ({ line: want.line + 1, rule: want.rule, text: want.text }));
  assert.deepEqual(found.toSorted(byPlace), wanted.toSorted(byPlace));
  for (const want of fixture.wants) {
    const finding = findingFor(report, want);
    if (want.severity !== null) assert.equal(finding.severity, want.severity, `severity of ${want.rule}`);
    const titles = finding.fixes.map(({ title }) => title);
    for (const title of want.fixes) assert.ok(titles.some((offered) => isTitle(title, offered)), `"${title}" is among ${JSON.stringify(titles)}`);
  }
}

function byPlace(a: { line: number; rule: string; text: string }, b: typeof a): number {
  return a.line - b.line || a.rule.localeCompare(b.rule) || a.text.localeCompare(b.text);
}

/** The named fixes one after another: a text that equals the twin, and no finding of theirs left. */
function checkFixes(fixture: Fixture, twin: string | null): void {
  let text = fixture.text;
  const fixed = fixture.wants.filter(({ fixes }) => fixes.length > 0);
  for (const { rule, fixes } of fixed) {
    const report = reportOf(fixture, text);
    const fix = findingsOf(report)
      .filter((finding) => finding.rule === rule)
      .flatMap((finding) => finding.fixes)
      .find(({ title }) => isTitle(fixes[0] ?? '', title));
    // An earlier fix may have taken this finding along.
    if (fix === undefined) continue;
    const edits = lowerOps(report.document, fix.ops);
    assert.ok(edits !== null, `${rule}: its fix can be written`);
    text = applyEdits(text, edits);
  }
  if (fixed.length === 0) return assert.equal(twin, null, 'a twin without a fix to make it');
  assert.ok(twin !== null, `a fixed twin is missing; it would be:\n${text}`);
  assert.equal(text, twin);
  const { path } = fixture;
  assert.deepEqual(commentsOf(text, path), commentsOf(fixture.text, path), 'comments are kept');
  const after = reportOf(fixture, text);
  assert.deepEqual(after.document.errors, [], 'the fixed text parses');
  for (const { rule } of fixed) {
    const left = fixture.wants.filter((want) => want.rule === rule && want.fixes.length === 0).length;
    const found = findingsOf(after).filter((finding) => finding.rule === rule).length;
    assert.equal(found, left, `${rule} is still found`);
  }
}

function checkSecrets(fixture: Fixture): void {
  const report = reportOf(fixture, fixture.text);
  const scanned = [{ kind: 'read', report } as const];
  const output = [
    formatJson(scanned),
    formatText(scanned, { color: false, unanswered: [] }),
    JSON.stringify(findingsOf(report).map(({ message, related, fixes }) => [message, related, fixes.map((f) => f.title)])),
  ].join('\n');
  for (const secret of fixture.secrets) assert.deepEqual(leakedRuns(secret, output), []);
}

function findingFor(report: Report, want: Want): Finding {
  const { lines, text } = report.document;
  const finding = findingsOf(report).find(
    ({ rule, span }) =>
      rule === want.rule &&
      lines.position(span.start).line === want.line &&
      text.slice(span.start, span.end) === want.text,
  );
  assert.ok(finding !== undefined, `${want.rule} on line ${want.line + 1}`);
  return finding;
}

function reportOf(fixture: Fixture, text: string): Report {
  return lint(readDocument(text, fixture.path, { surroundings: fixture.surroundings, neighbours: fixture.neighbours, formats: allFormats }), fixture.facts);
}

function findingsIn(fixture: Fixture): readonly Finding[] {
  return findingsOf(reportOf(fixture, fixture.text));
}

function findingsOf(report: Report): readonly Finding[] {
  return [...report.findings, ...report.servers.flatMap(({ findings }) => findings)];
}

function foldersIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
}
