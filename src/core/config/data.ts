import type { Op } from './edit.ts';
import type { ConfigNode, JsonValue, Path } from './node.ts';

/** A plain value that ops can change. Objects are maps, so that `__proto__` is a key like any other. */
export type Data = string | number | boolean | null | Data[] | Map<string, Data>;

/** What a client reads: of a key that stands twice the last; a property still to be typed is not there. */
export function dataOfNode(node: ConfigNode): Data {
  if (node.kind === 'atom') return node.value;
  if (node.kind === 'array') return node.items.map(dataOfNode);
  const map = new Map<string, Data>();
  for (const { key, value } of node.properties) if (value !== null) map.set(key, dataOfNode(value));
  return map;
}

export function dataOfValue(value: JsonValue): Data {
  if (value === null || typeof value !== 'object') return value;
  if (isList(value)) return value.map(dataOfValue);
  return new Map(Object.entries(value).map(([key, item]) => [key, dataOfValue(item)]));
}

/** `Array.isArray` does not narrow readonly arrays. */
export function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

export function sameData(a: Data | undefined, b: Data | undefined): boolean {
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((item, i) => sameData(item, b[i]));
  }
  if (!(a instanceof Map)) return a === b;
  if (!(b instanceof Map) || a.size !== b.size) return false;
  return [...a].every(([key, item]) => b.has(key) && sameData(item, b.get(key)));
}

type Late = Op & { op: 'insert' | 'remove' | 'rename' };
type Put = Exclude<Op, Late>;

/**
 * What `data` becomes by the ops: all their paths refer to the data as given, which is changed in place. Undefined when
 * a path is not there or leads through a scalar, or when two properties would bear one name.
 */
export function applyOps(data: Data | undefined, ops: readonly Op[]): Data | undefined {
  const holder: Data = new Map(data === undefined ? [] : [['', data]]);
  const late: Late[] = [];
  for (const op of ops) {
    if (op.op === 'set' || op.op === 'append') {
      if (!put(holder, op)) return undefined;
    } else late.push(op);
  }
  // Looked up before anything goes: a removed item moves those behind it.
  const removed = new Map<Data, Set<string | number>>();
  const renamed = new Map<Data, Map<string | number, string>>();
  const inserted = new Map<Data, Map<string | number, Data[]>>();
  for (const op of late) {
    const parent = parentOf(holder, op.path);
    const step = op.path.at(-1);
    if (parent === undefined || step === undefined) return undefined;
    if (childOf(parent, step) === undefined) return undefined;
    if (op.op === 'insert') {
      if (!Array.isArray(parent)) return undefined;
      const before = inserted.get(parent) ?? new Map<string | number, Data[]>();
      before.set(step, [...(before.get(step) ?? []), dataOfValue(op.value)]);
      inserted.set(parent, before);
    } else if (op.op === 'remove')
      removed.set(parent, (removed.get(parent) ?? new Set()).add(step));
    else renamed.set(parent, (renamed.get(parent) ?? new Map()).set(step, op.key));
  }
  for (const parent of new Set([...removed.keys(), ...inserted.keys()])) {
    rebuild(parent, removed.get(parent) ?? new Set(), inserted.get(parent) ?? new Map());
  }
  for (const [parent, keys] of renamed) if (!renameAll(parent, keys)) return undefined;
  return holder.get('');
}

function put(holder: Data, op: Put): boolean {
  const path = ['', ...op.path];
  const last = path.pop() ?? '';
  let at = holder;
  for (const step of path) {
    const next = childOf(at, step) ?? new Map<string, Data>();
    if (!place(at, step, next)) return false;
    at = next;
  }
  if (op.op === 'set') return place(at, last, dataOfValue(op.value));
  const list = childOf(at, last) ?? [];
  if (!Array.isArray(list)) return false;
  list.push(dataOfValue(op.value));
  return place(at, last, list);
}

function place(at: Data, step: string | number, value: Data): boolean {
  if (at instanceof Map && typeof step === 'string') at.set(step, value);
  else if (Array.isArray(at) && typeof step === 'number' && step in at) at[step] = value;
  else return false;
  return true;
}

function childOf(at: Data | undefined, step: string | number): Data | undefined {
  if (at instanceof Map) return typeof step === 'string' ? at.get(step) : undefined;
  return Array.isArray(at) && typeof step === 'number' ? at[step] : undefined;
}

function parentOf(holder: Data, path: Path): Data | undefined {
  let at: Data | undefined = path.length === 0 ? undefined : childOf(holder, '');
  for (const step of path.slice(0, -1)) at = childOf(at, step);
  return at;
}

function rebuild(
  parent: Data,
  steps: ReadonlySet<string | number>,
  inserted: ReadonlyMap<string | number, readonly Data[]>,
): void {
  if (Array.isArray(parent)) {
    const rest = parent.flatMap((item, i) => [
      ...(inserted.get(i) ?? []),
      ...(steps.has(i) ? [] : [item]),
    ]);
    parent.length = 0;
    for (const item of rest) parent.push(item);
  } else if (parent instanceof Map) for (const step of steps) parent.delete(String(step));
}

/** All at once, so that two names can change places. */
function renameAll(object: Data, keys: ReadonlyMap<string | number, string>): boolean {
  if (!(object instanceof Map)) return false;
  const entries = [...object];
  object.clear();
  for (const [key, value] of entries) object.set(keys.get(key) ?? key, value);
  return object.size === entries.length;
}
