import assert from 'node:assert/strict';
import type { Op } from '../../../src/core/config/edit.ts';
import type { JsonValue } from '../../../src/core/config/node.ts';
import type { TextEdit } from '../../../src/core/config/text.ts';
import { someKey, someText, type Random } from './documents.ts';
import type { Data } from './jsonc-oracle.ts';

/** Random ops for any document, and what they make of plain data: written without a look at the writers. */

export function guarded<T>(seed: number | string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw new Error(`seed ${seed}: ${String(error)}`, { cause: error });
  }
}

/** Puts the edits in; they must be in order, apart, and each change something. */
export function rewrite(text: string, edits: readonly TextEdit[]): string {
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

export function lineEnds(text: string, after: string, told: () => string): void {
  const kinds = (of: string): Set<string> => new Set(of.match(/\r\n|\r|\n/g) ?? []);
  const known = kinds(text);
  for (const kind of kinds(after)) assert.ok(known.has(kind), `new line end: ${told()}`);
}

export interface Place {
  readonly path: readonly (string | number)[];
  readonly data: Data;
}

export function placesOf(data: Data, path: readonly (string | number)[] = []): Place[] {
  const below = data instanceof Map ? [...data] : Array.isArray(data) ? [...data.entries()] : [];
  return [{ path, data }, ...below.flatMap(([step, item]) => placesOf(item, [...path, step]))];
}

export function stepsOf(data: Data): readonly (string | number)[] {
  return data instanceof Map || Array.isArray(data) ? [...data.keys()] : [];
}

/** One to five ops that do not contradict each other; often several in one container. */
export function someOps(root: Data, random: Random): readonly Op[] {
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
export function applied(root: Data, ops: readonly Op[]): Data {
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
