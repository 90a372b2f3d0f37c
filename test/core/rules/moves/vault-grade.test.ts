import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readDocument } from '../../../../src/core/config/document.ts';
import { lint } from '../../../../src/core/posture/lint.ts';
import type { ServerReport } from '../../../../src/core/posture/report.ts';
import { noFacts } from '../../../../src/core/rules/facts.ts';
import { K, T } from './shapes.ts';
import { again, moveAll } from './started.ts';

const digest = `ghcr.io/acme/server@sha256:${'0123456789abcdef'.repeat(4)}`;

function reportsOf(server: unknown): {
  readonly before: ServerReport;
  readonly after: ServerReport;
} {
  const document = readDocument(JSON.stringify({ servers: { s: server } }), '.vscode/mcp.json');
  const [before] = lint(document, noFacts).servers;
  const [after] = lint(again(document, moveAll(document).text), noFacts).servers;
  assert.ok(before !== undefined && after !== undefined);
  return { before, after };
}

const rows: readonly (readonly [string, unknown, string, string])[] = [
  [
    'a container by its digest',
    { command: 'docker', args: ['run', '-i', '-e', `GITHUB_TOKEN=${T}`, digest] },
    'low',
    'good: The credential for env GITHUB_TOKEN comes from encrypted storage',
  ],
  [
    'a cloud key in a container',
    { command: 'docker', args: ['run', '-e', `VAULT_TOKEN=${T}`, digest] },
    'low',
    'good: The credential for env VAULT_TOKEN comes from encrypted storage',
  ],
  [
    'an exact package, env and argument',
    { command: 'npx', args: ['-y', 's@1.2.3', '--api-key', K], env: { GITHUB_TOKEN: T } },
    'medium',
    'good: The credential for env GITHUB_TOKEN comes from encrypted storage',
  ],
  [
    'a header through a bridge',
    {
      command: 'npx',
      args: ['mcp-remote@0.1.2', 'https://h.example/mcp', '--header', `Authorization: Bearer ${T}`],
    },
    'medium',
    'caution: A static credential from encrypted storage in argument --header',
  ],
];

for (const [name, server, tier, access] of rows) {
  test(name, () => {
    const { before, after } = reportsOf(server);
    assert.equal(before.pillars.access.grade, 'bad');
    assert.equal(after.tier, tier, after.tierWhy.join(' · '));
    assert.equal(`${after.pillars.access.grade}: ${after.pillars.access.why}`, access);
    const rules = new Set(after.findings.map(({ rule }) => rule));
    for (const rule of ['secret-literal', 'placeholder-secret', 'credential-passthrough'])
      assert.ok(!rules.has(rule), rule);
  });
}

test('the launch is that of the server behind the launcher', () => {
  const { before, after } = reportsOf({
    command: 'npx',
    args: ['-y', 's@1.2.3'],
    env: { GITHUB_TOKEN: T },
  });
  assert.deepEqual(after.launch, { ...before.launch, wrappers: ['mcp-launch'] });
});

test('an id is no credential and no placeholder, whatever it looks like', () => {
  const ids = ['your-api-key', 'Xk29dLwQp3RtYbNv8sZm', 'changeme', 'a'.repeat(40)];
  for (const id of ids) {
    const args = [
      '--env',
      `PASSWORD=${id}`,
      '--',
      'x',
      '--token',
      `{secret:${id}}`,
      `--key={secret:${id}}`,
    ];
    const document = readDocument(
      JSON.stringify({ servers: { s: { command: '/x/bin/mcp-launch', args } } }),
      '.vscode/mcp.json',
    );
    const findings = lint(document, noFacts).servers.flatMap((server) => server.findings);
    assert.deepEqual(
      findings.map(({ rule }) => rule),
      [],
      id,
    );
  }
});
