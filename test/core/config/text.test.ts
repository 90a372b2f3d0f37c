import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  afterBreak,
  lineEnd,
  lineIndent,
  lineStart,
  linesOf,
} from '../../../src/core/config/text.ts';

const texts = fc
  .tuple(
    fc.constantFrom('', '\uFEFF'),
    fc.array(fc.constantFrom('a', ' ', '\t', '\r', '\n'), { maxLength: 30 }),
  )
  .map(([mark, characters]) => mark + characters.join(''));

test('a line begins, ends and goes on where lines are counted, whatever breaks it and behind a byte order mark', () => {
  fc.assert(
    fc.property(texts, fc.nat(30), (text, at) => {
      const mark = text.startsWith('\uFEFF') ? 1 : 0;
      const offset = Math.min(Math.max(at, mark), text.length);
      // No offset of anything that is read lies inside a break.
      if (text[offset - 1] === '\r' && text[offset] === '\n') return;
      const lines = linesOf(text);
      const { line, character } = lines.position(offset);
      const [start, end] = [lineStart(text, offset), lineEnd(text, offset)];
      assert.equal(start, offset - character);
      assert.deepEqual(lines.position(start), { line, character: 0 });
      assert.doesNotMatch(text.slice(start, end), /[\r\n]/);
      assert.equal(lineIndent(text, offset), /^[ \t]*/.exec(text.slice(start, offset))?.[0]);
      const next = afterBreak(text, end);
      if (end === text.length) assert.equal(next, end);
      else assert.deepEqual(lines.position(next), { line: line + 1, character: 0 });
    }),
  );
});

test('before a byte order mark no line begins', () => {
  assert.equal(lineStart('\uFEFF{}', 0), 1);
  assert.equal(lineIndent('\uFEFF  {}', 3), '  ');
});
