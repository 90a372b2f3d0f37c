import { parseYaml } from '../../../src/core/config/yaml.ts';
import { lowerYaml } from '../../../src/core/config/yaml-write.ts';
import { append, insert, remove, rename, set, testRows, type Row } from './format-tests.ts';

const server = `mcpServers:
  - name: x # the one
    command: npx
    args:
      - -y
      - p # pinned
`;
const at = ['mcpServers', 0];

const rows: readonly Row[] = [
  {
    name: 'a plain text',
    before: 'a: x@latest # c\n',
    ops: [set(['a'], 'x@1.0.0')],
    after: 'a: x@1.0.0 # c\n',
  },
  {
    name: 'a plain text that needs quotes now',
    before: 'a: x',
    ops: [set(['a'], '{x: y}')],
    after: 'a: "{x: y}"',
  },
  {
    name: 'quotes stay what they are',
    before: String.raw`a: 'it''s x'` + '\n' + String.raw`b: "\x41 x"`,
    ops: [set(['a'], "it's 'y'"), set(['b'], 'A "y"')],
    after: String.raw`a: 'it''s ''y'''` + '\n' + String.raw`b: "\x41 \"y\""`,
  },
  {
    name: 'a text that reads as something else elsewhere',
    before: 'a: x\nb: [x]',
    ops: [set(['a'], 'yes'), set(['b', 0], '12')],
    after: 'a: "yes"\nb: ["12"]',
  },
  {
    name: 'one line of a block of text',
    before: 'a: |\n  one\n  two\n',
    ops: [set(['a'], 'one\nthree\n')],
    after: 'a: |\n  one\n  three\n',
  },
  {
    name: 'a block of text becomes another',
    before: 'a: >\n  one\n  two\nb: 1\n',
    ops: [set(['a'], 'x')],
    after: 'a: "x"\nb: 1\n',
  },
  {
    name: 'a block of text loses the line break at its end, and with it its lines',
    before: 'a:\n- |\n  {"b": "c"}\n- |+ # d\n  e f\n\n- 1\n',
    ops: [set(['a', 0], '{c}'), set(['a', 1], 'e')],
    after: 'a:\n- "{c}"\n- "e" # d\n- 1\n',
  },
  {
    name: 'the first items of an empty list, as other lists stand',
    before: 'a:\n  - b\nc: []\nd: {e: []}\n',
    ops: [append(['c'], 'x'), append(['c'], 'w'), append(['d', 'e'], 'z')],
    after: 'a:\n  - b\nc:\n  - x\n  - w\nd: {e: [z]}\n',
  },
  {
    name: 'one item more',
    before: server,
    ops: [append([...at, 'args'], '{secret:q}')],
    after: `${server}      - "{secret:q}"\n`,
  },
  {
    name: 'items before others',
    before: server,
    ops: [insert([...at, 'args', 0], '--env'), insert([...at, 'args', 0], 'A=b')],
    after: server.replace('      - -y', '      - --env\n      - A=b\n      - -y'),
  },
  {
    name: 'a list at the column of its name, with the line ends of Windows',
    before: 'args:\r\n- a\r\n- b',
    ops: [append(['args'], 'c'), remove('args', 0)],
    after: 'args:\r\n- b\r\n- c',
  },
  {
    name: 'an item goes, its comment stays',
    before: server,
    ops: [remove(...at, 'args', 1)],
    after: server.replace('- p # pinned', '# pinned'),
  },
  {
    name: 'the first line of an item goes',
    before: server.replace(' # the one', ''),
    ops: [remove(...at, 'name')],
    after: server.replace('- name: x # the one\n    command', '- command'),
  },
  {
    name: 'refused: the same with a comment that has no line',
    before: server,
    ops: [remove(...at, 'name')],
    after: null,
  },
  {
    name: 'all items go',
    before: server,
    ops: [remove(...at, 'args', 0), remove(...at, 'args', 1)],
    after: server.replace(/args:[^]*$/, 'args: [] # pinned\n'),
  },
  {
    name: 'a missing env stands in lines',
    before: server,
    ops: [set([...at, 'env', 'A'], 'b: c')],
    after: `${server}    env:\n      A: "b: c"\n`,
  },
  {
    name: 'a missing env stands in braces where others do',
    before: `${server}  - {name: y, env: {B: c}}\n`,
    ops: [set([...at, 'env', 'A'], 'b')],
    after: `${server}    env: { A: b }\n  - {name: y, env: {B: c}}\n`,
  },
  {
    name: 'a missing list',
    before: 'a:\n    b: 1\n',
    ops: [append(['a', 'c'], 'x'), append(['a', 'c'], { d: [1], e: {} })],
    after: 'a:\n    b: 1\n    c:\n        - x\n        - d:\n              - 1\n          e: {}\n',
  },
  {
    name: 'a new item of several names',
    before: 'a:\n  - b: 1\n    c: 2\n',
    ops: [append(['a'], { b: 3, c: ['x'] })],
    after: 'a:\n  - b: 1\n    c: 2\n  - b: 3\n    c:\n      - x\n',
  },
  {
    name: 'braces',
    before: 'a: {b: 1, c: [x, "y"]} # z\n',
    ops: [set(['a', 'd'], 'e, f'), append(['a', 'c'], 'g'), remove('a', 'b')],
    after: 'a: {c: [x, "y", g], d: "e, f"} # z\n',
  },
  {
    name: 'braces without blanks',
    before: 'a: {"b":1}',
    ops: [set(['a', 'd'], 2)],
    after: 'a: {"b":1, d: 2}',
  },
  {
    name: 'an entry goes with its lines, its comments stay',
    before: 'a: 1\n\nb: # one\n  # two\n  c: 2 # three\n\nd: 3\n',
    ops: [remove('b')],
    after: 'a: 1\n\n# one\n# two\n# three\n\nd: 3\n',
  },
  {
    name: 'the last entry, without a last line break',
    before: 'a: 1\nb: 2',
    ops: [remove('b')],
    after: 'a: 1',
  },
  {
    name: 'a name',
    before: 'a: &x\n  b: 1\nc: {d: 2}',
    ops: [rename(['a', 'b'], 'yes'), rename(['c', 'd'], 'e, f')],
    after: 'a: &x\n  "yes": 1\nc: {"e, f": 2}',
  },
  {
    name: 'an empty value',
    before: 'a:\nb: # c\n',
    ops: [set(['a'], 'x'), set(['b'], ['z'])],
    after: 'a: x\nb:\n  - z # c\n',
  },
  {
    name: 'a collection becomes a text',
    before: 'a:\n  # c\n  - x\nb: 1\n',
    ops: [set(['a'], 'z')],
    after: '# c\na: z\nb: 1\n',
  },
  { name: 'an empty file', before: '', ops: [set(['a'], 1)], after: 'a: 1\n' },
  { name: 'a file of a comment', before: '# c', ops: [set(['a'], [1])], after: '# c\na:\n  - 1' },
  { name: 'the last entry of all', before: 'a: 1\n', ops: [remove('a')], after: '{}\n' },
  {
    name: 'beside an anchor',
    before: 'a: &x {b: 1}\nc: *x\nd: 2\n',
    ops: [set(['d'], 3), set(['e'], 4)],
    after: 'a: &x {b: 1}\nc: *x\nd: 3\ne: 4\n',
  },
  {
    name: 'an alias goes',
    before: 'a: &x {b: 1}\nc: *x\nd: 2\n',
    ops: [remove('c')],
    after: 'a: &x {b: 1}\nd: 2\n',
  },
  {
    name: 'more beside a merge',
    before: 'a: &x {b: 1}\nc:\n  <<: *x\n  d: 2\n',
    ops: [set(['c', 'e'], 3)],
    after: 'a: &x {b: 1}\nc:\n  <<: *x\n  d: 2\n  e: 3\n',
  },
  {
    name: 'a second document stays',
    before: 'a: 1\n---\nb: 2\n',
    ops: [set(['a'], 2), set(['c'], 3)],
    after: 'a: 2\nc: 3\n---\nb: 2\n',
  },
  {
    name: 'null',
    before: 'a: 1\nb: [1]',
    ops: [set(['a'], null), append(['b'], null)],
    after: 'a: null\nb: [1, null]',
  },
  {
    name: 'refused: through an alias',
    before: 'a: &x {b: 1}\nc: *x',
    ops: [set(['c', 'b'], 2)],
    after: null,
  },
  {
    name: 'refused: what an alias stands for',
    before: 'a: &x {b: 1}\nc: *x',
    ops: [set(['a', 'b'], 2)],
    after: null,
  },
  {
    name: 'refused: below what an alias stands for',
    before: 'a: &x {b: {d: 1}}\nc: *x',
    ops: [set(['a', 'b', 'e'], 2)],
    after: null,
  },
  ...['', '\nd: 3\n', '\n\n# e\nf: 4\n', '\n\n\ng: 5'].map((end): Row => ({
    name: `the last line of what stands last goes, and something comes after it: ${JSON.stringify(end)}`,
    before: `a:\n  b:\n    c: 1\n    d: 2${end}`,
    ops: [remove('a', 'b', 'd'), append(['a', 'h'], 'x')],
    after: `a:\n  b:\n    c: 1\n  h:\n    - x${end}`,
  })),
  {
    name: 'several levels end in the line that goes',
    before: 'a:\r\n  b:\r\n    c: 1\r\n    d: 2\r\n',
    ops: [remove('a', 'b', 'd'), set(['a', 'e'], 1), set(['f'], 2)],
    after: 'a:\r\n  b:\r\n    c: 1\r\n  e: 1\r\nf: 2\r\n',
  },
  {
    name: 'refused: an anchor that is needed goes',
    before: 'a: &x 1\nb: *x',
    ops: [remove('a')],
    after: null,
  },
  {
    name: 'refused: what a merge brings',
    before: 'a: &x {b: 1}\nc: {<<: *x}',
    ops: [remove('c', 'b')],
    after: null,
  },
  {
    name: 'refused: what a merge brings, another value',
    before: 'a: &x {b: 1}\nc:\n  <<: *x\n',
    ops: [set(['c', 'b'], 2)],
    after: null,
  },
  {
    name: 'refused: what has an anchor or a tag',
    before: 'a: !t {b: 1}',
    ops: [set(['a'], 2)],
    after: null,
  },
  { name: 'refused: no such item', before: 'a: []', ops: [remove('a', 0)], after: null },
  { name: 'refused: through a value', before: 'a: 1', ops: [set(['a', 'b'], 2)], after: null },
];

testRows({ parse: parseYaml, lower: lowerYaml }, rows);
