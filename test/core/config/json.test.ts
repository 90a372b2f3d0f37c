import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { parseJson } from '../../../src/core/config/json.ts';
import { plain, type ConfigNode, type JsonValue } from '../../../src/core/config/node.ts';
import { corpusSkip } from '../../corpus/corpus-folder.ts';
import { corpusFiles, read, type Data } from './jsonc-oracle.ts';

const corpus = corpusFiles();

interface Row {
  readonly name: string;
  readonly text: string;
  readonly value: JsonValue | undefined;
  /** Each: what the error says, and the text it stands at. */
  readonly errors: readonly (readonly [message: string, at: string])[];
}

const NAME = 'Expected a property name in double quotes';
const VALUE = 'Expected a value: text needs double quotes';
const ROWS: readonly Row[] = [
  {
    name: 'comments, trailing commas and a BOM are no errors',
    text: '\uFEFF// a\n{"a": [1, /* b */ 2,], }',
    value: { a: [1, 2] },
    errors: [],
  },
  {
    name: 'scalars',
    text: '[null, true, false, -1.5e3, "\\u0041\\n\\"é"]',
    value: [null, true, false, -1500, 'A\n"é'],
    errors: [],
  },
  {
    name: 'missing commas',
    text: '{"a": [1 2] "b": 3}',
    value: { a: [1, 2], b: 3 },
    errors: [
      ['Expected a comma', '2'],
      ['Expected a comma', '"b"'],
    ],
  },
  {
    name: 'a value still to be typed at the end',
    text: '{"a": 1, "b": }',
    value: { a: 1 },
    errors: [['Expected a value', '}']],
  },
  {
    name: 'a value still to be typed before the next property',
    text: '{"a":\n"b": {"c": 1}}',
    value: { b: { c: 1 } },
    errors: [['Expected a value', '"b"']],
  },
  {
    name: 'a name without a colon',
    text: '{"a": 1, "b"}',
    value: { a: 1 },
    errors: [['Expected a colon', '}']],
  },
  {
    name: 'a colon is missing before a value',
    text: '{"a" {"b": 1}}',
    value: { a: { b: 1 } },
    errors: [['Expected a colon', '{']],
  },
  {
    name: 'a bare word before a property',
    text: '{"s": { git "a": {"x": [1, 2]}, "b": {} }}',
    value: { s: { a: { x: [1, 2] }, b: {} } },
    errors: [
      [NAME, 'git'],
      ['Expected a comma', '"a"'],
    ],
  },
  {
    name: 'a bare word as a value',
    text: '{"a": tru, "b": foo bar}',
    value: {},
    errors: [
      [VALUE, 'tru'],
      [VALUE, 'foo'],
    ],
  },
  { name: 'names without quotes', text: '{a: 1}', value: { a: 1 }, errors: [[NAME, 'a']] },
  {
    name: 'single quotes',
    text: '{"a": \'x\', "b": 1}',
    value: { b: 1 },
    errors: [[VALUE, "'x'"]],
  },
  {
    name: 'text that is not closed ends with its line',
    text: '{"c": "npx\n"args": ["-y", "foo\n],"env":{}}',
    value: { c: 'npx', args: ['-y', 'foo'], env: {} },
    errors: [
      ['Text is not closed with a double quote', '"npx'],
      ['Expected a comma', '"args"'],
      ['Text is not closed with a double quote', '"foo'],
    ],
  },
  {
    name: 'a missing bracket before the next property',
    text: '{"a": {"args": ["x", "env": {"T": 1}}, "b": {}}',
    value: { a: { args: ['x'], env: { T: 1 } }, b: {} },
    errors: [['Expected a closing bracket', '']],
  },
  {
    name: 'a missing bracket before a brace',
    text: '{"a": {"args": ["x"}, "b": {}}',
    value: { a: { args: ['x'] }, b: {} },
    errors: [['Expected a closing bracket', '']],
  },
  {
    name: 'missing brackets at the end',
    text: '{"a": {"b": [1',
    value: { a: { b: [1] } },
    errors: [
      ['Expected a closing bracket', ''],
      ['Expected a closing brace', ''],
      ['Expected a closing brace', ''],
    ],
  },
  {
    name: 'brackets too many',
    text: '{"a": 1]}}',
    value: { a: 1 },
    errors: [
      ['Unexpected bracket', ']'],
      ['Expected the end of the file', '}'],
    ],
  },
  { name: 'commas too many', text: '[1,,2]', value: [1, 2], errors: [['Expected a value', ',']] },
  { name: 'a comma alone', text: '{,}', value: {}, errors: [[NAME, ',']] },
  { name: 'two values', text: '{} []', value: {}, errors: [['Expected the end of the file', '[']] },
  {
    name: 'a value without a name',
    text: '{ {"a": 1}, "b": 2}',
    value: { b: 2 },
    errors: [[NAME, '{']],
  },
  { name: 'nothing', text: '', value: undefined, errors: [['Expected a value', '']] },
  {
    name: 'comments alone',
    text: '// a',
    value: undefined,
    errors: [['Expected a value', '// a']],
  },
  {
    name: 'a comment that is not closed',
    text: '{} /* a',
    value: {},
    errors: [['Comment is not closed', '/* a']],
  },
  {
    name: 'an unknown escape',
    text: '["a\\q"]',
    value: ['a'],
    errors: [['Unknown escape in text', '"a\\q"']],
  },
  { name: 'no JSON at all', text: 'TOKEN=abc', value: undefined, errors: [[VALUE, 'TOKEN=abc']] },
];

