import assert from 'node:assert/strict';
import { test } from 'node:test';
import { atomsBelow, nodeAt, pathOf, propertyOf } from '../../../src/core/config/node.ts';
import { parseToml } from '../../../src/core/config/toml.ts';
import { cpuTime } from '../../cpu-time.ts';
import { lookingWith } from './format-tests.ts';

const { dataIn, errorsIn } = lookingWith(parseToml);

const codex = `# the user's own
model = "o3"

[mcp_servers.github]
command = "npx"
args = ["-y", '@x/y@1.0.0'] # pinned

[mcp_servers.github.env]
TOKEN = "abc"

[mcp_servers.other]
url = "https://example.com"

[mcp_servers.github.tools]
read = true
`;

test('a table is one object with its sub-tables, wherever they stand', () => {
  const { root, errors } = parseToml(codex);
  assert.deepEqual(errors, []);
  assert.deepEqual(dataIn(codex), {
    model: 'o3',
    mcp_servers: {
      github: {
        command: 'npx',
        args: ['-y', '@x/y@1.0.0'],
        env: { TOKEN: 'abc' },
        tools: { read: true },
      },
      other: { url: 'https://example.com' },
    },
  });
  const textAt = (path: readonly string[]): string | undefined => {
    const span = nodeAt(root, path)?.span;
    return span && codex.slice(span.start, span.end);
  };
  assert.equal(textAt(['mcp_servers', 'github', 'env']), '[mcp_servers.github.env]\nTOKEN = "abc"');
  assert.equal(
    textAt(['mcp_servers', 'other']),
    '[mcp_servers.other]\nurl = "https://example.com"',
  );
  // From its first header to the last line of its last sub-table, over what stands between.
  assert.equal(
    textAt(['mcp_servers', 'github']),
    codex.slice(codex.indexOf('[mcp_servers.github]')).trimEnd(),
  );
  const name = propertyOf(nodeAt(root, ['mcp_servers']), 'github')?.keySpan;
  assert.equal(name?.start, codex.indexOf('github'));
});

const read: readonly (readonly [string, string, unknown])[] = [
  ['dotted names', 'a.b.c = 1\na.b."d e" = 2', { a: { b: { c: 1, 'd e': 2 } } }],
  [
    'arrays of tables',
    '[[a]]\nx=1\n[a.b]\ny=2\n[[a]]\n[[a.c]]\nz=3',
    { a: [{ x: 1, b: { y: 2 } }, { c: [{ z: 3 }] }] },
  ],
  ['inline tables', 'a = {b = 1, c.d = [{}], c.e = {}}', { a: { b: 1, c: { d: [{}], e: {} } } }],
  [
    'dates and numbers that JSON has not',
    'a=1979-05-27\nb=07:32:00\nc=1979-05-27 07:32:00Z\nd=nan\ne=-inf',
    { a: '1979-05-27', b: '07:32:00', c: '1979-05-27 07:32:00Z', d: 'nan', e: '-inf' },
  ],
  ['numbers', 'a=0x1F\nb=1_000\nc=1e3\nd=-0.5\ne=0', { a: 31, b: 1000, c: 1000, d: -0.5, e: 0 }],
  [
    'texts of several lines',
    "a=\"\"\"\r\nx\r\ny\\\r\n   z\"\"\"\r\nb='''\n'q''''",
    { a: 'x\nyz', b: "'q'" },
  ],
  ['a BOM', '\ufeffa = 1', { a: 1 }],
  ['nothing', '', {}],
  ['a number at the very end', 'a = 0', { a: 0 }],
  ['super-tables after their sub-tables', '[a.b]\nx=1\n[a]\ny=2', { a: { b: { x: 1 }, y: 2 } }],
];

for (const [name, text, expected] of read) {
  test(name, () => {
    assert.deepEqual(errorsIn(text), []);
    assert.deepEqual(dataIn(text), expected);
  });
}

const server = '[mcp_servers.b]\ncommand = "b"\n';
const b = { command: 'b' };

const halfTyped: readonly (readonly [string, string, unknown, readonly [string, string]])[] = [
  [
    'a value still to be typed',
    `[mcp_servers.a]\ncommand =\nargs = []\n${server}`,
    { a: { args: [] }, b },
    ['Unspecified values are invalid', 'command ='],
  ],
  [
    'a name',
    `[mcp_servers.a]\nargs = []\ncomm\n${server}`,
    { a: { args: [] }, b },
    ['Expected equal (=) token', 'comm'],
  ],
  [
    'a text that is not closed',
    `[mcp_servers.a]\ncommand = "np\nargs = []\n${server}`,
    { a: { args: [] }, b },
    ['Unterminated string constant', 'command = "np'],
  ],
  [
    'a list that is not closed',
    `[mcp_servers.a]\nargs = ["-y",\n  "x" # c\n\n${server}`,
    { a: { args: ['-y', 'x'] }, b },
    ['Unterminated array', '  "x"'],
  ],
  [
    'a list without a comma',
    `[mcp_servers.a]\nargs = ["-y" "x"]\ncommand = "a"\n${server}`,
    { a: { command: 'a' }, b },
    ['Expected comma (,) token', '"'],
  ],
  [
    'braces that are not closed',
    `[mcp_servers.a]\nenv = { A = "x"\n${server}`,
    { a: { env: { A: 'x' } }, b },
    ['Unterminated inline table', 'env = { A = "x"'],
  ],
  [
    'a header that is not closed',
    `[mcp_servers.a\ncommand = "a"\n${server}`,
    { a: { command: 'a' }, b },
    ['Unterminated table-key', '[mcp_servers.a'],
  ],
  [
    'a header that is no header takes what is below it along',
    `[mcp_servers.]\ncommand = "a"\n${server}`,
    { b },
    ['Keys cannot end with a dot', '.'],
  ],
  ['a table twice', `${server}${server}`, { b }, ['Defining a key multiple times is invalid', 'b']],
  [
    'a key twice: the last counts',
    `[mcp_servers.a]\nx = 1\nx = 2\n${server}`,
    { a: { x: 2 }, b },
    ['Defining a key multiple times is invalid', 'x'],
  ],
  [
    'a text of several lines that is not closed',
    `${server}[mcp_servers.a]\nx = """\ny = 2\n`,
    { b, a: { y: 2 } },
    ['Unterminated string constant', 'x = """'],
  ],
];

