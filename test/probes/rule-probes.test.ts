import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { allFormats } from '../../src/core/config/all-formats.ts';
import { readDocument } from '../../src/core/config/document.ts';
import { lint } from '../../src/core/posture/lint.ts';
import { noFacts } from '../../src/core/rules/facts.ts';
import type { Finding } from '../../src/core/rules/finding.ts';
import { launchProbes } from './launch-probes.ts';
import { ruleProbes, type RuleProbe } from './rule-probes.ts';

/** In a folder where VS Code is used too. */
const besides = {
  formats: allFormats,
  neighbours: { clients: ['vscode'], sameName: new Map() },
};

describe('rules that need no registry', () => {
  for (const item of ruleProbes) {
    test(`${item.rule}: ${item.id}`, () => {
      const { path = '.vscode/mcp.json' } = item;
      const text = textOf(item, path);
      const found = findingsOf(text, path).filter(({ rule }) => rule === item.rule);
      const at = found.map(({ span }) => unescaped(text.slice(span.start, span.end)));
      assert.deepEqual(at.toSorted(), [...item.at].toSorted());
      if (item.severity === undefined) return;
      for (const { severity, message } of found) assert.equal(severity, item.severity, message);
    });
  }

  test('have three lines at least on which they speak or must not', () => {
    const counts = Map.groupBy(ruleProbes, ({ rule }) => rule);
    const few = [...counts].filter(([, { length }]) => length < 3).map(([rule]) => rule);
    assert.deepEqual(few, []);
  });
});

describe('launch lines of other runners', () => {
  for (const [line, launch, rules] of launchProbes) {
    test(line, () => {
      const [command, ...args] = line.split(' ');
      const text = JSON.stringify({ servers: { s: { command, args } } });
      const report = lint(readDocument(text, '.vscode/mcp.json'), noFacts);
      const [server] = report.servers;
      assert.ok(server !== undefined);
      const { kind, name, version, runner } = server.launch;
      assert.equal([kind, name ?? '-', version ?? '-', runner ?? '-'].join(' '), launch);
      const said = server.findings.map(({ rule }) => rule).filter((rule) => !background.has(rule));
      assert.equal(said.join(' '), rules);
    });
  }
});

const background: ReadonlySet<string> = new Set([
  'host-execution',
  'version-without-hash',
  'no-cooldown',
  'container-not-hardened',
]);

function findingsOf(text: string, path: string): readonly Finding[] {
  const report = lint(readDocument(text, path, besides), noFacts);
  assert.deepEqual(report.failures, []);
  return [...report.servers.flatMap(({ findings }) => findings), ...report.findings];
}

function textOf({ text, server }: RuleProbe, path: string): string {
  const key = path.startsWith('.vscode') ? 'servers' : 'mcpServers';
  return text ?? JSON.stringify({ [key]: { s: server } }, null, 2);
}

/** A part of a JSON string as its reader has it. */
function unescaped(part: string): string {
  return part.startsWith('"') ? part : part.replaceAll('\\\\', '\\').replaceAll('\\"', '"');
}
