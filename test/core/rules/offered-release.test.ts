import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { readDocument } from '../../../src/core/config/document.ts';
import { lint } from '../../../src/core/posture/lint.ts';
import { pinsOf } from '../../../src/core/posture/pins.ts';
import type { Report } from '../../../src/core/posture/report.ts';
import { queryKey } from '../../../src/core/rules/facts.ts';
import { factsOf } from '../../rules/fixture-facts.ts';

function reportOf(line: string, facts: readonly string[]): Report {
  const [command, ...args] = line.split(' ');
  const text = JSON.stringify({ mcpServers: { s: { command, args } } });
  const report = lint(readDocument(text, '.mcp.json'), factsOf(facts));
  assert.deepEqual(report.failures, []);
  return report;
}

function saidBy(report: Report, rule: string): readonly [string, readonly string[]][] {
  return (report.servers[0]?.findings ?? [])
    .filter((finding) => finding.rule === rule)
    .map(({ message, fixes }) => [message, fixes.map(({ title }) => title)]);
}

const list = 'fact releases npm a: 1.0.0 90d, 2.0.0 60d, 3.0.0 30d, latest=3.0.0';
const attack = 'fact advisories npm a 3.0.0: MAL-2026-1 malicious';
const hole = 'fact advisories npm a 3.0.0: CVE-2026-1 critical';

suite('a release that is an attack is not offered', () => {
  test('what would be offered is asked about', () => {
    const asked = reportOf('npx -y a@1.0.0', [list]).queries.map(queryKey);
    assert.deepEqual(asked.toSorted(), ['advisories npm  a 1.0.0', 'advisories npm  a 3.0.0']);
  });

  test('no update to it', () => {
    assert.deepEqual(saidBy(reportOf('npx -y a@1.0.0', [list, attack]), 'outdated-package'), [
      ['a is pinned to 1.0.0, and the newer 3.0.0 is malicious: MAL-2026-1', []],
    ]);
  });

  test('nor to one with a grave hole', () => {
    assert.deepEqual(saidBy(reportOf('npx -y a@1.0.0', [list, hole]), 'outdated-package'), [
      ['a is pinned to 1.0.0, and the newer 3.0.0 has CVE-2026-1 (critical)', []],
    ]);
  });

  test('but to one whose hole the pinned release has too', () => {
    const too = 'fact advisories npm a 1.0.0: CVE-2026-1 critical';
    const [[, titles] = ['', []]] = saidBy(
      reportOf('npx -y a@1.0.0', [list, hole, too]),
      'outdated-package',
    );
    assert.deepEqual(titles, [
      'Update pin to 3.0.0 (newest at least 7 days old), major step from 1 to 3',
    ]);
  });

  test('an attack on the newest leaves the settled one', () => {
    const young = 'fact releases npm a: 1.0.0 90d, 2.0.0 60d, 3.0.0 1d, latest=3.0.0';
    assert.deepEqual(saidBy(reportOf('npx -y a@1.0.0', [young, attack]), 'outdated-package'), [
      [
        'a is pinned to 1.0.0, one release behind 2.0.0, released 60 days ago: that alone is fine',
        ['Update pin to 2.0.0 (newest at least 7 days old), major step from 1 to 2'],
      ],
    ]);
  });

  test('no pin to it', () => {
    const report = reportOf('npx -y a', [list, attack]);
    assert.deepEqual(saidBy(report, 'unpinned-package'), [
      ['a has no version, so the next start may run a newer release', []],
    ]);
    const { pins, left } = pinsOf(report);
    assert.deepEqual(pins, []);
    assert.deepEqual(
      left.map(({ what, why }) => [what, why]),
      [['a', 'its release 3.0.0 is malicious: MAL-2026-1']],
    );
  });

  test('a hole in what runs anyway is no reason to let it float', () => {
    const report = reportOf('npx -y a', [list, hole]);
    assert.equal(pinsOf(report).pins[0]?.to, '3.0.0');
  });
});
