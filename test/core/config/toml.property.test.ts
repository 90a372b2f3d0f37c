import assert from 'node:assert/strict';
import { isString, pathOf, type Atom } from '../../../src/core/config/node.ts';
import { spanOfSlice } from '../../../src/core/config/slice.ts';
import { parseToml } from '../../../src/core/config/toml.ts';
import { lowerToml } from '../../../src/core/config/toml-write.ts';
import { testLaws } from './format-tests.ts';
import { sameData, type Data } from './jsonc-oracle.ts';
import { readSmol, someToml, tomlComments } from './toml-documents.ts';

/** The oracles are smol-toml for data, and the parser's own list for comments. */
testLaws({
  parse: parseToml,
  lower: lowerToml,
  oracle: { name: 'smol-toml', read: readSmol, comments: tomlComments },
  some: someToml,
  standsWhereItSays,
  // Refused: null, lone surrogates, what would replace or empty a table as a whole.
  refused: 0.35,
  // Where nothing is left of the file there is no last line to look like.
  keepsEnding: (before, wanted) =>
    [...topOf(before)].some(([key, item]) => sameData(item, topOf(wanted).get(key))),
  damages: [
    '',
    '"',
    "'",
    '"""',
    ',',
    ']',
    '[',
    '{',
    '}',
    '=',
    '.',
    '#',
    '\n',
    '[x',
    'a=',
    '\0',
    '\r',
  ],
  mostErrors: 1,
  anyText: {
    pieces: [
      '[',
      ']',
      '{',
      '}',
      '"',
      "'",
      '"""',
      "'''",
      '=',
      '.',
      ',',
      '#',
      '\n',
      '\r',
      '\r\n',
      ' ',
      'a',
      'b.c',
      '1',
      '\\',
      '\0',
      '\ud800',
      '\ufeff',
      '__proto__',
    ],
    maxLength: 60,
    numRuns: 20_000,
  },
});

/** What stands at the span, read again, is the value, and each of its parts stands where its slice says. */
function standsWhereItSays(text: string, atom: Atom): void {
  const literal = text.slice(atom.span.start, atom.span.end);
  const again = readSmol(`x = ${literal}`);
  assert.ok(again instanceof Map);
  assert.deepEqual(again.get('x'), atom.value, `${literal} at ${pathOf(atom).join('/')}`);
  if (!isString(atom)) return;
  const { value } = atom;
  assert.notEqual(atom.offsets, null, literal);
  for (let at = 0; at < value.length; at++) {
    const { start, end } = spanOfSlice(text, { atom, start: at, end: at + 1 });
    assert.ok(atom.span.start < start && start <= end && end < atom.span.end, literal);
    const source = text.slice(start, end).replace(/^\\\r?\n\s*/, '');
    const unit = value.charAt(at);
    if (!/^(?:\\|\r\n|$|[\ud800-\udfff])/.test(source))
      assert.equal(source.replace(/\\\r?\n\s*$/, ''), unit, literal);
  }
}

function topOf(data: Data): ReadonlyMap<string, Data> {
  assert.ok(data instanceof Map);
  return data;
}
