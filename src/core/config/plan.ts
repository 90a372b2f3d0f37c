import { applyOps, dataOfNode, dataOfValue, isList, sameData, type Data } from './data.ts';
import type { Op } from './edit.ts';
import type { ContainerChange } from './edit-container.ts';
import { child, type ConfigNode, type JsonValue, type Path } from './node.ts';
import type { Container } from './style.ts';
import type { Span } from './text.ts';

/** Ops sorted by what they do to the text. */
export interface Plan {
  readonly containers: readonly ContainerChange[];
  readonly values: readonly { readonly node: ConfigNode; readonly value: JsonValue }[];
  readonly names: readonly { readonly span: Span; readonly key: string }[];
}

interface Draft {
  readonly removed: Set<number>;
  readonly items: Data[];
  /** By the index of the item that they come before. */
  readonly inserted: Map<number, Data[]>;
  /** Ops below a property that is not there, with paths from its value. */
  readonly properties: Map<string, Op[]>;
}

interface Plotting {
  readonly drafts: Map<Container, Draft>;
  readonly values: { readonly node: ConfigNode; readonly value: JsonValue }[];
  readonly names: { readonly span: Span; readonly key: string }[];
}

/** Null when a path is not there, or leads through something that is no container. */
export function planOf(root: ConfigNode, ops: readonly Op[]): Plan | null {
  const plotting: Plotting = { drafts: new Map(), values: [], names: [] };
  for (const op of distinct(ops)) if (!plot(plotting, root, op)) return null;
  const containers: ContainerChange[] = [];
  for (const [node, { removed, inserted, items, properties }] of plotting.drafts) {
    const added = items.map((value): ContainerChange['added'][number] => ({ key: null, value }));
    for (const [key, below] of properties) {
      const value = applyOps(undefined, below);
      if (value === undefined) return null;
      added.push({ key, value });
    }
    containers.push({ node, removed, inserted, added });
  }
  return { containers, values: plotting.values, names: plotting.names };
}

/** Saying the same twice is no conflict; adding the same twice is meant. */
function distinct(ops: readonly Op[]): readonly Op[] {
  const seen = new Set<string>();
  return ops.filter((op) => {
    const id = JSON.stringify(op);
    if (op.op !== 'append' && op.op !== 'insert' && seen.has(id)) return false;
    seen.add(id);
    return true;
  });
}

function plot(plotting: Plotting, root: ConfigNode, op: Op): boolean {
  if (op.op === 'insert' || op.op === 'remove' || op.op === 'rename') {
    const found = locate(root, op.path.slice(0, -1));
    const step = op.path.at(-1);
    if (found.rest.length > 0 || step === undefined) return false;
    if (op.op === 'insert') return plotInsert(plotting, found.node, step, op.value);
    return op.op === 'remove'
      ? plotRemove(plotting, found.node, step)
      : plotRename(plotting, found.node, step, op.key);
  }
  const { node, rest } = locate(root, op.path);
  const [key, ...below] = rest;
  if (key === undefined) {
    if (op.op === 'set') return plotSet(plotting, node, op.value);
    if (node.kind !== 'array') return false;
    draftOf(plotting, node).items.push(dataOfValue(op.value));
    return true;
  }
  if (node.kind !== 'object' || typeof key !== 'string') return false;
  // A property whose value is still to be typed stands in the way.
  if (node.properties.some((property) => property.key === key)) return false;
  const { properties } = draftOf(plotting, node);
  const known = properties.get(key) ?? [];
  known.push({ ...op, path: below });
  properties.set(key, known);
  return true;
}

/** The deepest node on the path, and what of the path is not there. */
function locate(root: ConfigNode, path: Path): { readonly node: ConfigNode; readonly rest: Path } {
  let node = root;
  for (const [i, step] of path.entries()) {
    const next =
      typeof step === 'string'
        ? child(node, step)
        : node.kind === 'array'
          ? node.items[step]
          : undefined;
    if (next === undefined) return { node, rest: path.slice(i) };
    node = next;
  }
  return { node, rest: [] };
}

function draftOf({ drafts }: Plotting, node: Container): Draft {
  const known = drafts.get(node);
  if (known !== undefined) return known;
  const draft: Draft = {
    removed: new Set(),
    items: [],
    inserted: new Map(),
    properties: new Map(),
  };
  drafts.set(node, draft);
  return draft;
}

function plotInsert(
  plotting: Plotting,
  node: ConfigNode,
  step: string | number,
  value: JsonValue,
): boolean {
  if (node.kind !== 'array' || typeof step !== 'number' || node.items[step] === undefined)
    return false;
  const { inserted } = draftOf(plotting, node);
  inserted.set(step, [...(inserted.get(step) ?? []), dataOfValue(value)]);
  return true;
}

/** All properties of that name go: else an earlier one would come to light. */
function plotRemove(plotting: Plotting, node: ConfigNode, step: string | number): boolean {
  if (node.kind === 'array') {
    if (typeof step !== 'number' || node.items[step] === undefined) return false;
    draftOf(plotting, node).removed.add(step);
    return true;
  }
  const indexes = indexesOf(node, step);
  if (node.kind !== 'object' || indexes.length === 0) return false;
  const { removed } = draftOf(plotting, node);
  for (const index of indexes) removed.add(index);
  return true;
}

/** All properties of that name are renamed: which of them counts stays as it is. */
function plotRename(
  plotting: Plotting,
  node: ConfigNode,
  step: string | number,
  key: string,
): boolean {
  const indexes = indexesOf(node, step);
  if (node.kind !== 'object' || indexes.length === 0) return false;
  if (step === key) return true;
  for (const index of indexes) {
    const property = node.properties[index];
    if (property !== undefined) plotting.names.push({ span: property.keySpan, key });
  }
  return true;
}

function indexesOf(node: ConfigNode, key: string | number): readonly number[] {
  if (node.kind !== 'object') return [];
  return node.properties.flatMap((property, i) => (property.key === key ? [i] : []));
}

/** What is alike on both sides stays as it is written: an object over an object changes only where they differ. */
function plotSet(plotting: Plotting, node: ConfigNode, value: JsonValue): boolean {
  if (sameData(dataOfNode(node), dataOfValue(value))) return true;
  if (node.kind === 'object' && value !== null && typeof value === 'object' && !isList(value)) {
    const names = new Set(Object.keys(value));
    for (const { key } of node.properties) {
      if (!names.has(key) && !plotRemove(plotting, node, key)) return false;
    }
    return Object.entries(value).every(([key, item]) =>
      plot(plotting, node, { op: 'set', path: [key], value: item }),
    );
  }
  if (node.kind === 'array' && value !== null && typeof value === 'object' && isList(value)) {
    for (const i of node.items.keys())
      if (i >= value.length) draftOf(plotting, node).removed.add(i);
    return value.every((item, i) => {
      const known = node.items[i];
      if (known !== undefined) return plotSet(plotting, known, item);
      return plot(plotting, node, { op: 'append', path: [], value: item });
    });
  }
  plotting.values.push({ node, value });
  return true;
}