for (const row of ROWS) {
  test(row.name, () => {
    const { root, errors } = parseJson(row.text);
    assert.deepEqual(root === null ? undefined : plain(root), row.value);
    const found = errors.map(({ message, span }) => [
      message,
      row.text.slice(span.start, span.end),
    ]);
    assert.deepEqual(found, row.errors);
  });
}

test('a key that stands twice is there twice, and odd keys are own properties', () => {
  const { root } = parseJson('{"__proto__": {"x": 1}, "constructor": 2, "": 3, "__proto__": 4}');
  assert.ok(root?.kind === 'object');
  assert.deepEqual(
    root.properties.map((p) => p.key),
    ['__proto__', 'constructor', '', '__proto__'],
  );
  assert.deepEqual(Object.entries(plain(root) ?? {}), [
    ['__proto__', 4],
    ['constructor', 2],
    ['', 3],
  ]);
});

test('a property without a value keeps its place', () => {
  const { root } = parseJson('{"a": , "b": 1}');
  assert.ok(root?.kind === 'object');
  assert.deepEqual(
    root.properties.map((p) => [p.key, p.value === null]),
    [
      ['a', true],
      ['b', false],
    ],
  );
});

test('depth: 512 containers are read, 513 are one error', () => {
  assert.deepEqual(parseJson(nested(512)).errors, []);
  const message = 'Nested deeper than 512 levels';
  const expected = { root: null, errors: [{ message, span: { start: 512, end: 513 } }] };
  assert.deepEqual(parseJson(nested(513)), expected);
  assert.deepEqual(parseJson('['.repeat(2_000_000)), expected);
  assert.equal(parseJson('{"a":'.repeat(100_000)).errors[0]?.message, message);
});

test('size: more than 2 MiB is one error', () => {
  const large = parseJson(' '.repeat(4 * 1024 * 1024 - 1) + '{}');
  assert.equal(large.root, null);
  assert.deepEqual(
    large.errors.map((e) => e.message),
    ['File is too large to be read: the limit is 4 MB'],
  );
  assert.notEqual(parseJson(' '.repeat(4 * 1024 * 1024 - 2) + '{}').root, null);
});

