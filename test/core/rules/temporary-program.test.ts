import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readDocument } from '../../../src/core/config/document.ts';
import { noFacts } from '../../../src/core/rules/facts.ts';
import { temporaryProgram } from '../../../src/core/rules/temporary-program.ts';

function messages(server: object): readonly string[] {
  const text = JSON.stringify({ servers: { s: server } });
  const document = readDocument(text, '.vscode/mcp.json');
  const [read] = document.servers;
  assert.ok(read !== undefined);
  return [...(temporaryProgram.check?.(read, document, noFacts) ?? [])].map(
    ({ message }) => message,
  );
}

test('a browser saves into Downloads itself, not into the folders below', () => {
  assert.deepEqual(messages({ command: '/home/ann/Downloads/notes' }), [
    'The server lies in Downloads: what a browser saves there may be loaded with it or take its place',
  ]);
  const below =
    'The server lies in a folder below Downloads: it is soon cleared away, and what is unpacked there next may run in its place';
  assert.deepEqual(messages({ command: '/home/ann/Downloads/notes/bin/notes' }), [below]);
  const cwd = String.raw`C:\Users\ann\Downloads\notes\node`;
  assert.deepEqual(messages({ command: 'node', args: ['index.mjs'], cwd }), [below]);
});
