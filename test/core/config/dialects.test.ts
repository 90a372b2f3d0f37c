import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dialectOf, dialects, dialectsOf } from '../../../src/core/config/dialects/index.ts';
import { lowerOps } from '../../../src/core/config/document.ts';
import { applyEdits } from '../../../src/core/config/text.ts';
import type { Report } from '../../../src/core/posture/report.ts';
import type { Finding } from '../../../src/core/rules/finding.ts';
import { dialectFiles, documentOf, reportOn } from './dialect-files.ts';
import { expected } from './dialects.expected.ts';

const files = dialectFiles();
/** The rules that go by what a row says. */
const told = new Set([
  'unsupported-variable',
  'auto-approve',
  'wrong-root-key',
  'invalid-server',
  'unknown-input',
]);

test('every client has files, and every file is in the table', () => {
  assert.deepEqual(
    [...new Set(files.map(({ client }) => client))].sort(),
    [...new Set(dialects.map(({ id }) => id))].sort(),
  );
  assert.deepEqual(
    Object.keys(expected).sort(),
    files.map(({ client, path }) => `${client} ${path}`).sort(),
  );
});

for (const { client, path, text } of files) {
  test(`${client}: ${path} is read as the client reads it`, () => {
    const report = reportOn(path, text);
    const { document } = report;
    assert.deepEqual([document.errors, report.failures], [[], []]);
    assert.equal(document.dialect.id, client);
    assert.ok(document.isConfig);
    const wanted = expected[`${client} ${path}`];
    assert.deepEqual(serversOf(report), wanted?.servers);
    assert.deepEqual(
      findingsOf(report).map((finding) => said(finding, text)),
      wanted?.findings,
    );
  });

  test(`${client}: fixes in ${path}`, () => {
    for (const finding of findingsOf(reportOn(path, text))) {
      const [fix] = finding.fixes;
      if (fix === undefined) continue;
      const edits = lowerOps(documentOf(path, text), fix.ops);
      assert.ok(edits !== null, `${finding.rule}: ${fix.title}`);
      const fixed = applyEdits(text, edits);
      const after = reportOn(path, fixed);
      assert.deepEqual(after.document.errors, [], fixed);
      assert.equal(findingsOf(after).length, findingsOf(reportOn(path, text)).length - 1, fixed);
      assert.deepEqual(commentsIn(fixed), commentsIn(text));
    }
  });
}

test('a file of many things without servers and approvals is no configuration', () => {
  const nothing = [
    '.vscode/settings.json',
    'x.code-workspace',
    '.devcontainer/devcontainer.json',
    '.zed/settings.json',
    '.claude/settings.json',
    '.gemini/settings.json',
    'opencode.json',
    'server.json',
    'goose/config.yaml',
    '.codex/config.toml',
  ];
  for (const path of nothing) {
    const texts = path.endsWith('toml')
      ? ['', 'model = "o"\n']
      : path.endsWith('yaml')
        ? ['', 'a: 1\n']
        : ['{}', '{"a": {"command": "x"}}', '{"packages": ["a"], "scripts": {"mcp": "x"}}'];
    for (const text of texts)
      assert.equal(documentOf(path, text).isConfig, false, `${path}: ${text}`);
  }
});

test('names that only look alike belong to nobody, or to the row of names that say MCP', () => {
  for (const path of [
    'settings.json',
    'src/settings.json',
    'config.toml',
    '.cargo/config.toml',
    'config.yaml',
    'a.json',
    'package.json',
    'devcontainer.json.bak',
    'zed/settings.jsonc',
    'xclaude.json',
  ]) {
    assert.equal(dialectOf(path), null, path);
  }
  for (const path of [
    'mcp.json',
    'a/MCP.json',
    'x.mcp.jsonc',
    '.vscode/mcp.json.bak.json',
    'notmcp_config.json',
  ]) {
    assert.equal(dialectOf(path)?.id, 'generic', path);
  }
  assert.deepEqual(
    dialectsOf('a/.mcp.json').map(({ id }) => id),
    ['claude-code', 'visualstudio', 'generic'],
  );
});

test('each row says what it is of, and names files', () => {
  for (const row of dialects) {
    assert.ok(row.files.length + row.userNames.length + row.userFiles.length > 0, row.id);
    assert.ok(row.roots.length > 0 || row.approvals.length > 0, row.id);
    for (const name of [...row.files, ...row.userNames])
      assert.doesNotMatch(name, /^\/|\\|\*\*/, name);
  }
});

function findingsOf({ findings, servers }: Report): readonly Finding[] {
  return [...findings, ...servers.flatMap((server) => server.findings)]
    .filter(({ rule }) => told.has(rule))
    .sort((a, b) => a.span.start - b.span.start);
}

function said({ rule, severity, span, fixes }: Finding, text: string): string {
  const [fix] = fixes;
  return `${rule} ${severity}: ${text.slice(span.start, span.end)}${fix === undefined ? '' : ` → ${fix.title}`}`;
}

function serversOf({ servers }: Report): readonly string[] {
  return servers.map(({ server, launch }) => {
    const words = [
      `${server.name}: ${launch.kind} ${launch.name ?? '-'}${launch.version === null ? '' : `@${launch.version}`}`,
      ...(server.env.length > 0 ? [`env=${server.env.map(({ name }) => name).join()}`] : []),
      ...(server.headers.length > 0
        ? [`headers=${server.headers.map(({ name }) => name).join()}`]
        : []),
      ...(server.envNames.length > 0
        ? [`from=${server.envNames.map(({ value }) => value).join()}`]
        : []),
      ...(server.disabled ? ['off'] : []),
    ];
    return words.join(' ');
  });
}

function commentsIn(text: string): readonly string[] {
  return [...text.matchAll(/(?:^|\s)\/\/ .*$/gm)].map(([comment]) => comment.trim());
}
