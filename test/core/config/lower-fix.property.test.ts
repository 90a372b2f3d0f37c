import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseTree, type Node } from 'jsonc-parser';
import type { Op } from '../../../src/core/config/edit.ts';
import { parseJson } from '../../../src/core/config/json.ts';
import { lowerFix } from '../../../src/core/config/lower-fix.ts';
import type { JsonValue } from '../../../src/core/config/node.ts';
import type { TextEdit } from '../../../src/core/config/text.ts';
import { randomOf, someDocument, someKey, someText, type Random } from './documents.ts';
import { corpusSkip } from '../../corpus/corpus-folder.ts';
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

function guarded<T>(seed: number | string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw new Error(`seed ${seed}: ${String(error)}`, { cause: error });
  }
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

/** Puts the edits in; they must be in order, apart, and each change something. */
function rewrite(text: string, edits: readonly TextEdit[]): string {
  let result = '';
  let last = -1;
  for (const { span, newText } of edits) {
    assert.ok(
      span.start > last && span.end >= span.start && span.end <= text.length,
      'edits are apart',
    );
    assert.notEqual(text.slice(span.start, span.end), newText, 'an edit changes something');
    result += text.slice(Math.max(last, 0), span.start) + newText;
    last = span.end;
  }
  return result + text.slice(Math.max(last, 0));
}

