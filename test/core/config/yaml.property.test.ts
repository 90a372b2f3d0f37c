import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { dataOfNode } from '../../../src/core/config/data.ts';
import { atomsBelow, isString, pathOf, type Atom } from '../../../src/core/config/node.ts';
import { spanOfSlice } from '../../../src/core/config/slice.ts';
import { parseYaml } from '../../../src/core/config/yaml.ts';
import { lowerYaml } from '../../../src/core/config/yaml-write.ts';
import { randomOf, type Random } from './documents.ts';
import { sameData } from './jsonc-oracle.ts';
import { applied, guarded, lineEnds, rewrite, someOps } from './random-ops.ts';
import { readOracle, someYaml, yamlComments } from './yaml-documents.ts';

/** The oracles are the package's own reading for data, and its lexer for comments. */

const GENERATED = 2000;
const SEED = Number(process.env['SEED'] ?? 20_251_122);

test(`${GENERATED} generated documents give the data that the package reads, each value at its place`, () => {
  for (let i = 0; i < GENERATED; i++) {
    const text = someYaml(randomOf(SEED + i), i % 2 === 0);
    guarded(SEED + i, () => {
      const { root, errors } = parseYaml(text);
      assert.deepEqual(errors, [], text);
      assert.ok(root !== null);
      assert.ok(sameData(dataOfNode(root), readOracle(text)), text);
      for (const atom of atomsBelow(root)) standsWhereItSays(text, atom);
    });
  }
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

test(`${GENERATED * 2} fixes change what they ask for, and keep every comment`, () => {
  let [made, refused] = [0, 0];
  for (let i = 0; i < GENERATED * 2; i++) {
    const random = randomOf(SEED + i);
    guarded(SEED + i, () => (check(someYaml(random, i % 8 === 0), random) ? made++ : refused++));
  }
  // Refused: what aliases stand for, comments that would have no line, what would leave nothing of the file.
  assert.ok(refused < made * 0.2, `${refused} of ${made + refused} refused`);
});

function check(text: string, random: Random): boolean {
  const before = readOracle(text);
  const ops = someOps(before, random);
  const edits = lowerYaml(text, parseYaml(text).root, ops);
  const story = (): string => `${JSON.stringify(ops)}\n${text}`;
  if (edits === null) {
    if (process.env['REFUSED'] !== undefined) console.log(`REFUSED ${story()}\n----`);
    return false;
  }
  const after = rewrite(text, edits);
  const told = (): string => `${story()}\n=>\n${after}`;
  const found = readOracle(after);
  assert.ok(sameData(found, applied(before, ops)), `other data: ${told()}`);
  assert.deepEqual(yamlComments(after), yamlComments(text), `comments: ${told()}`);
  assert.equal(after.startsWith('\uFEFF'), text.startsWith('\uFEFF'), `BOM: ${told()}`);
  assert.equal(after.endsWith('\n'), text.endsWith('\n'), `final line break: ${told()}`);
  if (text.includes('\n')) lineEnds(text, after, told);
  return true;
}

test('damaged documents are read, and their fixes hold or are refused', () => {
  let made = 0;
  for (let i = 0; i < 1000; i++) {
    const random = randomOf(SEED + i);
    const whole = someYaml(random, true);
    const at = random.below(whole.length + 1);
    const damage = random.pick([
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
    ]);
    const text = whole.slice(0, at) + damage + whole.slice(at + random.below(3));
    guarded(SEED + i, () => {
      const before = parseYaml(text);
      for (const { span } of before.errors)
        assert.ok(0 <= span.start && span.start <= span.end && span.end <= text.length);
      const edits = lowerYaml(text, before.root, someOps(readOracle(whole), random));
      if (edits === null) return;
      rewrite(text, edits);
      made += 1;
    });
  }
  assert.ok(made > 100, `only ${made} fixes were possible`);
});

test('any text is read without a throw, with spans inside it', () => {
  const piece = fc.constantFrom(
    ...[
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
    ],
    ...[
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
    ],
    ...['|\n', '>\n', '---\n', '...\n', '%YAML 1.1\n', '~', '@', '`'],
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const text = pieces.join('');
      const { root, errors } = parseYaml(text);
      assert.ok(root !== null);
      for (const { span } of [...atomsBelow(root), ...errors])
        assert.ok(
          0 <= span.start && span.start <= span.end && span.end <= text.length,
          JSON.stringify(text),
        );
    }),
    { seed: SEED, numRuns: 5000 },
  );
});