test('2 MiB of rubbish are read in linear time, with at most 100 errors', () => {
  for (const piece of [
    '[}',
    '{]',
    '"',
    "'a ",
    '\\',
    ',:',
    '{"a":[',
    '/*',
    '/',
    '{a ',
    '[1:',
    '\u0000 ',
  ]) {
    const start = performance.now();
    const { errors } = parseJson(piece.repeat(Math.floor((2 * 1024 * 1024) / piece.length)));
    assert.ok(errors.length >= 1 && errors.length <= 100, piece);
    assert.ok(performance.now() - start < 3000, `${JSON.stringify(piece)} is slow`);
  }
});

test(
  'every corpus file reads as with jsonc-parser, whole and cut off anywhere',
  { skip: corpusSkip },
  () => {
    assert.ok(corpus.length > 200);
    for (const { path, text } of corpus) {
      compare(text, path);
      const step = Math.max(1, Math.floor(text.length / 20));
      for (let end = step; end < text.length; end += step)
        compare(text.slice(0, end), `${path} to ${end}`);
    }
  },
);

test('damaged text: errors exactly where jsonc-parser has some, and a sound tree', () => {
  const pieces = [
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '"',
    'a',
    '"b"',
    '1',
    ' ',
    '\n',
    '//',
    '/*',
    '*/',
    '\\',
    'true',
    "'",
    '\uFEFF',
  ];
  const texts =
    corpus.length > 0 ? corpus.map((file) => file.text.slice(0, 600)) : ['{"a":[1,{"b":"c"}]}'];
  const damaged = fc
    .tuple(
      fc.constantFrom(...texts),
      fc.nat(),
      fc.nat(6),
      fc.array(fc.constantFrom(...pieces), { maxLength: 3 }),
    )
    .map(([text, at, remove, add]) => {
      const start = at % (text.length + 1);
      return text.slice(0, start) + add.join('') + text.slice(start + remove);
    });
  const soup = fc
    .array(fc.constantFrom(...pieces), { maxLength: 30 })
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(fc.oneof(damaged, soup), (text) => compare(text, text)),
    { numRuns: 8000, seed: 20250 },
  );
});

/** Same verdict as jsonc-parser; same data when sound; a tree whose links and spans hold. */
function compare(text: string, name: string): void {
  const expected = read(text);
  const { root, errors } = parseJson(text);
  assert.equal(errors.length > 0, expected.errors.length > 0, `${name}: ${JSON.stringify(errors)}`);
  for (const { span } of errors) {
    assert.ok(span.start >= 0 && span.start <= span.end && span.end <= text.length, name);
  }
  if (root !== null) sound(root, text, name);
  if (errors.length > 0) return;
  assert.deepEqual(root === null ? undefined : toData(root), expected.data, name);
}

function toData(node: ConfigNode): Data {
  if (node.kind === 'atom') return node.value;
  if (node.kind === 'array') return node.items.map(toData);
  const map = new Map<string, Data>();
  for (const { key, value } of node.properties) if (value !== null) map.set(key, toData(value));
  return map;
}

function sound(node: ConfigNode, text: string, name: string): void {
  assert.ok(node.span.start < node.span.end && node.span.end <= text.length, name);
  let last = node.span.start;
  const visit = (child: ConfigNode, key: string | number): void => {
    assert.equal(child.parent, node, name);
    assert.equal(child.key, key, name);
    assert.ok(
      child.span.start >= last && child.span.end <= node.span.end,
      `${name}: a child outside`,
    );
    last = child.span.end;
    sound(child, text, name);
  };
  if (node.kind === 'array') node.items.forEach(visit);
  if (node.kind !== 'object') return;
  for (const { key, keySpan, value } of node.properties) {
    assert.ok(keySpan.start >= last && keySpan.end <= node.span.end, `${name}: a key outside`);
    last = keySpan.end;
    if (value !== null) visit(value, key);
  }
}

function nested(depth: number): string {
  return '['.repeat(depth) + ']'.repeat(depth);
}
