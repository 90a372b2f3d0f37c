import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readDocument } from '../../../src/core/config/document.ts';
import { applyEdits, type TextEdit } from '../../../src/core/config/text.ts';
import { wholeServers } from '../../../src/editor/secrets/whole-servers.ts';

const text = JSON.stringify(
  { inputs: [], servers: { a: { command: 'x', args: ['1', '2'] }, b: { command: 'y' } } },
  null,
  2,
);
const document = readDocument(text, '/w/.vscode/mcp.json');

test('any edits of a document, one for each server, come to the same text', () => {
  const edits = fc
    .uniqueArray(fc.integer({ min: 0, max: text.length }), { minLength: 2, maxLength: 12 })
    .map((places) => places.toSorted((a, b) => a - b))
    .map((places) =>
      places.flatMap((start, index): TextEdit[] => {
        const end = places[index + 1];
        return index % 2 === 0 && end !== undefined
          ? [{ span: { start, end }, newText: `<${index}>` }]
          : [];
      }),
    );
  fc.assert(
    fc.property(edits, (all) => {
      const whole = wholeServers(document, all);
      const made = whole.map(({ edit }) => edit);
      const names = whole.flatMap(({ server }) => server ?? []);
      assert.equal(new Set(names).size, names.length);
      assert.equal(applyEdits(text, made), applyEdits(text, all));
    }),
  );
});

test('what belongs to no server stands alone', () => {
  const at = text.indexOf('[]');
  const inA = text.indexOf('"1"');
  const edits: readonly TextEdit[] = [
    { span: { start: inA, end: inA + 3 }, newText: '"one"' },
    { span: { start: inA + 3, end: inA + 3 }, newText: ', "more"' },
    { span: { start: at + 1, end: at + 1 }, newText: '{}' },
  ];
  assert.deepEqual(
    wholeServers(document, edits).map(({ server, edit }) => [server, edit.newText]),
    [
      [null, '{}'],
      ['a', '"one", "more"'],
    ],
  );
});
