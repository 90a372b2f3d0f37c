import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { parse } from 'shell-quote';
import { tokensOf, type Syntax } from '../../../src/core/launch/tokens.ts';

function shown(text: string, syntax: Syntax = 'posix'): readonly string[] {
  return tokensOf(text, syntax).map((token) =>
    token.kind === 'operator' ? `<${token.text}>` : `${token.text}${token.dynamic ? '*' : ''}`,
  );
}

const cases: readonly (readonly [Syntax, string, readonly string[]])[] = [
  ['posix', 'a b  c', ['a', 'b', 'c']],
  ['posix', `a 'b c' "d e" f\\ g`, ['a', 'b c', 'd e', 'f g']],
  ['posix', `'it'\\''s' "" ''`, ["it's", '', '']],
  ['posix', `"a\\"b\\\\c\\d $X"`, ['a"b\\c\\d $X*']],
  ['posix', `'$X' "\${Y}" $Z`, ['$X', '${Y}*', '$Z*']],
  ['posix', 'a&&b||c;d|e&f', ['a', '<&&>', 'b', '<||>', 'c', '<;>', 'd', '<|>', 'e', '<&>', 'f']],
  ['posix', 'a >f 2>&1 <<< x', ['a', '<>>', 'f', '<>&>', '1', '<<<<>', 'x']],
  ['posix', 'a # b\nc#d', ['a', '<\n>', 'c#d']],
  ['posix', 'a \\\n b', ['a', 'b']],
  ['posix', 'x=$(a "b)" c) y', ['x=$(a "b)" c)*', 'y']],
  ['posix', 'x <(a b) `c d`', ['x', '<(a b)*', '`c d`*']],
  ['posix', `a "open`, ['a', 'open']],
  ['posix', `a 'open`, ['a', 'open']],
  ['posix', 'a $(open', ['a', '$(open*']],
  ['posix', 'a \\', ['a', '']],
  ['posix', 'http://h/#x?y=1', ['http://h/#x?y=1']],
  ['argv', 'a && "b c" $(d)', ['a', '&&', 'b c', '$(d)']],
  ['cmd', 'a "b c" d^&e & f', ['a', 'b c', 'd&e', '<&>', 'f']],
  ['cmd', `a 'b c' C:\\x\\y %V% 50%`, ['a', "'b", "c'", 'C:\\x\\y', '%V%*', '50%']],
  ['cmd', 'a "b \\"c\\" d"', ['a', 'b "c" d']],
  ['powershell', `a 'b c' "d $x" e\`;f; g`, ['a', 'b c', 'd $x*', 'e;f', '<;>', 'g']],
];

for (const [syntax, text, want] of cases) {
  test(`${syntax}: ${JSON.stringify(text)}`, () => {
    assert.deepEqual(shown(text, syntax), want);
  });
}

test('what stands inside brackets has its place', () => {
  const text = 'bash -c "$(curl -s x)" <(b) `c`';
  const inner = tokensOf(text, 'posix').flatMap((token) =>
    token.kind === 'word'
      ? token.inner.map(({ by, start, end }) => [by, text.slice(start, end)])
      : [],
  );
  assert.deepEqual(inner, [
    ['$(', 'curl -s x'],
    ['<(', 'b'],
    ['`', 'c'],
  ]);
});

test('tokens lie in the text, in order, and cover all but blanks, redirected numbers and comments', () => {
  const char = fc.constantFrom(...' \t\n\'"\\$`(){}<>&|;#^%=ab2é');
  fc.assert(
    fc.property(
      fc.string({ unit: char, maxLength: 60 }),
      fc.constantFrom<Syntax>('posix', 'argv', 'cmd', 'powershell'),
      (text, syntax) => {
        let last = 0;
        for (const { start, end } of tokensOf(text, syntax)) {
          assert.ok(start >= last && end > start && end <= text.length);
          last = end;
        }
      },
    ),
    { numRuns: 3000 },
  );
});

/**
 * shell-quote is the oracle for what both mean to do: words, quotes, and `| & ; ( )`. It drops variables, expands
 * globs, takes `#` for a comment anywhere and reads `;&` as bash does, so none of these stand in the text.
 */
test('splits as shell-quote does where both follow the same rules', () => {
  const piece = fc.constantFrom(
    ...['a', 'bc', '-x', '1.2', ' ', '  ', "'d e'", "''", '"f g"', '""', '"h\'i"', "'j\"k'"],
    ...[
      '\\ ',
      "\\'",
      '\\"',
      '&&',
      '||',
      '|',
      '&',
      ';',
      '(',
      ')',
      '"\\""',
      '/p/q',
      '@s/t@1',
      '=',
      ',',
    ],
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
      const text = pieces.join('');
      fc.pre(!/;&|&;|;;|\|&|&\||\|\|\||&&&|<\(/.test(text));
      const oracle = parse(text).map((entry) => {
        if (typeof entry === 'string') return entry;
        return 'op' in entry ? `<${entry.op}>` : '?';
      });
      assert.deepEqual(shown(text), oracle, text);
    }),
    { numRuns: 5000 },
  );
});
