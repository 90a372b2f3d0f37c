import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readDocument } from '../../../src/core/config/document.ts';
import { noFacts } from '../../../src/core/rules/facts.ts';
import type { Draft } from '../../../src/core/rules/finding.ts';
import { sandboxOff } from '../../../src/core/rules/sandbox-off.ts';

function drafts(server: object, sandbox?: unknown, path = '.vscode/mcp.json'): readonly Draft[] {
  const document = readDocument(JSON.stringify({ sandbox, servers: { s: server } }), path);
  const [read] = document.servers;
  assert.ok(read !== undefined);
  return [...(sandboxOff.check?.(read, document, noFacts) ?? [])];
}

const tavily = { command: 'npx', args: ['-y', 'tavily-mcp@0.2.0'] };

test('says what is known of the hosts, and when nothing is', () => {
  assert.equal(
    drafts(tavily)[0]?.message,
    'tavily-mcp runs outside the sandbox of VS Code and reaches all that you can, though it needs only api.tavily.com',
  );
  const memory = { command: 'npx', args: ['-y', '@modelcontextprotocol/server-memory@2025.8.4'] };
  assert.equal(
    drafts(memory)[0]?.message,
    '@modelcontextprotocol/server-memory runs outside the sandbox of VS Code and reaches all that you can, though it needs no network',
  );
  const acme = { command: 'npx', args: ['-y', 'acme-mcp@1.0.0'] };
  assert.deepEqual(drafts(acme), []);
  const [told] = drafts({ ...acme, sandboxEnabled: false });
  assert.equal(
    told?.message,
    'acme-mcp is told to run outside the sandbox and reaches all that you can; which hosts it needs is not known here',
  );
  assert.deepEqual(told?.fixes, []);
});

test('offers nothing where the sandbox of the file is not what it should be', () => {
  const odd: readonly unknown[] = [
    'on',
    [],
    { network: 'all' },
    { network: { allowedDomains: 'api.tavily.com' } },
    { network: [] },
  ];
  for (const sandbox of odd) {
    const [draft] = drafts(tavily, sandbox);
    assert.deepEqual(draft?.fixes, [], JSON.stringify(sandbox));
  }
  assert.equal(drafts(tavily, { network: {} })[0]?.fixes?.length, 1);
});

test('nothing is said of what could not run inside', () => {
  const silent: readonly object[] = [
    { ...tavily, sandboxEnabled: true },
    { ...tavily, sandboxEnabled: '${input:x}' },
    { command: 'C:\\Program Files\\nodejs\\npx.cmd', args: ['-y', 'tavily-mcp@0.2.0'] },
    { command: 'wsl', args: ['npx', '-y', 'tavily-mcp@0.2.0'] },
    { command: 'npx', args: ['-y', '--registry=https://npm.example.com', 'tavily-mcp@0.2.0'] },
    { ...tavily, env: { NPM_CONFIG_REGISTRY: 'https://npm.example.com' } },
    { command: 'bunx', args: ['tavily-mcp@0.2.0'] },
    { command: 'npx', args: ['-y', '-p', 'a@1.0.0', '-p', 'tavily-mcp@0.2.0', 'tavily-mcp'] },
    { command: 'npx', args: ['-y', '@modelcontextprotocol/server-filesystem', '${input:folder}'] },
    { command: 'npx', args: ['-y', '@modelcontextprotocol/server-filesystem', '../notes'] },
    { ...tavily, disabled: true },
    { url: 'https://mcp.example.com', sandboxEnabled: false },
    { command: '${env:X}', sandboxEnabled: false },
  ];
  for (const server of silent) assert.deepEqual(drafts(server), [], JSON.stringify(server));
});
