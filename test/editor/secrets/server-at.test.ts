import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allFormats } from '../../../src/core/config/all-formats.ts';
import { readDocument } from '../../../src/core/config/document.ts';
import { applyEdits } from '../../../src/core/config/text.ts';
import { putBack } from '../../../src/core/rules/moves/put-back.ts';
import { serverAt } from '../../../src/editor/secrets/server-at.ts';

test('of several servers of one name the one whose row was chosen is put back', () => {
  const entry = (id: string) => ({
    gh: { command: '/x/bin/mcp-launch', args: ['--keychain', '--env', `T=${id}`, '--', 'npx'] },
  });
  const projects = {
    '/a': { mcpServers: entry('gh.t.1a2b3c4d') },
    '/b': { mcpServers: entry('gh.t.00000000') },
  };
  const text = JSON.stringify({ mcpServers: {}, projects });
  const document = readDocument(text, '/home/u/.claude.json');
  const chosen = document.servers[1] ?? assert.fail();
  // Another reading, as of the editor when the command runs.
  const again = readDocument(`${text}\n`, '/home/u/.claude.json');
  const found = serverAt(again.servers, chosen) ?? assert.fail();
  const after: unknown = JSON.parse(applyEdits(again.text, putBack(again, [found]).edits));
  // The name of the variable is that of the first one's secret.
  const gh = { command: 'npx', args: [], env: { T: '${GH_T}' } };
  assert.deepEqual(after, {
    mcpServers: {},
    projects: { '/a': projects['/a'], '/b': { mcpServers: { gh } } },
  });
});

test('one that has another name by now, or is gone, is not found', () => {
  const read = (names: readonly string[]) =>
    readDocument(
      `mcpServers:\n${names.map((name) => `  - name: ${name}\n    command: npx\n`).join('')}`,
      '/h/.continue/config.yaml',
      { formats: allFormats },
    ).servers;
  const [a, b] = read(['a', 'b']);
  assert.ok(a !== undefined && b !== undefined);
  assert.equal(serverAt(read(['b', 'a']), b), null);
  assert.equal(serverAt(read(['a']), b), null);
  assert.equal(serverAt(read(['a', 'b']), b)?.name, 'b');
});
