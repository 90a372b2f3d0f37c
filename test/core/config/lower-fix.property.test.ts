import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseTree, type Node } from 'jsonc-parser';
import type { Op } from '../../../src/core/config/edit.ts';
import { parseJson } from '../../../src/core/config/json.ts';
import { lowerFix } from '../../../src/core/config/lower-fix.ts';
import type { JsonValue } from '../../../src/core/config/node.ts';
import type { TextEdit } from '../../../src/core/config/text.ts';
import { randomOf, someDocument, type Random } from './documents.ts';
import { corpusSkip } from '../../corpus/corpus-folder.ts';
import { applied, guarded, lineEnds, placesOf, rewrite, someOps, stepsOf } from './random-ops.ts';
import { blankBom, commentsOf, corpusFiles, read, sameData, type Data } from './jsonc-oracle.ts';

/**
 * The oracle knows nothing of the writer: it reads before and after with jsonc-parser, does the ops on plain data, and
 * compares data, comments, line ends and everything outside the containers that change.
 */

const GENERATED = 46_000;
const CORPUS = 12_000;
const SEED = Number(process.env['SEED'] ?? 20_251_122);

const corpus = corpusFiles().filter(({ text }) => {
  const { data, errors } = read(text);
  return errors.length === 0 && typeof data === 'object' && data !== null;
});

test(`${GENERATED} fixes of generated documents`, () => {
  let ops = 0;
  for (let i = 0; i < GENERATED; i++) {
    const random = randomOf(SEED + i);
    ops += guarded(SEED + i, () => check(someDocument(random), random));
  }
  assert.ok(ops >= GENERATED);
});

test(`${CORPUS} fixes of corpus files`, { skip: corpusSkip }, () => {
  for (let i = 0; i < CORPUS; i++) {
    const seed = SEED + GENERATED + i;
    const { path, text } = corpus[i % corpus.length] ?? { path: '', text: '{}' };
    // Every fourth pass over the files with the line ends of Windows.
    const crlf = Math.floor(i / corpus.length) % 4 === 3;
    const given = crlf ? text.replaceAll(/\r?\n/g, '\r\n') : text;
    guarded(`${seed} ${path}`, () => check(given, randomOf(seed)));
  }
});

test('fixes of damaged documents hold or are refused', () => {
  let made = 0;
  for (let i = 0; i < 4000; i++) {
    const random = randomOf(SEED + i);
    const whole = someDocument(random);
    const at = random.below(whole.length);
    const damage = random.pick(['', '', '"', ',', '}', ']', '{', '"x"', '"x": ', ':', 'tr', '/*']);
    const text = whole.slice(0, at) + damage + whole.slice(at + random.below(3));
    guarded(SEED + i, () => (made += checkDamaged(whole, text, random)));
  }
  assert.ok(made > 400, `only ${made} fixes were possible`);
});

test('a file as JSON.stringify writes it stays one', { skip: corpusSkip }, () => {
  for (let i = 0; i < 4000; i++) {
    const random = randomOf(SEED + i);
    const { data } = read(corpus[i % corpus.length]?.text ?? '{}');
    if (data === undefined) continue;
    const unit = random.pick(['  ', '    ', '\t']);
    const text = written(data, unit);
    // What is empty, or holds an array without objects, is written on one line instead.
    const filled = placesOf(data).filter((place) => stepsOf(place.data).length > 0);
    const { path, data: at } = random.pick(filled);
    const value = random.pick<JsonValue>(['x', 1, null, { type: 'x', list: [{ a: {} }, []] }]);
    const add: Op =
      at instanceof Map
        ? { op: 'set', path: [...path, 'new'], value }
        : { op: 'append', path, value };
    const op: Op = random.chance(0.5)
      ? add
      : { op: 'remove', path: [...path, random.pick(stepsOf(at))] };
    const edits = lowerFix(text, parseJson(text).root, [op]);
    guarded(SEED + i, () =>
      assert.equal(rewrite(text, edits ?? []), written(applied(data, [op]), unit)),
    );
  }
});

