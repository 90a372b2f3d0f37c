import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyEdits } from '../../src/core/config/text.ts';
import { difference, safeEdits } from '../../src/editor/fix-all.ts';
import { latest, vscodeText } from './files.ts';

const quiet = new AbortController().signal;
const path = '/w/.vscode/mcp.json';

async function fixed(text: string, at = path): Promise<string> {
  return applyEdits(text, await safeEdits(text, at, quiet));
}

const inputs = `{
  // two prompts in plain text
  "inputs": [
    { "id": "api-key", "type": "promptString", "description": "key" }, // one
    { "id": "token", "type": "promptString", "description": "token" }
  ],
  "servers": {
    "a": { "command": "docker", "args": ["run", "ghcr.io/a/b:latest"], "env": { "API_KEY": "\${input:api-key}", "TOKEN": "\${input:token}" } }
  }
}
`;

test('every safe fix is made, the rest of the file stays', async () => {
  const after = await fixed(inputs);
  assert.equal(
    after,
    inputs
      .replace('"description": "key" }', '"description": "key", "password": true }')
      .replace('"description": "token" }', '"description": "token", "password": true }'),
  );
  assert.equal(await fixed(after), after);
});

test('what is not safe is left alone: versions, flags, mounts, literals, addresses', async () => {
  const servers = {
    a: latest,
    b: { command: 'npx', args: ['-y', 'x@^1.2'], env: { API_TOKEN: 'ghp_' + 'a1B2'.repeat(9) } },
    c: { command: 'docker', args: ['run', '--privileged', '-v', '/:/h', 'x/y:1'] },
    d: { type: 'http', url: 'http://mcp.example.com' },
    e: { command: 'x', autoApprove: ['*'] },
  };
  const text = vscodeText(servers);
  assert.equal(await fixed(text), text);
});

test('CRLF, a file that is no JSON and an abort', async () => {
  const crlf = inputs.replaceAll('\n', '\r\n');
  assert.equal((await fixed(crlf)).replaceAll('\r\n', '\n'), await fixed(inputs));
  assert.equal(/(?<!\r)\n/.test(await fixed(crlf)), false);
  assert.equal(await fixed('{ "servers": '), '{ "servers": ');
  const aborted = AbortSignal.abort();
  assert.deepEqual(await safeEdits(inputs, path, aborted), []);
});

test('the difference of two texts is one edit without what they share', () => {
  assert.deepEqual(difference('abcd', 'abXcd'), { span: { start: 2, end: 2 }, newText: 'X' });
  assert.deepEqual(difference('aaa', 'aa'), { span: { start: 2, end: 3 }, newText: '' });
  assert.deepEqual(difference('x', 'y'), { span: { start: 0, end: 1 }, newText: 'y' });
});
