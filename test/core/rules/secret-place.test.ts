import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readDocument, withSurroundings } from '../../../src/core/config/document.ts';
import { lowerFix } from '../../../src/core/config/lower-fix.ts';
import type { Surroundings } from '../../../src/core/config/surroundings.ts';
import { lint } from '../../../src/core/posture/lint.ts';
import type { Report } from '../../../src/core/posture/report.ts';
import { noFacts } from '../../../src/core/rules/facts.ts';
import type { Finding } from '../../../src/core/rules/finding.ts';

const token = 'q7Lw2Zr9Xc4Vb6Nm1Kj8Hg5F';
const server = { command: '/opt/notes', env: { NOTES_TOKEN: token } };
const text = JSON.stringify({ servers: { clean: { command: '/opt/clean' }, notes: server } });
const path = '.vscode/mcp.json';
const nothing: Surroundings = { readableByOthers: null, tracked: null, synced: null };

function findings(of: string, around: Surroundings | null): readonly Finding[] {
  return lint(readDocument(of, path, { surroundings: around }), noFacts).findings;
}

function rulesOf(of: string, around: Surroundings | null): readonly string[] {
  return findings(of, around).map(({ rule }) => rule);
}

test('only what is known to be so is said', () => {
  assert.deepEqual(rulesOf(text, null), []);
  assert.deepEqual(rulesOf(text, nothing), []);
  assert.deepEqual(
    rulesOf(text, { readableByOthers: false, tracked: false, synced: 'OneDrive' }),
    [],
  );
  assert.deepEqual(rulesOf(text, { ...nothing, tracked: true }), ['secret-committed']);
  assert.deepEqual(rulesOf(text, { ...nothing, readableByOthers: true }), ['secret-file-exposed']);
});

test('once a file, at its first sign, with the first credential beside it', () => {
  const all = findings(text, { readableByOthers: true, tracked: true, synced: null });
  assert.equal(all.length, 2);
  for (const { span, related } of all) {
    assert.deepEqual(span, { start: 0, end: 1 });
    assert.deepEqual(
      related.map((one) => text.slice(one.span.start, one.span.end)),
      [token],
    );
  }
});

test('an empty text, a bare one and one in blanks stay in their bounds', () => {
  const around = { ...nothing, tracked: true };
  for (const empty of ['', '  \n', '\ufeff', '[', '{}'])
    assert.deepEqual(rulesOf(empty, around), []);
  const broken = `\n  TOKEN=ghp_u8jzPde0IgxLd6GncfBAepfJBd0Kh8oOOL8d`;
  const finding = findings(broken, around).find(({ rule }) => rule === 'secret-committed');
  assert.deepEqual(finding?.span, { start: 3, end: 4 });
});

test('the fix of the permissions changes no text', () => {
  const [finding] = findings(text, { ...nothing, readableByOthers: true });
  const [fix] = finding?.fixes ?? [];
  assert.ok(fix !== undefined);
  assert.deepEqual([fix.safety, fix.ops, fix.chmod], ['unsafe', [], '600']);
  assert.deepEqual(lowerFix(text, readDocument(text, path).root, fix.ops), []);
});

test('an open file of variables counts for the server that names it, and its fix names the file', () => {
  const named = JSON.stringify({
    servers: {
      a: { command: '/opt/a', envFile: '${workspaceFolder}/.env' },
      b: { command: '/opt/b' },
    },
  });
  const before = lint(readDocument(named, path), noFacts);
  const exposed = [{ name: '${workspaceFolder}/.env', path: '/w/.env' }];
  const document = withSurroundings(before.document, { ...nothing, exposed });
  const [a, b] = lint(document, noFacts, before).servers;
  assert.deepEqual(
    [a?.pillars.access.grade, a?.tier, b?.pillars.access.grade],
    ['bad', 'high', 'good'],
  );
  const finding = a?.findings.find(({ rule }) => rule === 'secret-file-exposed');
  assert.deepEqual(finding?.fixes, [
    {
      title: 'Let nobody but you read .env (chmod 600)',
      safety: 'unsafe',
      ops: [],
      chmod: '600',
      file: '/w/.env',
    },
  ]);
  const odd = [{ name: '${workspaceFolder}/.env', path: '/w/\u202e.env' }];
  const other = lint(withSurroundings(document, { ...nothing, exposed: odd }), noFacts).servers[0];
  const [fix] = other?.findings.find(({ rule }) => rule === 'secret-file-exposed')?.fixes ?? [];
  assert.equal(fix?.title, 'Let nobody but you read that file (chmod 600)');
});

test('what is learnt of the place later takes every server from the report before', () => {
  const before = lint(readDocument(text, path), noFacts);
  const around = { ...nothing, tracked: true };
  const document = withSurroundings(before.document, around);
  assert.equal(withSurroundings(document, around), document);
  const after = lint(document, noFacts, before);
  const servers = (report: Report) => report.servers.map(({ findings: some }) => some);
  assert.deepEqual(servers(after), servers(before));
  assert.equal(after.servers[0]?.findings, before.servers[0]?.findings);
  assert.deepEqual(
    after.findings.map(({ rule }) => rule),
    ['secret-committed'],
  );
  assert.deepEqual(after.findings, findings(text, around));
});
