import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { allFormats } from '../../../src/core/config/all-formats.ts';
import { readDocument } from '../../../src/core/config/document.ts';
import { lint } from '../../../src/core/posture/lint.ts';
import type { Report } from '../../../src/core/posture/report.ts';
import { noFacts, type FactsAtHand } from '../../../src/core/rules/facts.ts';
import type { Level } from '../../../src/core/rules/levels.ts';
import { formatJson } from '../../../src/output/json.ts';
import { reaches } from '../../../src/cli/fail-on.ts';
import { leakedRuns } from '../../secret-runs.ts';

const path = '/w/.vscode/mcp.json';
const day = Date.UTC(2026, 5, 15, 12);

function reportOf(text: string, facts: FactsAtHand = { ...noFacts, now: day }): Report {
  return lint(readDocument(text, path), facts);
}

function leveled(levels: Readonly<Record<string, Level>>): FactsAtHand {
  const choices = { ...noFacts.choices, levels: new Map(Object.entries(levels)) };
  return { ...noFacts, now: day, choices };
}

function npx(comment: string): string {
  return `{\n  "servers": {\n    ${comment}\n    "a": { "command": "npx", "args": ["-y", "left-pad-mcp"] }\n  }\n}\n`;
}

const isFound = (report: Report, rule: string): boolean =>
  report.servers.some(({ findings }) => findings.some((one) => one.rule === rule));

function suppressedIn(report: Report): readonly string[] {
  const all = [...report.findings, ...report.servers.flatMap(({ findings }) => findings)];
  return all.filter(({ suppressed }) => suppressed !== null).map(({ rule }) => rule);
}

describe('a suppression', () => {
  test('holds its last day, in UTC, and not the next', () => {
    const text = npx('// mcp-posture-ignore unpinned-package -- ours until 2026-06-15');
    const end = Date.UTC(2026, 5, 15, 23, 59);
    assert.deepEqual(suppressedIn(reportOf(text, { ...noFacts, now: end })), ['unpinned-package']);
    const after = reportOf(text, { ...noFacts, now: end + 60_000 });
    assert.deepEqual(suppressedIn(after), []);
    assert.deepEqual(
      after.findings.map(({ message }) => message),
      ['This suppression ran out on 2026-06-15, so it hides nothing'],
    );
  });

  test('changes neither tier nor grades', () => {
    const plain = reportOf(npx(''));
    const held = reportOf(npx('// mcp-posture-ignore unpinned-package, host-execution -- ours'));
    assert.equal(suppressedIn(held).length, 2);
    assert.equal(held.servers[0]?.tier, plain.servers[0]?.tier);
    assert.deepEqual(held.servers[0]?.pillars, plain.servers[0]?.pillars);
  });

  test('stands in the JSON report with its reason, and is counted', () => {
    const report = reportOf(npx('// mcp-posture-ignore unpinned-package -- ours until 2027-01-31'));
    const json = JSON.parse(formatJson([{ kind: 'read', report }])) as {
      documents: { servers: { findings: { rule: string; suppressed: unknown }[] }[] }[];
      summary: { suppressed: number };
    };
    const findings = json.documents[0]?.servers[0]?.findings ?? [];
    assert.deepEqual(
      findings.filter(({ suppressed }) => suppressed !== null),
      findings.filter(({ rule }) => rule === 'unpinned-package'),
    );
    assert.deepEqual(findings.find(({ rule }) => rule === 'unpinned-package')?.suppressed, {
      reason: 'ours',
      until: '2027-01-31',
    });
    assert.equal(json.summary.suppressed, 1);
  });

  test('lets a gate pass, by severity and by tier', () => {
    const open = [{ kind: 'read', report: reportOf(npx('')) } as const];
    const report = reportOf(npx('// mcp-posture-ignore unpinned-package -- ours'));
    const held = [{ kind: 'read', report } as const];
    for (const level of ['warning', 'high'] as const) {
      assert.equal(reaches(open, level), true, level);
      assert.equal(reaches(held, level), false, level);
    }
    // That code from outside runs on the host has not been accepted.
    assert.equal(reaches(held, 'medium'), true);
    assert.equal(reaches(held, 'information'), true);
  });

  test('of a rule that waits for an answer is not called unused', () => {
    const pinned = npx('// mcp-posture-ignore outdated-package -- the newer one is broken').replace(
      'left-pad-mcp',
      'left-pad-mcp@1.2.3',
    );
    assert.deepEqual(reportOf(pinned).findings, []);
    const absent: FactsAtHand = { ...noFacts, now: day, answer: () => ({ state: 'absent' }) };
    assert.deepEqual(
      reportOf(pinned, absent).findings.map(({ rule, severity }) => [rule, severity]),
      [['suppression', 'hint']],
    );
  });

  test('of a rule that asks nothing here is called unused without a network too', () => {
    const word = '// mcp-posture-ignore unpinned-package -- ours';
    const pinned = npx(word).replace('left-pad-mcp', 'left-pad-mcp@1.2.3');
    for (const text of [pinned, `${npx('')}${word}\n`, `${word}\n\n${npx('').trimStart()}`]) {
      assert.deepEqual(
        reportOf(text).findings.map(({ rule, severity }) => [rule, severity]),
        [['suppression', 'hint']],
        text,
      );
    }
  });

  test('may stand in a comment that has an end', () => {
    const block = '/* mcp-posture-ignore unpinned-package -- ours until 2027-01-31 */';
    const behind = npx('').replace(
      '] }',
      `] } ${block} /* mcp-posture-ignore host-execution -- so */`,
    );
    const before = npx('').replace('"a":', `${block} "a":`);
    const alone = npx(`${block}\n    // of the team\n    /* and its own */`);
    for (const [text, rules] of [
      [npx(block), ['unpinned-package']],
      [alone, ['unpinned-package']],
      [before, ['unpinned-package']],
      [behind, ['host-execution', 'unpinned-package']],
      [behind.replaceAll('\n', '\r\n'), ['host-execution', 'unpinned-package']],
      [npx('/*mcp-posture-ignore unpinned-package -- ours*/'), ['unpinned-package']],
    ] as const) {
      const report = reportOf(text);
      assert.deepEqual(suppressedIn(report).toSorted(), rules, text);
      assert.deepEqual(report.findings, [], text);
    }
    assert.deepEqual(
      reportOf(npx('/* mcp-posture-ignore unpinned-package */')).findings.map(
        ({ message }) => message,
      ),
      ['This suppression hides nothing without a reason: write -- and why it may stay'],
    );
    const toml =
      '[mcp_servers.a]\ncommand = "npx" # /* mcp-posture-ignore host-execution -- x */\n';
    assert.deepEqual(
      lint(readDocument(toml, '/w/.codex/config.toml', { formats: allFormats }), noFacts).findings,
      [],
    );
  });

  test('shows no token that somebody wrote into its reason', () => {
    const token = ['ghp', 'q7Lw2Zr9Xc4Vb6Nm1Kj8Hg5FtY3sD0eWaPuI'].join('_');
    const report = reportOf(npx(`// mcp-posture-ignore unpinned-package -- was ${token}`));
    assert.deepEqual(leakedRuns(token, formatJson([{ kind: 'read', report }])), []);
  });

  test('is the same however often the text is read again', () => {
    const texts = ['', '// mcp-posture-ignore unpinned-package -- ours', '// other'].map(npx);
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...texts), { minLength: 1, maxLength: 5 }), (edits) => {
        let earlier: Report | null = null;
        for (const text of edits) {
          earlier = lint(readDocument(text, path), noFacts, earlier);
          assert.deepEqual(
            suppressedIn(earlier),
            suppressedIn(lint(readDocument(text, path), noFacts)),
          );
        }
      }),
    );
  });

  test('any text after the word is read without harm', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (tail) => {
        const report = reportOf(npx(`// mcp-posture-ignore${tail.replaceAll(/[\r\n]/g, ' ')}`));
        assert.deepEqual(report.failures, []);
      }),
    );
    const long = `// mcp-posture-ignore ${'a '.repeat(200_000)}-- x`;
    assert.deepEqual(reportOf(npx(long)).failures, []);
  });
});

