import assert from 'node:assert/strict';
import { test } from 'node:test';
import { atomsBelow, isString, nodeAt, pathOf, propertyOf } from '../../../src/core/config/node.ts';
import { spanOfSlice } from '../../../src/core/config/slice.ts';
import { parseYaml } from '../../../src/core/config/yaml.ts';
import { cpuTime } from '../../cpu-time.ts';
import { lookingWith } from './format-tests.ts';

const { dataIn, errorsIn } = lookingWith(parseYaml);

const continueFile = `name: my agent # the user's own
mcpServers:
  - name: github
    command: npx
    args:
      - "-y"
      - '@x/y@1.0.0' # pinned
    env:
      TOKEN: abc
  - name: other
    url: https://example.com
`;

test('names, lists and texts stand where they say', () => {
  const { root, errors } = parseYaml(continueFile);
  assert.deepEqual(errors, []);
  const textAt = (...path: (string | number)[]): string | undefined => {
    const span = nodeAt(root, path)?.span;
    return span && continueFile.slice(span.start, span.end);
  };
  assert.equal(textAt('mcpServers', 0, 'args', 1), "'@x/y@1.0.0'");
  assert.equal(textAt('mcpServers', 0, 'env'), 'TOKEN: abc');
  assert.equal(textAt('mcpServers', 1), 'name: other\n    url: https://example.com');
  const key = propertyOf(nodeAt(root, ['mcpServers', 0]), 'command')?.keySpan;
  assert.equal(continueFile.slice(key?.start, key?.end), 'command');
});

const read: readonly (readonly [string, string, unknown])[] = [
  [
    'texts and numbers of the core schema',
    'a: yes\nb: on\nc: 0o17\nd: 1_000\ne: 2001-12-14\nf: ~\ng:\nh: .inf\ni: !!str 12',
    { a: 'yes', b: 'on', c: 15, d: '1_000', e: '2001-12-14', f: null, g: null, h: '.inf', i: '12' },
  ],
  [
    'blocks of text',
    'a: |\n  one\n  two\nb: >-\n  one\n  two\nc: |+\n  x\n\nd: |2\n    y\n',
    { a: 'one\ntwo\n', b: 'one two', c: 'x\n\n', d: '  y\n' },
  ],
  [
    'lists at the column of their name',
    'a:\n- 1\n- - 2\n  - b: 3\n    c: 4\n',
    { a: [1, [2, { b: 3, c: 4 }]] },
  ],
  ['brackets', 'a: {b: [1, "c d"], "e":2, f}', { a: { b: [1, 'c d'], e: 2, f: null } }],
  [
    'names that are no text',
    '1: a\ntrue: b\n? [x, y]\n: c\n',
    { 1: 'a', true: 'b', '[x, y]': 'c' },
  ],
  ['an alias', 'a: &x {b: 1}\nc: *x\nd: [*x]', { a: { b: 1 }, c: { b: 1 }, d: [{ b: 1 }] }],
  [
    'an alias means the last anchor of its name before it',
    'a: &x 1\nb: *x\nc: &x 2\nd: *x',
    { a: 1, b: 1, c: 2, d: 2 },
  ],
  [
    'a merge: what stands there itself counts for more',
    'a: &x {b: 1, c: 2}\nd:\n  c: 3\n  <<: *x',
    { a: { b: 1, c: 2 }, d: { b: 1, c: 3 } },
  ],
  [
    'several merges: the first counts for more',
    'a: &x {b: 1}\nc: &y {b: 2, d: 3}\ne: {<<: [*x, *y]}',
    { a: { b: 1 }, c: { b: 2, d: 3 }, e: { b: 1, d: 3 } },
  ],
  ['a quoted << is a name', 'a: {"<<": {b: 1}}', { a: { '<<': { b: 1 } } }],
  ['a tag that nobody knows', 'a: !secret x\nb: !Ref {c: 1}', { a: 'x', b: { c: 1 } }],
  [
    'names like __proto__',
    '__proto__: {x: 1}\nconstructor: 2\na: {__proto__: 3}',
    JSON.parse('{"__proto__":{"x":1},"constructor":2,"a":{"__proto__":3}}'),
  ],
  ['a BOM and line ends of Windows', '\ufeffa: |\r\n  x\r\n  y\r\nb: 1\r\n', { a: 'x\ny\n', b: 1 }],
  ['nothing, or comments alone', '# only\n', {}],
];

for (const [name, text, expected] of read) {
  test(name, () => {
    assert.deepEqual(errorsIn(text), []);
    assert.deepEqual(dataIn(text), expected);
  });
}

const slices: readonly (readonly [string, string, string])[] = [
  ['plain', 'a: x tok y', 'tok'],
  ['double quotes', String.raw`a: "\x41\u0042 \"tok\" y"`, 'tok'],
  ['single quotes', "a: 'it''s tok'", 'tok'],
  ['a block of text', 'a: |\n    one\n\n      two tok\n    three\n', 'tok'],
  ['a block of text with the line ends of Windows', 'a: |-\r\n  one\r\n  tok', 'tok'],
];

for (const [name, text, part] of slices) {
  test(`a part of a text stands where it is: ${name}`, () => {
    const atom = nodeAt(parseYaml(text).root, ['a']);
    assert.ok(isString(atom));
    const start = atom.value.indexOf(part);
    const span = spanOfSlice(text, { atom, start, end: start + part.length });
    assert.equal(text.slice(span.start, span.end), part);
  });
}

