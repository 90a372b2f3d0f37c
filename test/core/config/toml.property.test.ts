import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { atomsBelow, isString, pathOf, type Atom } from '../../../src/core/config/node.ts';
import { dataOfNode } from '../../../src/core/config/data.ts';
import { spanOfSlice } from '../../../src/core/config/slice.ts';
import { parseToml } from '../../../src/core/config/toml.ts';
import { lowerToml } from '../../../src/core/config/toml-write.ts';
import { randomOf, type Random } from './documents.ts';
import { sameData, type Data } from './jsonc-oracle.ts';
import { applied, guarded, lineEnds, rewrite, someOps } from './random-ops.ts';
import { readSmol, someToml, tomlComments } from './toml-documents.ts';

/** The oracles are smol-toml for data, and the parser's own list for comments. */

const GENERATED = 2000;
const SEED = Number(process.env['SEED'] ?? 20_251_122);

test(`${GENERATED} generated documents give the data that smol-toml reads, each value at its place`, () => {
  for (let i = 0; i < GENERATED; i++) {
    const text = someToml(randomOf(SEED + i));
    guarded(SEED + i, () => {
      const { root, errors } = parseToml(text);
      assert.deepEqual(errors, [], text);
      assert.ok(root !== null);
      assert.ok(sameData(dataOfNode(root), readSmol(text)), text);
      for (const atom of atomsBelow(root)) standsWhereItSays(text, atom);
    });
  }
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

test(`${GENERATED * 2} fixes change what they ask for, and keep every comment`, () => {
  let [made, refused] = [0, 0];
  for (let i = 0; i < GENERATED * 2; i++) {
    const random = randomOf(SEED + i);
    guarded(SEED + i, () => (check(someToml(random), random) ? made++ : refused++));
  }
  // Refused: null, lone surrogates, what would replace or empty a table as a whole.
  assert.ok(refused < made * 0.35, `${refused} of ${made + refused} refused`);
});

function check(text: string, random: Random): boolean {
  const before = readSmol(text);
  const ops = someOps(before, random);
  const edits = lowerToml(text, parseToml(text).root, ops);
  const story = (): string => `${JSON.stringify(ops)}\n${text}`;
  if (edits === null) return false;
  const after = rewrite(text, edits);
  const told = (): string => `${story()}\n=>\n${after}`;
  const wanted = applied(before, ops);
  let found: Data;
  try {
    found = readSmol(after);
  } catch (error) {
    throw new Error(`does not parse: ${told()}`, { cause: error });
  }
  assert.ok(sameData(found, wanted), `other data: ${told()}`);
  assert.deepEqual(tomlComments(after), tomlComments(text), `comments: ${told()}`);
  assert.equal(after.startsWith('\uFEFF'), text.startsWith('\uFEFF'), `BOM: ${told()}`);
  // Where nothing is left of the file there is no last line to look like.
  const stays = (key: string, item: Data): boolean => sameData(item, topOf(wanted).get(key));
  if ([...topOf(before)].some(([key, item]) => stays(key, item)))
    assert.equal(after.endsWith('\n'), text.endsWith('\n'), `final line break: ${told()}`);
  if (/\n/.test(text)) lineEnds(text, after, told);
  return true;
}

function topOf(data: Data): ReadonlyMap<string, Data> {
  assert.ok(data instanceof Map);
  return data;
}

test('damaged documents are read, and their fixes hold or are refused', () => {
  let made = 0;
  for (let i = 0; i < 1000; i++) {
    const random = randomOf(SEED + i);
    const whole = someToml(random);
    const at = random.below(whole.length + 1);
    const damage = random.pick([
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
    ]);
    const text = whole.slice(0, at) + damage + whole.slice(at + random.below(3));
    guarded(SEED + i, () => {
      const before = parseToml(text);
      assert.ok(before.errors.length <= 1);
      for (const { span } of before.errors)
        assert.ok(0 <= span.start && span.start <= span.end && span.end <= text.length);
      const edits = lowerToml(text, before.root, someOps(readSmol(whole), random));
      if (edits === null) return;
      rewrite(text, edits);
      made += 1;
    });
  }
  assert.ok(made > 100, `only ${made} fixes were possible`);
});

test('any text is read without a throw, with spans inside it', () => {
  const piece = fc.constantFrom(
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
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
      const text = pieces.join('');
      const { root, errors } = parseToml(text);
      assert.ok(root !== null);
      for (const { span } of [...atomsBelow(root), ...errors])
        assert.ok(
          0 <= span.start && span.start <= span.end && span.end <= text.length,
          JSON.stringify(text),
        );
    }),
    { seed: SEED, numRuns: 20_000 },
  );
});
