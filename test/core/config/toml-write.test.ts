import { parseToml } from '../../../src/core/config/toml.ts';
import { lowerToml } from '../../../src/core/config/toml-write.ts';
import { append, insert, remove, rename, set, testRows, type Row } from './format-tests.ts';

const x = ['mcp_servers', 'x'];
const server = '[mcp_servers.x]\ncommand = "npx"\nargs = ["-y", "p"]\n';

const rows: readonly Row[] = [
  {
    name: 'a basic string keeps its escapes, and takes new ones',
    before: String.raw`a = "\u0041 x" # c`,
    ops: [set(['a'], 'A "y"')],
    after: String.raw`a = "\u0041 \"y\"" # c`,
  },
  {
    name: 'a literal string stays one',
    before: "a = 'x\\y'",
    ops: [set(['a'], 'x\\z')],
    after: "a = 'x\\z'",
  },
  {
    name: 'a literal string that no longer can be one',
    before: "a = 'x\\y'",
    ops: [set(['a'], "x\\'")],
    after: 'a = "x\\\\\'"',
  },
  {
    name: 'a text of several lines',
    before: 'a = """\r\none\r\ntwo"""\r\n',
    ops: [set(['a'], 'one\nthree')],
    after: 'a = """\r\none\r\nthree"""\r\n',
  },
  {
    name: 'a date becomes a text',
    before: 'a = 1979-05-27',
    ops: [set(['a'], 'x')],
    after: 'a = "x"',
  },
  {
    name: 'another kind of value',
    before: 'a = "x" # c\n',
    ops: [set(['a'], [1, true, 'y'])],
    after: 'a = [1, true, "y"] # c\n',
  },
  {
    name: 'comments in a list that is replaced go above it',
    before: '  a = [ # one\n    1, # two\n  ] # three\n',
    ops: [set(['a'], 'x')],
    after: '  # one\n  # two\n  a = "x" # three\n',
  },
  {
    name: 'one argument more',
    before: server,
    ops: [append([...x, 'args'], 'q')],
    after: server.replace('"p"]', '"p", "q"]'),
  },
  {
    name: 'an argument on a line of its own',
    before: 'args = [\r\n\t"-y", # yes\r\n\t"p",\r\n]\r\n',
    ops: [insert(['args', 1], 'q'), append(['args'], 'r')],
    after: 'args = [\r\n\t"-y", # yes\r\n\t"q",\r\n\t"p",\r\n\t"r",\r\n]\r\n',
  },
  {
    name: 'an argument goes, its comment stays',
    before: 'args = [\n  "-y", # yes\n  "p"\n]',
    ops: [remove('args', 0)],
    after: 'args = [\n  # yes\n  "p"\n]',
  },
  {
    name: 'a missing env stands in braces where no other does otherwise',
    before: server,
    ops: [set([...x, 'env', 'A'], 'b')],
    after: `${server}env = { A = "b" }\n`,
  },
  {
    name: 'a missing env is a table where others are',
    before: `${server}\n[mcp_servers.y.env]\nB = "c"\n`,
    ops: [set([...x, 'env', 'A'], 'b')],
    after: `${server}\n[mcp_servers.x.env]\nA = "b"\n\n[mcp_servers.y.env]\nB = "c"\n`,
  },
  {
    name: 'a missing env has dots where others have',
    before: `${server}[mcp_servers.y]\nenv.B = "c"`,
    ops: [set([...x, 'env', 'A'], 'b')],
    after: `${server}env.A = "b"\n[mcp_servers.y]\nenv.B = "c"`,
  },
  {
    name: 'a new variable, in each of the three ways',
    before: '[a.env]\nA=1\n# c\n\n[b]\nenv = {A = 1}\n[c]\nenv.A = 1\nz = 2',
    ops: [set(['a', 'env', 'N'], 'x'), set(['b', 'env', 'N'], 'x'), set(['c', 'env', 'N'], 'x')],
    after:
      '[a.env]\nA=1\nN="x"\n# c\n\n[b]\nenv = {A = 1, N = "x"}\n[c]\nenv.A = 1\nenv.N = "x"\nz = 2',
  },
  {
    name: 'a new server is a table like the others, at the end of a file without a last line break',
    before: '[mcp_servers.y]\ncommand = "y"',
    ops: [set(x, { command: 'npx', args: [], env: { A: 'b' } })],
    after:
      '[mcp_servers.y]\ncommand = "y"\n\n[mcp_servers.x]\ncommand = "npx"\nargs = []\nenv = { A = "b" }',
  },
  {
    name: 'names that need quotes',
    before: '[a]\n',
    ops: [set(['a', 'b c'], 1), set(['a', 'é'], { 'd.e': 2 })],
    after: '[a]\n"b c" = 1\n"é" = { "d.e" = 2 }\n',
  },
  {
    name: 'a setting of the whole file comes before its tables',
    before: `${server}`,
    ops: [set(['model'], 'o3')],
    after: `model = "o3"\n\n${server}`,
  },
  { name: 'an empty file', before: '', ops: [set(['a'], 1)], after: 'a = 1\n' },
  { name: 'a file of a comment', before: '# c', ops: [set(['a'], 1)], after: '# c\na = 1' },
  {
    name: 'a table goes with its sub-tables, its comments stay',
    before: `# top\n\n${server}# in it\n[mcp_servers.x.env]\nA = "b" # beside\n\n[mcp_servers.y]\nz = 1\n`,
    ops: [remove(...x)],
    after: '# top\n\n# in it\n# beside\n\n[mcp_servers.y]\nz = 1\n',
  },
  {
    name: 'the last table goes',
    before: `a = 1\n\n${server}`,
    ops: [remove('mcp_servers')],
    after: 'a = 1\n',
  },
  {
    name: 'the last table goes, without a last line break',
    before: `a = 1\r\n\r\n${server.trimEnd()}`,
    ops: [remove('mcp_servers')],
    after: 'a = 1',
  },
  {
    name: 'what stands between two blank lines',
    before: 'a = 1\n\nb = 2\n\nc = 3\n',
    ops: [remove('b')],
    after: 'a = 1\n\nc = 3\n',
  },
  {
    name: 'an assignment over several lines, with comments',
    before: 'a = 1\nb = [ # one\n  2, # two\n] # three\nc = 3\n',
    ops: [remove('b')],
    after: 'a = 1\n# one\n# two\n# three\nc = 3\n',
  },
  {
    name: 'the last of a table that only names with dots make',
    before: '[a]\nenv.A = 1\nb = 2\n',
    ops: [remove('a', 'env', 'A')],
    after: '[a]\nb = 2\nenv = {}\n',
  },
  {
    name: 'the last server',
    before: `a = 1\n\n${server}`,
    ops: [remove(...x)],
    after: 'a = 1\n\n[mcp_servers]\n',
  },
  {
    name: 'a table has another name in all its headers',
    before: '[a.b]\nx = 1\n[c]\n[a.b.d]\ny = 2\n',
    ops: [rename(['a', 'b'], 'new name')],
    after: '[a."new name"]\nx = 1\n[c]\n[a."new name".d]\ny = 2\n',
  },
  {
    name: 'arrays of tables',
    before: '[[a]]\nx = 1\n\n[[a]]\nx = 2\n[a.b]\ny = 3\n\n[c]\n',
    ops: [remove('a', 0), insert(['a', 1], { x: 5 }), append(['a'], { x: 4 })],
    after: '[[a]]\nx = 5\n\n[[a]]\nx = 2\n[a.b]\ny = 3\n\n[[a]]\nx = 4\n\n[c]\n',
  },
  {
    name: 'a table that only its sub-tables speak of',
    before: '[a.b]\nx = 1\n',
    ops: [set(['a', 'y'], 2)],
    after: '[a.b]\nx = 1\n\n[a]\ny = 2\n',
  },
  {
    name: 'a table becomes a value',
    before: 'z = 0\n[a]\nx = 1\n',
    ops: [set(['a'], 'y')],
    after: 'z = 0\na = "y"\n',
  },
  {
    name: 'half-typed elsewhere',
    before: `[mcp_servers.w]\ncommand = \n${server}`,
    ops: [set([...x, 'command'], 'node')],
    after: `[mcp_servers.w]\ncommand = \n${server.replace('npx', 'node')}`,
  },
  { name: 'a BOM', before: '\ufeffa = 1', ops: [set(['b'], 2)], after: '\ufeffa = 1\nb = 2' },
  {
    name: 'a whole number that is too large for one',
    before: 'a = 1',
    ops: [set(['a'], 1e20)],
    after: 'a = 100000000000000000000.0',
  },
  { name: 'refused: null', before: 'a = 1', ops: [set(['a'], null)], after: null },
  {
    name: 'refused: null in something',
    before: 'a = 1',
    ops: [set(['b'], { c: [null] })],
    after: null,
  },
  { name: 'refused: half a character', before: 'a = 1', ops: [set(['a'], '\ud800')], after: null },
  { name: 'refused: a value still to be typed', before: 'a =', ops: [set(['a'], 1)], after: null },
  {
    name: 'refused: a value in an array of tables',
    before: '[[a]]',
    ops: [append(['a'], 1)],
    after: null,
  },
  { name: 'refused: through a value', before: 'a = 1', ops: [set(['a', 'b'], 1)], after: null },
  { name: 'refused: no such item', before: 'a = []', ops: [remove('a', 0)], after: null },
  {
    name: 'a key that stands twice',
    before: 'a = 1\na = 2',
    ops: [rename(['a'], 'b')],
    after: 'b = 1\nb = 2',
  },
];

testRows({ parse: parseToml, lower: lowerToml }, rows);
