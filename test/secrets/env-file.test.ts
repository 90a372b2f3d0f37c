import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { variablesIn } from '../../src/secrets/env-file.ts';

suite('a file of variables', () => {
  test('is read as VS Code reads it', () => {
    const text = [
      '\uFEFFA=1',
      'export B = two words # comment',
      'C: colon',
      `D='single # kept'`,
      'E="a\\nb\\r" # c',
      'F=`back`',
      'G=',
      '# H=1',
      'no variable',
      '"quoted=name"=v',
      'A=last',
      'I="open',
      "J=it's",
      '=none',
      '__proto__=x',
    ].join('\r\n');
    assert.deepEqual(
      [...variablesIn(text)],
      [
        ['A', 'last'],
        ['B', 'two words'],
        ['C', 'colon'],
        ['D', 'single # kept'],
        ['E', 'a\nb\r'],
        ['F', 'back'],
        ['G', ''],
        ['"quoted=name"', 'v'],
        ['I', '"open'],
        ['J', "it's"],
        ['__proto__', 'x'],
      ],
    );
  });

  test('gives back what was written in double quotes', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[A-Z_][A-Z0-9_]{0,8}$/),
        fc.string().filter((value) => !/["\\\r\n]/.test(value)),
        (name, value) => {
          assert.deepEqual([...variablesIn(`X=1\n${name}="${value}"\n`)].at(-1), [name, value]);
        },
      ),
    );
  });

  test('never throws', () => {
    fc.assert(fc.property(fc.string(), (text) => variablesIn(text).size <= text.length));
  });
});