function lineEnds(text: string, after: string, told: () => string): void {
  const kinds = (of: string): Set<string> => new Set(of.match(/\r\n|\r|\n/g) ?? []);
  const known = kinds(text);
  for (const kind of kinds(after)) assert.ok(known.has(kind), `new line end: ${told()}`);
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

interface Place {
  readonly path: readonly (string | number)[];
  readonly data: Data;
}

function placesOf(data: Data, path: readonly (string | number)[] = []): Place[] {
  const below = data instanceof Map ? [...data] : Array.isArray(data) ? [...data.entries()] : [];
  return [{ path, data }, ...below.flatMap(([step, item]) => placesOf(item, [...path, step]))];
}

function stepsOf(data: Data): readonly (string | number)[] {
  return data instanceof Map || Array.isArray(data) ? [...data.keys()] : [];
}

/** One to five ops that do not contradict each other; often several in one container. */
function someOps(root: Data, random: Random): readonly Op[] {
  const places = placesOf(root);
  const containers = places.filter(({ data }) => typeof data === 'object' && data !== null);
  const ops: Op[] = [];
  const wanted = random.pick([1, 1, 1, 2, 3, 5]);
  let place = random.pick(containers);
  for (let tries = 0; ops.length < wanted && tries < 30; tries++) {
    if (random.chance(0.5)) place = random.pick(containers);
    const op = someOp(place, random);
    if (op !== null && ops.every((other) => compatible(op, other))) ops.push(op);
  }
  return ops.length > 0 ? ops : [{ op: 'set', path: [], value: [1] }];
}

function someOp({ path, data }: Place, random: Random): Op | null {
  const isMap = data instanceof Map;
  const steps = stepsOf(data);
  const fresh = `new${random.chance(0.5) ? '' : random.below(3)}${someKey(random)}`;
  const value = someValue(random);
  const kind = random.pick([
    'set',
    'add',
    'add',
    'remove',
    'remove',
    'rename',
    'insert',
    'insert',
    'deep',
    'list',
  ] as const);
  if (kind === 'add')
    return isMap ? { op: 'set', path: [...path, fresh], value } : { op: 'append', path, value };
  if (kind === 'deep' && isMap)
    return { op: 'set', path: [...path, `deep${random.below(2)}`, fresh, 'x'], value };
  if (kind === 'list' && isMap)
    return { op: 'append', path: [...path, `list${random.below(2)}`, 'y'], value };
  if (steps.length === 0) return null;
  const step = random.pick(steps);
  if (kind === 'set') return { op: 'set', path: [...path, step], value };
  if (kind === 'remove') return { op: 'remove', path: [...path, step] };
  if (kind === 'insert' && !isMap) return { op: 'insert', path: [...path, step], value };
  if (kind === 'rename' && isMap)
    return {
      op: 'rename',
      path: [...path, step],
      key: `named ${random.below(99)} ${someKey(random)}`,
    };
  return null;
}

function someValue(random: Random): JsonValue {
  const text = someText(random);
  const values: JsonValue[] = [
    text,
    text,
    `${text}@1.2.3`,
    7,
    true,
    null,
    {},
    [],
    [text, 1],
    { type: 'promptString', password: true },
    { [someKey(random)]: [{ a: text }, []] },
    JSON.parse('{"__proto__": {"x": 1}}'),
  ];
  return random.pick(values);
}

/** No op speaks of what another one removes or replaces, and no two give one name. */
function compatible(a: Op, b: Op): boolean {
  if (a.op === 'rename' && b.op === 'rename' && a.key === b.key) return false;
  const [upper, lower] = a.path.length <= b.path.length ? [a, b] : [b, a];
  if (upper.path.some((step, i) => step !== lower.path[i])) return true;
  const same = upper.path.length === lower.path.length;
  if (upper.op === 'insert' || (same && lower.op === 'insert')) {
    return !same || [upper, lower].every(({ op }) => op === 'insert' || op === 'set');
  }
  if (upper.op === 'append') return lower.op === 'append' || !same;
  if (upper.op === 'rename') return !same || lower.op === 'set' || lower.op === 'append';
  return same && upper.op === 'set' && lower.op === 'rename';
}

const GONE = Symbol('gone');
type Slots = (Data | typeof GONE)[];

/** The ops on plain data. Containers are looked up first, so that every path speaks of the data before. */
function applied(root: Data, ops: readonly Op[]): Data {
  const holder = new Map<string, Data>([['', structuredClone(root)]]);
  const late: (() => void)[] = [];
  const now: (() => void)[] = [];
  const lists = new Set<Data[]>();
  const inserted = new Map<Data[], Map<number, Data[]>>();
  for (const op of ops) {
    const path = ['', ...op.path];
    const last = path.pop() ?? '';
    if (op.op === 'set' || op.op === 'append') {
      now.push(() => {
        let at: Data = holder;
        for (const step of path) {
          if (at instanceof Map && typeof step === 'string') {
            if (!at.has(step)) at.set(step, new Map());
            at = at.get(step) ?? null;
          } else if (Array.isArray(at) && typeof step === 'number') at = at[step] ?? null;
        }
        const value = dataOf(op.value);
        const old =
          at instanceof Map
            ? at.get(String(last))
            : Array.isArray(at)
              ? at[Number(last)]
              : undefined;
        const next = op.op === 'set' ? value : Array.isArray(old) ? [...old, value] : [value];
        if (op.op === 'append' && Array.isArray(old)) old.push(value);
        else if (at instanceof Map) at.set(String(last), next);
        else if (Array.isArray(at)) at[Number(last)] = next;
      });
      continue;
    }
    let parent: Data = holder;
    for (const step of path) {
      parent =
        (parent instanceof Map
          ? parent.get(String(step))
          : Array.isArray(parent)
            ? parent[Number(step)]
            : null) ?? null;
    }
    const at = parent;
    if (op.op === 'insert' && Array.isArray(at)) {
      lists.add(at);
      const before = inserted.get(at) ?? new Map<number, Data[]>();
      before.set(Number(last), [...(before.get(Number(last)) ?? []), dataOf(op.value)]);
      inserted.set(at, before);
    } else if (op.op === 'remove' && Array.isArray(at)) {
      lists.add(at);
      late.push(() => ((at as Slots)[Number(last)] = GONE));
    } else if (op.op === 'remove' && at instanceof Map) late.push(() => at.delete(String(last)));
    else if (op.op === 'rename' && at instanceof Map) {
      late.push(() => {
        const value = at.get(String(last)) ?? null;
        at.delete(String(last));
        at.set(op.key, value);
      });
    }
  }
  for (const run of [...now, ...late]) run();
  for (const list of lists) {
    const rest = (list as Slots).flatMap((item, i) => [
      ...(inserted.get(list)?.get(i) ?? []),
      ...(item === GONE ? [] : [item]),
    ]);
    list.splice(0, list.length, ...rest);
  }
  return holder.get('') ?? null;
}

function dataOf(value: JsonValue): Data {
  if (Array.isArray(value)) return value.map(dataOf);
  if (value === null || typeof value !== 'object') return value;
  return new Map(Object.entries(value).map(([key, item]): [string, Data] => [key, dataOf(item)]));
}