function written(data: Data, unit: string): string {
  return `${JSON.stringify(plainOf(data), null, unit)}\n`;
}

function plainOf(data: Data): unknown {
  if (Array.isArray(data)) return data.map(plainOf);
  if (!(data instanceof Map)) return data;
  return Object.fromEntries([...data].map(([key, item]) => [key, plainOf(item)]));
}

/** Gives the number of ops. */
function check(text: string, random: Random): number {
  const before = read(text);
  assert.deepEqual(before.errors, [], 'the generator writes sound documents');
  assert.ok(before.data !== undefined);
  const ops = someOps(before.data, random);
  const wanted = applied(before.data, ops);
  const edits = lowerFix(text, parseJson(text).root, ops);
  const story = (): string => `${JSON.stringify(ops)}\n${text}`;
  assert.ok(edits !== null, `refused: ${story()}`);
  const after = rewrite(text, edits);
  const told = (): string => `${story()}\n=>\n${after}`;

  const found = read(after);
  assert.ok(found.errors.length === 0, `does not parse: ${told()}`);
  assert.ok(sameData(found.data, wanted), `other data: ${told()}`);
  assert.deepEqual(commentsOf(after), commentsOf(text), `comments: ${told()}`);
  assert.equal(after.startsWith('\uFEFF'), text.startsWith('\uFEFF'), `BOM: ${told()}`);
  lineEnds(text, after, told);
  outside(text, after, edits, ops, told);
  return ops.length;
}

function checkDamaged(whole: string, text: string, random: Random): number {
  const data = read(whole).data;
  if (data === undefined) return 0;
  const ops = someOps(data, random);
  const before = parseJson(text);
  const edits = lowerFix(text, before.root, ops);
  if (edits === null) return 0;
  const after = rewrite(text, edits);
  assert.ok(parseJson(after).errors.length <= before.errors.length, after);
  assert.deepEqual(commentsOf(after), commentsOf(text), after);
  return 1;
}

/** Nothing changes outside the smallest containers that must change, and those of one line stay on it. */
function outside(
  text: string,
  after: string,
  edits: readonly TextEdit[],
  ops: readonly Op[],
  told: () => string,
): void {
  const root = parseTree(blankBom(text), [], { allowTrailingComma: true });
  assert.ok(root !== undefined);
  const nodes = ops.map((op) => changedNode(root, op));
  for (const { span } of edits) {
    const inside = nodes.some(
      (node) => node.offset <= span.start && span.end <= node.offset + node.length,
    );
    assert.ok(inside, `an edit outside: ${told()}`);
  }
  const start = Math.min(...nodes.map((node) => node.offset));
  const rest = text.length - Math.max(...nodes.map((node) => node.offset + node.length));
  assert.equal(after.slice(0, start), text.slice(0, start), `text before: ${told()}`);
  assert.equal(
    after.slice(after.length - rest),
    text.slice(text.length - rest),
    `text behind: ${told()}`,
  );
  const [op] = ops;
  const [node] = nodes;
  if (ops.length !== 1 || op === undefined || node === undefined) return;
  const old = text.slice(node.offset, node.offset + node.length);
  // What is empty may open up for a value of several lines.
  if (/[\r\n]/.test(old) || (node.children?.length ?? 0) === 0) return;
  assert.doesNotMatch(
    after.slice(start, after.length - rest),
    /[\r\n]/,
    `was on one line: ${told()}`,
  );
}

/** The value that a set replaces, else the deepest container on the path. */
function changedNode(root: Node, op: Op): Node {
  const path = op.op === 'set' || op.op === 'append' ? op.path : op.path.slice(0, -1);
  let node = root;
  for (const step of path) {
    const next =
      typeof step === 'number'
        ? node.children?.[step]
        : node.children?.findLast((property) => property.children?.[0]?.value === step)
            ?.children?.[1];
    if (next === undefined) break;
    node = next;
  }
  return node;
}
