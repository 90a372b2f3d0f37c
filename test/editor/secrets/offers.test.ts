import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readDocument } from '../../../src/core/config/document.ts';
import { lint } from '../../../src/core/posture/lint.ts';
import { noFacts } from '../../../src/core/rules/facts.ts';
import { allRemedies } from '../../../src/editor/remedy.ts';
import { offerOf, type Rest } from '../../../src/editor/secrets/offers.ts';

/** Made up, and never whole in a file of this project. */
const token = `${'ghp_'}${'A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8'}`;
const editor: Rest = { vault: 'editor' };
const keychain: Rest = {
  vault: 'keychain',
  launcher: '/home/u/.local/share/mcp-posture/launcher/mcp-launch',
};

function titles(server: unknown, rest: Rest, path = '/w/.vscode/mcp.json'): readonly string[] {
  const key = path.includes('.vscode') ? 'servers' : 'mcpServers';
  const text = JSON.stringify({ [key]: { github: server } });
  const report = lint(readDocument(text, path), noFacts);
  return allRemedies(report, null, null, (found) => offerOf(found, report.document, rest))
    .filter(({ finding }) => finding.rule === 'secret-literal')
    .map(({ remedy }) => `${remedy.kind}: ${remedy.title}`);
}

const prompt = 'fix: Ask for it with a password prompt (${input:github-token})';

test('a variable moves, and the prompt stays second', () => {
  assert.deepEqual(titles({ command: 'node', env: { GITHUB_TOKEN: token } }, editor), [
    'move: Move token to SecretStorage (GITHUB_TOKEN)',
    prompt,
  ]);
});

test('of an argument it is said that others see it', () => {
  const [title = ''] = titles({ command: 'node', args: ['--api-key', token] }, editor);
  assert.match(
    title,
    /^move: Move token to SecretStorage \(.*--api-key; the list of processes still shows it\)$/,
  );
});

test('where no launcher reaches the vault the prompt says why', () => {
  assert.deepEqual(
    titles({ command: 'node', sandboxEnabled: true, env: { GITHUB_TOKEN: token } }, editor),
    [`${prompt}: a sandboxed server cannot reach the vault`],
  );
  const server = { command: 'node', env: { GITHUB_TOKEN: token } };
  assert.deepEqual(titles(server, { why: 'this workspace is not trusted' }), [
    `${prompt}: this workspace is not trusted`,
  ]);
});

test('what a client sends itself is left to the prompt, without a word', () => {
  const server = { url: 'https://mcp.example.com', headers: { Authorization: `Bearer ${token}` } };
  for (const rest of [editor, { why: 'this workspace is not trusted' }])
    for (const title of titles(server, rest)) assert.match(title, /^fix: Ask for it .*\}\)$/);
});

test('in another client’s file it goes to the keychain, and the title says what can be committed', () => {
  const server = { command: 'node', env: { GITHUB_TOKEN: token } };
  const [title] = titles(server, keychain, '/w/.cursor/mcp.json');
  assert.equal(
    title,
    'move: Move token to the OS keychain (GITHUB_TOKEN): this file then works on this machine only',
  );
});

test('no title shows a part of the token', () => {
  const server = { command: 'node', args: [`--${token}`, '--k', token], env: { [token]: token } };
  for (const title of titles(server, editor))
    for (let at = 0; at + 6 <= token.length; at++)
      assert.ok(!title.includes(token.slice(at, at + 6)), title);
});
