import assert from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'node:test';
import { dialects } from '../../../src/core/config/dialects/index.ts';
import { expands } from '../../../src/core/config/dialects/variables.ts';
import { readDocument } from '../../../src/core/config/document.ts';
import { formOfReference, variablesOf } from '../../../src/core/rules/variables/found.ts';

function found(text: string, field: 'args' | 'env' = 'env'): readonly string[] {
  const server =
    field === 'env' ? { command: 'x', env: { A: text } } : { command: 'x', args: [text] };
  const { servers } = readDocument(
    JSON.stringify({ mcpServers: { s: server } }),
    '.cursor/mcp.json',
  );
  return servers.flatMap((one) =>
    [...variablesOf(one)].map(({ form, name, shown }) => `${form} ${name ?? '-'} ${shown}`),
  );
}

for (const [text, ...expected] of [
  ['${env:HOME}/x', 'env HOME ${env:HOME}'],
  ['${A_B}-${C:-hunter2}', 'braced A_B ${A_B}', 'default C ${C:-…}'],
  ['Bearer $API_TOKEN', 'dollar API_TOKEN $API_TOKEN'],
  ['$HOME/x:$PATH', 'dollar HOME $HOME', 'dollar PATH $PATH'],
  ['%APPDATA%\\x;%MY_PATH%', 'percent APPDATA %APPDATA%', 'percent MY_PATH %MY_PATH%'],
  ['{env:A}{file:~/b}', 'single A {env:A}', 'file - {file:~/b}'],
  ['${workspaceFolder:api}/x', 'editor workspaceFolder ${workspaceFolder:api}'],
  ['${{ secrets.TOKEN }}', 'mustache TOKEN ${{ secrets.TOKEN }}'],
  ['$(pwd)/a:$(cat ~/.token)', 'command - $(…)', 'command - $(…)'],
  ['${process.env.TOKEN}', 'other TOKEN ${process.env.TOKEN}'],
  // Data.
  ['pa$WORD_X', ...[]],
  ['$TMP $5 $a ^a$ $$HOME', ...[]],
  ['100%ABC%20', ...[]],
  ['${input:x} ${} ${a b} ${a.b} {{name}} {name} $(b|c) $(cat.x)', ...[]],
  ['\\$HOME', ...[]],
  ['~/notes', ...[]],
] as const) {
  test(`variables in ${text}`, () => assert.deepEqual(found(text), expected));
}

test('a tilde counts where only a path can stand, and at the start', () => {
  assert.deepEqual(found('~/notes', 'args'), ['tilde HOME ~']);
  assert.deepEqual(found('~', 'args'), ['tilde HOME ~']);
  for (const text of ['a~/b', '~ana/x', '~x', '--root=~/x'])
    assert.deepEqual(found(text, 'args'), [], text);
});

test('each place is what it says, whatever the text', () => {
  const piece = fc.constantFrom(
    '${',
    '}',
    '$',
    '%',
    '{env:',
    '{file:',
    '~',
    '/',
    'A_B',
    'HOME',
    ':-',
    '${{ secrets.',
    ' ',
    'é',
    '😀',
    '"',
    '\\',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const text = pieces.join('');
      const { servers } = readDocument(
        JSON.stringify({ mcpServers: { s: { command: text, args: [text], env: { A: text } } } }),
        '.cursor/mcp.json',
      );
      for (const { at, form, name } of servers.flatMap((server) => [...variablesOf(server)])) {
        const written = text.slice(at.start, at.end);
        assert.ok(written.length > 0 && at.end <= text.length);
        if (form === 'tilde') assert.equal(written, '~');
        else if (name !== null) assert.ok(written.includes(name), `${written} ${name}`);
      }
    }),
  );
});

test('a text of a million characters takes no time by its square', () => {
  const spent = (count: number): number => {
    const text = '${A'.repeat(count) + '%A'.repeat(count) + '{env:'.repeat(count);
    const begun = performance.now();
    for (let i = 0; i < 3; i++) found(text);
    return performance.now() - begun;
  };
  spent(2000);
  assert.ok(spent(80_000) / spent(10_000) < 30);
});

test('the reference that a row writes is one that it expands, where it is known at all', () => {
  for (const row of dialects) {
    const reference = row.envReference?.('NAME');
    if (reference === undefined || row.variables === null) continue;
    const form = formOfReference(reference);
    assert.ok(form !== null && form !== 'other', row.id);
    const known = expands(row, form, 'env') ?? expands(row, form, 'headers');
    if (row.id !== 'visualstudio') assert.equal(known, true, row.id);
  }
});
