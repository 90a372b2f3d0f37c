import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import fc from 'fast-check';
import { readDocument } from '../../../src/core/config/document.ts';
import { lowerFix } from '../../../src/core/config/lower-fix.ts';
import { applyEdits } from '../../../src/core/config/text.ts';
import { shellWrapper } from '../../../src/core/rules/shell-wrapper.ts';
import { draftsOf, read, type Read } from './reading.ts';

function directly(launch: Read): readonly string[] | null {
  const fix = draftsOf(shellWrapper, launch)[0]?.fixes?.[0];
  if (fix === undefined) return null;
  const { text, root } = launch.document;
  const edits = lowerFix(text, root, fix.ops);
  assert.ok(edits !== null);
  const after = applyEdits(text, edits);
  assert.deepEqual(readDocument(after, '.vscode/mcp.json').errors, []);
  const { command, args } = (
    JSON.parse(after) as { servers: { x: { command: string; args: readonly string[] } } }
  ).servers.x;
  return [command, ...args];
}

const plain = fc.stringMatching(/^[\w./:@%+,-]{1,12}$/);
const quoted = fc.stringMatching(/^[\w ./*?~#;&|<>(){}=[\]-]{1,12}$/);
const word = fc.oneof(
  plain.map((text) => ({ text, written: text })),
  quoted.map((text) => ({ text, written: `'${text}'` })),
  quoted.map((text) => ({ text, written: `"${text}"` })),
);

test('the program gets the words that the shell would have given it', () => {
  fc.assert(
    fc.property(fc.array(word, { maxLength: 5 }), fc.constantFrom(' ', '   '), (words, blank) => {
      const line = ['notes-mcp', ...words.map(({ written }) => written)].join(blank);
      const after = directly(read('bash', ['-c', line]));
      assert.deepEqual(after, ['notes-mcp', ...words.map(({ text }) => text)]);
    }),
  );
});

test(
  'whatever line there is, a fix keeps what a real shell makes of it',
  { skip: process.platform === 'win32' },
  () => {
    const part = fc.constantFrom(
      ...`a|b c|'d|"|\\|$x|${'`'}|*|~|=|;|&|>|#|!|{e,f}|%|\n|\t|é|-|[g]|?|(|)|^|''|""|'h i'|"j k"`.split(
        '|',
      ),
    );
    const line = fc.array(part, { minLength: 1, maxLength: 6 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(line, (rest) => {
        const after = directly(read('bash', ['-c', `/usr/bin/printf %s, ${rest}`]));
        fc.pre(after !== null);
        const said = execFileSync('bash', ['-c', `/usr/bin/printf %s, ${rest}`], {
          encoding: 'utf8',
          timeout: 5000,
        });
        assert.equal(`${after.slice(2).join(',')},`, said);
      }),
      { numRuns: 40 },
    );
  },
);

for (const [command, args] of [
  ['bash', ['-lc', 'notes-mcp']],
  ['bash', ['-c', 'notes-mcp', 'zero']],
  ['bash', ['-e', '-c', 'notes-mcp']],
  ['fish', ['-c', 'notes-mcp']],
  ['sudo', ['bash', '-c', 'notes-mcp']],
  ['bash', ['-c', 'NAME=x notes-mcp']],
  ['bash', ['-c', 'notes-mcp $(pwd)']],
  ['bash', ['-c', 'notes-mcp # why']],
  ['bash', ['-c', 'notes-mcp &']],
  ['bash', ['-c', 'notes-mcp ~/x']],
  ['bash', ['-c', '${env:PROGRAM} x']],
  ['bash', ['-c', '']],
  ['bash', ['-c']],
] as const) {
  test(`nothing is offered for ${command} ${args.join(' ')}`, () => {
    assert.deepEqual(
      draftsOf(shellWrapper, read(command, args)).filter(({ fixes = [] }) => fixes.length > 0),
      [],
    );
  });
}