for (const [name, text, servers, error] of halfTyped) {
  test(`half-typed: ${name}`, () => {
    assert.deepEqual(errorsIn(text), [error]);
    assert.deepEqual(dataIn(text), { mcp_servers: servers });
  });
}

test('a value still to be typed is a property without one', () => {
  const { root } = parseToml('[a]\nb.c =\nd');
  const a = nodeAt(root, ['a']);
  assert.equal(propertyOf(nodeAt(root, ['a', 'b']), 'c')?.value, null);
  assert.equal(propertyOf(a, 'd')?.value, null);
});

test('names like __proto__ are names', () => {
  const { root, errors } = parseToml(
    '__proto__.x = 1\n[constructor]\n"" = 2\n[a.__proto__]\ny = 3',
  );
  assert.deepEqual(errors, []);
  assert.deepEqual([...atomsBelow(root ?? assert.fail())].map(pathOf), [
    ['__proto__', 'x'],
    ['constructor', ''],
    ['a', '__proto__', 'y'],
  ]);
  assert.equal(Object.hasOwn(Object.prototype, 'x'), false);
});

test('hostile: NUL, a lone CR and what no text can hold cost themselves', () => {
  assert.deepEqual(errorsIn('a = "x\0y"\nb = 1'), [
    ['Control characters (codes < 0x1f and 0x7f) are not allowed', '\0'],
  ]);
  assert.deepEqual(dataIn('a = "x\0y"\nb = 1'), { b: 1 });
  assert.deepEqual(dataIn('a = 1\rb = 2\n'), { a: 1, b: 2 });
  assert.equal(errorsIn('a = 1\rb = 2\n').length, 1);
  assert.deepEqual(dataIn(String.raw`a = "\ud800"` + '\nb = 1'), { b: 1 });
});

test('hostile: depth is bounded, of brackets and of names', () => {
  const deep = parseToml(`a = ${'['.repeat(513)}`);
  assert.deepEqual(
    [deep.root, deep.errors.map(({ message }) => message)],
    [null, ['Nested deeper than 512 levels']],
  );
  assert.equal(parseToml(`a = ${'['.repeat(500)}${']'.repeat(500)}`).errors.length, 0);
  for (const text of [
    `a${'.a'.repeat(100_000)} = 1\nb = 1`,
    `[a${'.a'.repeat(100_000)}]\nc = 1\n[b]`,
  ]) {
    const { root, errors } = parseToml(text);
    assert.deepEqual(
      errors.map(({ message }) => message),
      ['Nested deeper than 512 levels'],
    );
    assert.ok(propertyOf(root, 'b') !== undefined);
  }
});

test('hostile: a text as large as may be is read in time that grows with it, whatever is in it', () => {
  const size = 64 * 1024;
  for (const piece of [
    'a',
    '[',
    '[a]\n',
    '"""\n',
    '\\"""\n',
    "'''",
    'x = [\n',
    'x = {',
    '#',
    '\n',
    'a.',
    '[[a]]\n',
    'x = "\n',
    ' ',
    '"a" ',
    '[1,\n',
    'k = """\\"""\n',
  ])
    for (const head of ['', '"""\n', 'x = [\n'])
      assert.ok(
        parseToml(head + piece.repeat(Math.floor(size / piece.length))).errors.length <= 1,
        piece,
      );
  const time = (count: number): number => {
    const text = `x = """\n${'\\"""\n'.repeat(count)}`;
    return cpuTime(() => parseToml(text));
  };
  time(1000);
  assert.ok(time(40_000) < 200 * Math.max(1, time(4000)));
  const large = parseToml(' '.repeat(1024 * 1024 + 1));
  assert.deepEqual(
    [large.root, large.errors[0]?.message],
    [null, 'File is too large to be read: the limit is 1 MB'],
  );
});

test('hostile: a text that is longer than the parser can take is said to be', () => {
  const text = `x = "${'a'.repeat(300_000)}"\ny = 1`;
  const { errors } = parseToml(text);
  assert.deepEqual(errors, [
    {
      message: 'Text or number is too long to be read',
      span: { start: 0, end: text.indexOf('\n') },
    },
  ]);
  assert.deepEqual(dataIn(text), { y: 1 });
});
