import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { applyEdits, type TextEdit } from '../../../src/core/config/text.ts';
import { carriedOver } from '../../../src/editor/pins/carried-over.ts';

const before = '{ "a": "acme/mcp:1.4", "b": "acme-mcp" }\n';
const pins: readonly TextEdit[] = [
  insert('acme/mcp:1.4', '@sha256:00'),
  insert('acme-mcp', '@1.2.3'),
];

function insert(behind: string, newText: string): TextEdit {
  const at = before.indexOf(behind) + behind.length;
  return { span: { start: at, end: at }, newText };
}

test('what was typed in front of, between and behind edits moves those behind it', () => {
  for (const piece of ['{', ', ', '\n']) {
    const now = before.replace(piece, (found) => `\n// typed${found}`);
    assert.equal(
      applyEdits(now, carriedOver(before, now, pins)),
      applyEdits(before, pins).replace(piece, (found) => `\n// typed${found}`),
    );
  }
});

test('an edit of what was typed over, or right beside it, is left out', () => {
  const over = before.replace('mcp:1.4', 'other');
  assert.equal(
    applyEdits(over, carriedOver(before, over, pins)),
    over.replace('e-mcp', 'e-mcp@1.2.3'),
  );
  const beside = before.replace('1.4', '1.4-x');
  assert.equal(
    applyEdits(beside, carriedOver(before, beside, pins)),
    beside.replace('e-mcp', 'e-mcp@1.2.3'),
  );
});

test('nothing typed: the same edits', () => {
  assert.deepEqual(carriedOver(before, before, pins), pins);
});

test('wherever something is typed, each edit that is left stands behind what it stood behind', () => {
  const place = fc.nat(before.length);
  fc.assert(
    fc.property(place, place, fc.string(), (one, other, typed) => {
      const now =
        before.slice(0, Math.min(one, other)) + typed + before.slice(Math.max(one, other));
      for (const { span, newText } of carriedOver(before, now, pins)) {
        assert.equal(span.start, span.end);
        const behind = newText === '@1.2.3' ? 'p' : '4';
        assert.equal(now[span.start - 1], behind);
        assert.equal(now[span.start], '"');
      }
    }),
  );
});
