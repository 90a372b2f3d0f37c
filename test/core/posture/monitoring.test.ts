import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readDocument } from '../../../src/core/config/document.ts';
import { lint } from '../../../src/core/posture/lint.ts';
import type { PillarGrade } from '../../../src/core/posture/report.ts';
import { noFacts } from '../../../src/core/rules/facts.ts';

const shipped = '${extensionInstallFolder:mcp-posture.mcp-posture}/bin/mcp-launch';
const secret = ['--env', 'TOKEN=acme.token.1a2b3c4d'];
const npx = ['npx', '-y', '@acme/mcp@1.2.3'];
const docker = ['docker', 'run', '-i', '--rm', '-e', 'TOKEN'];
const image = `ghcr.io/acme/mcp@sha256:${'0123456789abcdef'.repeat(4)}`;
const egress = 'Launches are not recorded and nothing limits egress';
const recorded = 'Launches are recorded by the launcher, but nothing limits egress';

const rows: readonly (readonly [
  name: string,
  words: readonly string[],
  sandboxed: boolean,
  PillarGrade,
])[] = [
  ['on the host', npx, false, { grade: 'bad', why: egress }],
  [
    'on the host, behind the launcher',
    [shipped, ...secret, '--', ...npx],
    false,
    { grade: 'caution', why: recorded },
  ],
  [
    'on the host, a secret in an argument',
    [shipped, '--', ...npx, '--key', '{secret:acme.key.1a2b3c4d}'],
    false,
    { grade: 'caution', why: recorded },
  ],
  [
    'on the host, behind the launch of the command line',
    ['mcp-posture', 'launch', '--keychain', ...secret, '--', ...npx],
    false,
    { grade: 'caution', why: recorded },
  ],
  [
    'behind a launcher that is asked for no secret, and so keeps no record',
    [shipped, '--', ...npx],
    false,
    { grade: 'bad', why: egress },
  ],
  [
    'in a container with a network, behind the launcher',
    [shipped, ...secret, '--', ...docker, image],
    false,
    { grade: 'caution', why: recorded },
  ],
  [
    'in a container without a network',
    [...docker, '--network', 'none', image],
    false,
    { grade: 'caution', why: 'No network, but launches are not recorded' },
  ],
  [
    'in a container without a network, behind the launcher',
    [shipped, ...secret, '--', ...docker, '--network=none', image],
    false,
    { grade: 'good', why: 'No network, and launches are recorded by the launcher' },
  ],
  [
    'in a sandbox with an allow-list',
    npx,
    true,
    { grade: 'caution', why: 'Egress allow-list, but launches are not recorded' },
  ],
  [
    'in a sandbox with an allow-list, behind the launcher',
    [shipped, ...secret, '--', ...npx],
    true,
    { grade: 'good', why: 'Egress allow-list, and launches are recorded by the launcher' },
  ],
];

for (const [name, words, sandboxed, expected] of rows) {
  test(`monitoring: ${name}`, () => {
    const [command, ...args] = words;
    const text = JSON.stringify({
      sandbox: { network: { allowedDomains: ['api.acme.example'] } },
      servers: { s: { command, args, ...(sandboxed ? { sandboxEnabled: true } : {}) } },
    });
    const report = lint(readDocument(text, '.vscode/mcp.json'), noFacts);
    assert.deepEqual(report.failures, []);
    assert.deepEqual(report.servers[0]?.pillars.monitoring, expected);
  });
}

test('monitoring: a remote server is its operator’s to watch', () => {
  const text = JSON.stringify({ servers: { s: { url: 'https://mcp.acme.example/mcp' } } });
  const report = lint(readDocument(text, '.vscode/mcp.json'), noFacts);
  assert.equal(report.servers[0]?.pillars.monitoring.grade, 'not-applicable');
});
