import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  entryAsText,
  linesThatLoad,
  questionText,
} from '../../../src/editor/secrets/question-text.ts';
import { pageOfFormat, reasonsToRotate } from '../../../src/editor/secrets/revoke.ts';
import { rowOf } from '../../../src/editor/secrets/rows.ts';
import { isLoader } from '../../../src/secrets/differences.ts';
import type { SecretInfo } from '../../../src/secrets/vault.ts';
import { entryOf, ID, serverEntry } from '../../secrets/bound-world.ts';

const info: SecretInfo = {
  id: ID,
  server: 'git\nhub',
  what: 'GITHUB_TOKEN',
  file: '/w/.vscode/mcp.json',
  binding: null,
  storedAt: 1,
  lastUsedAt: null,
};

function row(changes: Partial<SecretInfo>, named: readonly string[]) {
  const label = (file: string): string => file.slice(3);
  return rowOf({ ...info, ...changes }, 'SecretStorage', new Set(named), label, (at) => `at ${at}`);
}

test('a row names what is stored in one line each, and what is not used any more', () => {
  const unused = row({}, []);
  assert.equal(unused.label, 'GITHUB_TOKEN');
  assert.ok(unused.isUnused);
  assert.match(unused.description, /^git\S+hub · \.vscode\/mcp\.json · not used any more$/);
  const used = row({ lastUsedAt: 5 }, [ID]);
  assert.ok(!used.isUnused);
  assert.deepEqual(used.tooltip.slice(2), [
    'No launch may have it yet: you are asked at the next one',
    'Stored at 1',
    'Last used at 5',
  ]);
  assert.match(row({ file: '' }, [ID]).description, /· no file$/);
});

test('a question names server, file and variable, marks what loads code, and stays short', () => {
  const changes = Array.from({ length: 20 }, (_, n) => ({
    field: 'entry' as const,
    text: `env.V${n}: added "x"`,
    loads: n === 0,
  }));
  const entry = entryOf(serverEntry());
  const binding = { entry: 'e', text: null, envFile: null, program: null, script: null, cwd: null };
  const now = { ...binding, client: null, steering: null };
  const { message, detail } = questionText(
    {
      entry,
      file: '/w/.vscode/mcp.json',
      names: ['TOKEN'],
      before: now,
      now,
      changes,
      elsewhere: '/v/mcp.json',
    },
    '.vscode/mcp.json',
  );
  assert.equal(
    message,
    'github in .vscode/mcp.json asks for TOKEN, and its launch is not the one that was allowed. Give it the secret?',
  );
  const lines = detail.split('\n');
  assert.equal(lines.length, 15);
  assert.deepEqual(lines.slice(0, 2), [
    'It is for another file so far, and is taken from that: /v/mcp.json',
    '⚠ env.V0: added "x"',
  ]);
  assert.equal(lines[12], 'and 9 more');
});

test('lines that are new and can load other code are marked, no others', () => {
  const before = entryAsText('{"entry":{"command":"a","env":{"PATH":"/bin","X":"1"}},"inputs":[]}');
  const now = entryAsText(
    '{"entry":{"command":"b","env":{"NODE_OPTIONS":"--require e","PATH":"/bin","X":"2"}},"inputs":[]}',
  );
  const lines = now.split('\n');
  assert.deepEqual(
    linesThatLoad(before, now, isLoader).map((line) => lines[line]?.trim()),
    ['"command": "b",', '"NODE_OPTIONS": "--require e",'],
  );
  assert.equal(entryAsText(null), '// not kept\n');
  assert.equal(entryAsText('{'), '// not readable\n');
});

test('why to rotate, and where', () => {
  assert.deepEqual(reasonsToRotate(null), []);
  assert.deepEqual(reasonsToRotate({ tracked: true, synced: 'Dropbox', readableByOthers: true }), [
    'The file is tracked by git, which keeps what was committed',
    'The file lies in Dropbox, which keeps older versions',
    'Other users of this machine could read the file',
  ]);
  assert.equal(pageOfFormat(null), null);
  // Its row names no page.
  assert.equal(pageOfFormat('jwt'), null);
  assert.deepEqual(pageOfFormat('supabase-service-role'), {
    label: 'Supabase service role key',
    url: 'https://supabase.com/dashboard/project/_/settings/api-keys',
  });
});