test('a part of a text that is folded is the whole of it', () => {
  for (const text of ['a: >\n  one\n  two\n', 'a: one\n  two', 'a: "one\n  two"']) {
    const atom = nodeAt(parseYaml(text).root, ['a']);
    assert.ok(isString(atom));
    assert.equal(atom.offsets, null);
    assert.deepEqual(spanOfSlice(text, { atom, start: 1, end: 2 }), atom.span);
  }
});

const broken: readonly (readonly [
  string,
  string,
  unknown,
  readonly (readonly [string, string])[],
])[] = [
  [
    'a list that is not closed',
    'a:\n  args: [-y, "x",\n',
    { a: { args: ['-y', 'x'] } },
    [['Indentation does not fit what is around it', '']],
  ],
  [
    'a name that stands twice: the last counts',
    'a: 1\nb: 2\na: 3',
    { a: 3, b: 2 },
    [['Name stands twice', 'a']],
  ],
  [
    'a second document',
    'a: 1\n---\nb: 2\n---\nc: 3\n',
    { a: 1 },
    [['Only the first document of a file is read', '---']],
  ],
  [
    'an alias of nothing',
    'a: *x\nb: 1',
    { a: null, b: 1 },
    [['Alias of an anchor that does not stand before it', '*x']],
  ],
  ['tabs', 'a:\n\tb: 1\n', { a: null, b: 1 }, [['Tabs cannot indent', '\t']]],
  [
    'an alias inside of what it stands for',
    'a: &x [1, *x]\nb: 2',
    { a: [1, [1, null]], b: 2 },
    [['Alias stands inside of what it stands for', '*x']],
  ],
];

for (const [name, text, data, errors] of broken) {
  test(`wrong: ${name}`, () => {
    assert.deepEqual(errorsIn(text), errors);
    assert.deepEqual(dataIn(text), data);
  });
}

test('messages show no piece of the text', () => {
  for (const text of [
    'a: b\n  ghp_tokentoken: "x',
    'a: "x" ghp_tokentoken\n',
    '*ghp_tokentoken',
    '%ghp_tokentoken\n--- a',
    '"\\ghp_tokentoken"',
  ])
    for (const [message] of errorsIn(text)) assert.doesNotMatch(message, /ghp/, text);
});

function laughs(levels: number): string {
  const rows = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
  for (let i = 1; i < levels; i++)
    rows.push(`a${i}: &a${i} [${Array.from({ length: 10 }, () => `*a${i - 1}`).join(', ')}]`);
  return rows.join('\n');
}

test('hostile: a billion laughs are twenty thousand, and one error', () => {
  const text = `${laughs(30)}\nlast: 1`;
  const { root, errors } = parseYaml(text);
  assert.deepEqual(
    errors.map(({ message }) => message),
    ['Aliases stand for more than 20,000 values'],
  );
  assert.ok(root !== null && [...atomsBelow(root)].length < 25_000);
  assert.deepEqual(nodeAt(root, ['last'])?.kind, 'atom');
});

test('hostile: merges of merges of merges end too', () => {
  const rows = ['a0: &a0 {x: 1}'];
  for (let i = 1; i < 40; i++)
    rows.push(
      `a${i}: &a${i} {<<: [${Array.from({ length: 10 }, () => `*a${i - 1}`).join(', ')}], y${i}: 1}`,
    );
  rows.push('b: &b', '  <<: *b', '  c: 1');
  const { root } = parseYaml(rows.join('\n'));
  assert.deepEqual([...atomsBelow(nodeAt(root, ['b']) ?? assert.fail())].map(pathOf), [['b', 'c']]);
});

test('hostile: depth is bounded', () => {
  for (const text of [
    '['.repeat(50_000),
    '{a: '.repeat(20_000),
    '- '.repeat(50_000),
    '? '.repeat(50_000),
    `a: ${'&x ['.repeat(5000)}`,
  ]) {
    const { errors } = parseYaml(text);
    assert.ok(errors.length > 0 && errors.length <= 100, text.slice(0, 4));
  }
  const deep = parseYaml(`${'['.repeat(400)}${']'.repeat(400)}`);
  assert.deepEqual(deep.errors, []);
});

test('hostile: NUL, a lone CR and half a character are read', () => {
  assert.deepEqual(dataIn('a: "x\0y"\nb: 1'), { a: 'x\0y', b: 1 });
  assert.deepEqual(dataIn('a: x\ry\nb: 1'), { a: 'x\ry', b: 1 });
  assert.deepEqual(dataIn('a: "\ud800"\nb: 1'), { a: '\ud800', b: 1 });
});

test('hostile: a text as large as may be is read in time that grows with it, whatever is in it', () => {
  const time = (size: number, piece: string): number => {
    const text = piece.repeat(Math.floor(size / piece.length));
    return cpuTime(() => parseYaml(text));
  };
  for (const piece of [
    'a: 1\n',
    '- ',
    '[',
    '{a: ',
    '"',
    "'\n",
    '#\n',
    '&a ',
    '*a\n',
    '---\n',
    'a: |\n',
    '? ',
    ', ',
    'k: &a 1\n',
    'k: *a\n',
    '\n',
  ]) {
    time(4096, piece);
    assert.ok(time(64 * 1024, piece) < 200 * Math.max(2, time(4096, piece)), piece);
  }
  const large = parseYaml(' '.repeat(256 * 1024 + 1));
  assert.deepEqual(
    [large.root, large.errors[0]?.message],
    [null, 'File is too large to be read: the limit is 256 KB'],
  );
});
