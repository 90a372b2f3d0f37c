import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readDocument } from '../../../../src/core/config/document.ts';
import { applyEdits } from '../../../../src/core/config/text.ts';
import { putBack } from '../../../../src/core/rules/moves/put-back.ts';
import { moveAll } from './started.ts';

const command = '${extensionInstallFolder:mcp-posture.mcp-posture}/bin/mcp-launch';

test('a server whose part of the file is broken does not keep the others', () => {
  const whole = `"whole": { "command": "${command}", "args": ["--env", "T=w.t.1a2b3c4d", "--", "npx"] }`;
  const broken = `"broken": { "command": "${command}", "args": ["--env", "T=b.t.1a2b3c4d", "--", "npx"`;
  const text = `{ "inputs": [], "servers": { ${whole}, ${broken}`;
  const document = readDocument(text, '.vscode/mcp.json');
  const { edits, done, left } = putBack(document, document.servers);
  assert.deepEqual(
    done.map(({ server }) => server.name),
    ['whole'],
  );
  assert.deepEqual(
    left.map(({ server, why }) => [server.name, why]),
    [['broken', 'the change does not fit the file as it is now']],
  );
  assert.equal(
    applyEdits(text, edits),
    `{ "inputs": [{ "type": "promptString", "id": "w-t-1a2b3c4d", "description": "t for whole", "password": true }], ` +
      `"servers": { "whole": { "command": "npx", "args": [], "env": { "T": "\${input:w-t-1a2b3c4d}" } }, ${broken}`,
  );
});

test('only the servers that are asked for are put back', () => {
  const server = (id: string) => ({ command, args: ['--env', `T=${id}`, '--', 'npx'] });
  const servers = { a: server('a.t.1a2b3c4d'), b: server('b.t.1a2b3c4d'), c: { command: 'npx' } };
  const document = readDocument(JSON.stringify({ servers }), '.vscode/mcp.json');
  const { done, left, edits } = putBack(document, document.servers.slice(1));
  assert.deepEqual(
    done.map((one) => one.server.name),
    ['b'],
  );
  assert.deepEqual(left, []);
  const after = readDocument(applyEdits(document.text, edits), document.path);
  assert.deepEqual(
    after.servers.map(({ launch }) => launch.wrappers),
    [['mcp-launch'], [], []],
  );
});

test('nothing to put back is no edit', () => {
  const document = readDocument('{"servers":{"a":{"command":"npx"}}}', '.vscode/mcp.json');
  assert.deepEqual(putBack(document, document.servers), { edits: [], done: [], left: [] });
});

for (const launcher of [
  '/Users/some body/Library/Application Support/mcp-posture/launcher/mcp-launch',
  String.raw`C:\Users\some body\AppData\Local\mcp-posture\launcher\mcp-launch.cmd`,
]) {
  test(`what was moved behind ${launcher} is put back`, () => {
    const value = ['ghp', 'kD4vQ9sXw2Lr7TzB1nYc8MfJ5hGp3R4Wq0Ea'].join('_');
    const server = { command: 'npx', args: ['x@1.2.3'], env: { GITHUB_TOKEN: value } };
    const before = readDocument(JSON.stringify({ mcpServers: { a: server } }), '.cursor/mcp.json');
    const moved = moveAll(before, { vault: 'keychain', launcher });
    const document = readDocument(moved.text, before.path);
    assert.deepEqual(
      document.servers.map(({ launch }) => [launch.wrappers, launch.secrets.length]),
      [[['mcp-launch'], 1]],
    );
    const { edits, left } = putBack(document, document.servers);
    assert.deepEqual(left, []);
    assert.deepEqual(JSON.parse(applyEdits(document.text, edits)), {
      mcpServers: { a: { ...server, env: { GITHUB_TOKEN: '${env:GITHUB_TOKEN}' } } },
    });
  });
}
