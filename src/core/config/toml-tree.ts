import type { AST } from 'toml-eslint-parser';
import type { OpenArray, OpenContainer, OpenObject } from './building.ts';
import type { ArrayNode, ConfigNode, ObjectNode } from './node.ts';
import type { Span } from './text.ts';
import { atomOf, shifted, statementOf, type Statement } from './toml-values.ts';

/** A statement at its place in the tree. */
export interface Placed {
  readonly kind: Statement['kind'];
  readonly span: Span;
  /** The header that an assignment stands under; null before the first, and for headers. */
  readonly header: Placed | null;
  /** The table that a header opens, or that an assignment's keys are looked up in. */
  readonly table: ObjectNode;
  /** What its own keys go through: elements of containers, from the outside in. */
  readonly steps: readonly Step[];
}

export interface Step {
  readonly holder: ObjectNode | ArrayNode;
  readonly index: number;
  /** The key that says so; null for an item of an array. */
  readonly keySpan: Span | null;
}

export interface Tree {
  readonly root: ObjectNode;
  readonly placed: readonly Placed[];
  /** A statement that is nested too deep, and left out. */
  readonly tooDeep: Span | null;
}

interface Growing {
  readonly text: string;
  readonly indexes: Map<OpenObject, Map<string, number>>;
  /** Objects and arrays that headers and dotted keys may still add to. */
  readonly open: Map<ConfigNode, OpenContainer>;
  readonly maxDepth: number;
  tooDeep: Span | null;
}

/**
 * One object for each table, wherever its headers and dotted keys stand. Its span reaches from the first of them to the
 * end of the last, sub-tables included; where tables of others stand between, over these as well. Null stands for a
 * header that cannot be read: nobody knows whose the assignments below it are.
 */
export function growTree(
  text: string,
  statements: Iterable<Statement | null>,
  maxDepth: number,
): Tree {
  const growing: Growing = {
    text,
    indexes: new Map(),
    open: new Map(),
    maxDepth,
    tooDeep: null,
  };
  const start = /^\s*/.exec(text)?.[0].length ?? 0;
  const root = openObject(growing, { start, end: text.length }, null, '');
  const placed: Placed[] = [];
  let header: Placed | null = null;
  let table: OpenObject | null = root;
  for (const statement of statements) {
    const isHeader = statement?.kind !== 'pair';
    if (isHeader) [header, table] = [null, null];
    const into: OpenObject | null = isHeader ? root : table;
    if (statement === null || into === null) continue;
    const steps: Step[] = [];
    const opened = place(growing, into, statement, steps);
    if (opened === null) continue;
    const { kind, span } = statement;
    const one: Placed = { kind, span, header, table: opened, steps };
    if (isHeader) [header, table] = [one, opened];
    placed.push(one);
  }
  return { root, placed, tooDeep: growing.tooDeep };
}

/** Adds what a statement says, and gives the table it belongs to; null when it would be nested too deep. */
function place(
  growing: Growing,
  into: OpenObject,
  statement: Statement,
  steps: Step[],
): OpenObject | null {
  const { keys, kind, span } = statement;
  if (depthOf(into) + keys.length >= growing.maxDepth) {
    growing.tooDeep ??= span;
    return null;
  }
  let at = into;
  for (const [i, key] of keys.entries()) {
    const isLast = i === keys.length - 1;
    if (isLast && kind === 'pair') {
      const value =
        statement.value === null
          ? null
          : nodeOf(growing, statement.value, statement.base, at, key.name);
      steps.push({ holder: at, index: add(growing, at, key, value), keySpan: key.span });
      break;
    }
    // The value of a dotted key begins with the next key, a table with its header.
    const start = kind === 'pair' ? (keys[i + 1]?.span.start ?? span.start) : span.start;
    at = enter(growing, at, key, { start, end: span.end }, isLast ? kind : 'table', steps);
    if (isLast) break;
  }
  let node: OpenContainer | undefined = at;
  while (node !== undefined && node.parent !== null) {
    if (span.end > node.span.end) node.span.end = span.end;
    node = growing.open.get(node.parent);
  }
  return kind === 'pair' ? into : at;
}

/** The object that a key leads to, made where it is missing: of an array of tables the last, or a new one. */
function enter(
  growing: Growing,
  object: OpenObject,
  key: Statement['keys'][number],
  span: Span,
  kind: Statement['kind'],
  steps: Step[],
): OpenObject {
  const isItem = kind === 'item';
  let index = growing.indexes.get(object)?.get(key.name);
  const value = index === undefined ? null : object.properties[index]?.value;
  let below = value == null ? undefined : growing.open.get(value);
  if (index === undefined || below === undefined || (isItem && below.kind === 'object')) {
    below = isItem
      ? openArray(growing, span, object, key.name)
      : openObject(growing, span, object, key.name);
    index = add(growing, object, key, below);
  }
  steps.push({ holder: object, index, keySpan: key.span });
  if (below.kind === 'object') return below;
  const last = below.items.at(-1);
  const known = isItem || last === undefined ? undefined : growing.open.get(last);
  if (known?.kind === 'object') {
    steps.push({ holder: below, index: below.items.length - 1, keySpan: null });
    return known;
  }
  const item = openObject(growing, span, below, below.items.length);
  steps.push({ holder: below, index: below.items.length, keySpan: null });
  below.items.push(item);
  return item;
}

function depthOf(node: ConfigNode): number {
  let depth = 0;
  for (let at = node.parent; at !== null; at = at.parent) depth += 1;
  return depth;
}

function add(
  growing: Growing,
  object: OpenObject,
  { name, span }: Statement['keys'][number],
  value: ConfigNode | null,
): number {
  object.properties.push({ key: name, keySpan: span, value });
  const index = object.properties.length - 1;
  let known = growing.indexes.get(object);
  if (known === undefined) growing.indexes.set(object, (known = new Map()));
  known.set(name, index);
  return index;
}

function openObject(
  growing: Growing,
  span: Span,
  parent: OpenContainer | null,
  key: string | number,
): OpenObject {
  const made: OpenObject = { kind: 'object', span: { ...span }, parent, key, properties: [] };
  growing.open.set(made, made);
  return made;
}

function openArray(
  growing: Growing,
  span: Span,
  parent: OpenContainer | null,
  key: string | number,
): OpenArray {
  const made: OpenArray = { kind: 'array', span: { ...span }, parent, key, items: [] };
  growing.open.set(made, made);
  return made;
}

function nodeOf(
  growing: Growing,
  value: AST.TOMLContentNode,
  base: number,
  parent: OpenContainer,
  key: string | number,
): ConfigNode {
  const span = shifted(value.range, base);
  if (value.type === 'TOMLValue') return atomOf(growing.text, value, span, parent, key);
  if (value.type === 'TOMLArray') {
    const array: OpenArray = { kind: 'array', span, parent, key, items: [] };
    for (const [i, item] of value.elements.entries())
      array.items.push(nodeOf(growing, item, base, array, i));
    return array;
  }
  const object = openObject(growing, span, parent, key);
  for (const pair of value.body) place(growing, object, statementOf(growing.text, pair, base), []);
  // A table in braces is finished; so are those that its dotted keys made.
  finish(growing, object);
  return object;
}

function finish(growing: Growing, node: ConfigNode): void {
  if (node.kind !== 'object' || !growing.open.delete(node)) return;
  for (const { value } of node.properties) if (value !== null) finish(growing, value);
}
