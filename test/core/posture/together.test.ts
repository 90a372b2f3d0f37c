import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readDocument } from '../../../src/core/config/document.ts';
import type { Op } from '../../../src/core/config/edit.ts';
import { applyEdits } from '../../../src/core/config/text.ts';
import { together } from '../../../src/core/posture/together.ts';
import type { Fix } from '../../../src/core/rules/fix.ts';

const text = '{ "servers": { "a": { "args": ["x", "y"] /* kept */ } } }\n';
const document = readDocument(text, '.vscode/mcp.json');
const item = (index: number) => ['servers', 'a', 'args', index];
const fix = (...ops: readonly Op[]): Fix => ({ title: 'Change it', safety: 'safe', ops });
const set = (index: number, value: string): Fix => fix({ op: 'set', path: item(index), value });

function made(fixes: readonly Fix[]): { readonly text: string; readonly made: readonly number[] } {
  const done = together(document, fixes);
  return {
    text: applyEdits(text, done.edits),
    made: done.made.map((one) => fixes.indexOf(one)),
  };
}

test('fixes that go together are made in one go', () => {
  assert.deepEqual(made([set(0, 'x1'), set(1, 'y1')]), {
    text: text.replace('"x", "y"', '"x1", "y1"'),
    made: [0, 1],
  });
});

test('of two that write to one place the first is made, and all that stand elsewhere', () => {
  assert.deepEqual(made([set(0, 'x1'), set(0, 'x2'), set(1, 'y1')]), {
    text: text.replace('"x", "y"', '"x1", "y1"'),
    made: [0, 2],
  });
});

test('one that leads nowhere costs only itself', () => {
  assert.deepEqual(made([set(7, 'z'), set(0, 'x1'), set(1, 'y1')]), {
    text: text.replace('"x", "y"', '"x1", "y1"'),
    made: [1, 2],
  });
});

test('nothing to do is nothing done', () => {
  assert.deepEqual(together(document, []), { edits: [], made: [] });
  assert.deepEqual(together(readDocument('', 'mcp.json'), [set(0, 'x')]), { edits: [], made: [] });
});