describe('what a person makes of a rule', () => {
  test('off: no finding, and no grade by it', () => {
    const escape = JSON.stringify({
      servers: {
        a: { command: 'docker', args: ['run', '--privileged', 'x@sha256:' + 'a'.repeat(64)] },
      },
    });
    assert.equal(reportOf(escape).servers[0]?.tier, 'high');
    const off = reportOf(escape, leveled({ 'container-escape': 'off' }));
    assert.equal(off.servers[0]?.tier, 'low');
    assert.equal(isFound(off, 'container-escape'), false);
  });

  test('a level: every finding of the rule has it', () => {
    const text = npx('');
    const report = reportOf(
      text,
      leveled({ 'unpinned-package': 'error', 'host-execution': 'hint' }),
    );
    const levels = report.servers[0]?.findings.map(({ rule, severity }) => [rule, severity]);
    assert.deepEqual(Object.fromEntries(levels ?? []), {
      'unpinned-package': 'error',
      'host-execution': 'hint',
      'no-cooldown': 'hint',
    });
  });

  test('never a way to show a secret', () => {
    const token = ['ghp', 'q7Lw2Zr9Xc4Vb6Nm1Kj8Hg5FtY3sD0eWaPuI'].join('_');
    const text = JSON.stringify({
      servers: {
        [`of ${token}`]: { command: 'npx', args: ['-y', `x-${token}`], env: { T: token } },
      },
    });
    for (const level of ['off', 'hint'] as const) {
      const report = reportOf(text, leveled({ 'secret-literal': level }));
      assert.equal(isFound(report, 'secret-literal'), level === 'hint');
      assert.deepEqual(leakedRuns(token, formatJson([{ kind: 'read', report }])), [], level);
    }
  });
});
