import assert from 'node:assert/strict';
import { isString, pathOf, type Atom } from '../../../src/core/config/node.ts';
import { spanOfSlice } from '../../../src/core/config/slice.ts';
import { parseYaml } from '../../../src/core/config/yaml.ts';
import { lowerYaml } from '../../../src/core/config/yaml-write.ts';
import { testLaws } from './format-tests.ts';
import { readOracle, someYaml, yamlComments } from './yaml-documents.ts';

/** Which documents have anchors: one of so many. */
const withAnchors = { read: 2, fix: 8, damage: 1 };

/** The oracles are the package's own reading for data, and its lexer for comments. */
testLaws({
  parse: parseYaml,
  lower: lowerYaml,
  oracle: { name: 'the package', read: readOracle, comments: yamlComments },
  some: (random, law, round) => someYaml(random, round % withAnchors[law] === 0),
  standsWhereItSays,
  // Refused: what aliases stand for, comments that would have no line, what would leave nothing of the file.
  refused: 0.2,
  keepsEnding: () => true,
  damages: [
    '',
    '"',
    "'",
    ',',
    ']',
    '[',
    '{',
    '}',
    ':',
    '- ',
    '? ',
    '&a',
    '*a',
    '!t',
    '#',
    '\n',
    '\t',
    '|',
    '\0',
    '\r',
    '---\n',
  ],
  mostErrors: null,
  anyText: {
    pieces: [
      '[',
      ']',
      '{',
      '}',
      '"',
      "'",
      ':',
      ': ',
      '- ',
      '? ',
      ',',
      '#',
      '\n',
      '\r',
      '\r\n',
      ' ',
      '  ',
      '\t',
      'a',
      'b: c\n',
      '1',
      '\\',
      '\0',
      '\ud800',
      '\ufeff',
      '__proto__: ',
      '&a ',
      '*a',
      '<<: ',
      '!x ',
      '!!str ',
      '|\n',
      '>\n',
      '---\n',
      '...\n',
      '%YAML 1.1\n',
      '~',
      '@',
      '`',
    ],
    maxLength: 40,
    numRuns: 5000,
  },
});

/** What stands at the span, read again, is the value, and each of its parts stands where its slice says. */
function standsWhereItSays(text: string, atom: Atom): void {
  const { span, value } = atom;
  const literal = text.slice(span.start, span.end);
  const again = readOracle(/^[|>]/.test(literal) ? `${literal}\n` : literal);
  assert.deepEqual(again, value, `${literal} at ${pathOf(atom).join('/')}`);
  if (!isString(atom) || atom.offsets === null || value === '') return;
  for (let at = 0; at < atom.value.length; at++) {
    const { start, end } = spanOfSlice(text, { atom, start: at, end: at + 1 });
    assert.ok(span.start <= start && start <= end && end <= span.end, literal);
    const source = text.slice(start, end);
    const unit = atom.value.charAt(at);
    if (unit !== '\n' && !/^(?:\\|''|[\ud800-\udfff])/.test(source))
      assert.equal(source, unit, literal);
  }
}
