import type { Span } from './text.ts';

export type Path = readonly (string | number)[];

export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

/** A value as it stands in the file. `span` covers the literal, quotes and brackets included. */
export type ConfigNode = ObjectNode | ArrayNode | Atom;

interface Placed {
  readonly span: Span;
  readonly parent: ObjectNode | ArrayNode | null;
  /** Key or index in the parent; the empty string for the root. */
  readonly key: string | number;
}

/** A scalar: the unit that rules read. */
export interface Atom extends Placed {
  readonly kind: 'atom';
  readonly value: string | number | boolean | null;
  /**
   * Where an offset of the decoded value stands in the text; null: nowhere, as in a text that is folded. Left out by
   * JSON, whose escapes are counted when somebody asks, and where nothing but a quote stands on each side.
   */
  readonly offsets?: ((offset: number) => number) | null;
}

export interface ArrayNode extends Placed {
  readonly kind: 'array';
  readonly items: readonly ConfigNode[];
}

export interface ObjectNode extends Placed {
  readonly kind: 'object';
  /** In the order of the file. A key that stands twice is here twice; clients take the last. */
  readonly properties: readonly Property[];
}

export interface Property {
  readonly key: string;
  /** The key with its quotes. */
  readonly keySpan: Span;
  /** Null while the value is still to be typed. */
  readonly value: ConfigNode | null;
}

export type StringAtom = Atom & { readonly value: string };

/** Part of a string atom: offsets in its decoded value, `end` exclusive. */
export interface Slice {
  readonly atom: Atom;
  readonly start: number;
  readonly end: number;
}

export function pathOf(node: ConfigNode): Path {
  const path: (string | number)[] = [];
  let at: ConfigNode = node;
  while (at.parent !== null) {
    path.push(at.key);
    at = at.parent;
  }
  return path.toReversed();
}

/** Whether two paths lead to one place. */
export function samePath(a: Path, b: Path): boolean {
  return a.length === b.length && a.every((step, i) => step === b[i]);
}

/** From so many properties on they are looked up rather than looked through. */
const MANY = 32;

const indexes = new WeakMap<ObjectNode, ReadonlyMap<string, Property>>();

/** The property a client reads under `key`: the last one of that name, as JSON.parse does. */
export function propertyOf(node: ConfigNode | null | undefined, key: string): Property | undefined {
  if (node?.kind !== 'object') return undefined;
  const { properties } = node;
  if (properties.length < MANY) {
    // A loop, as this is asked for a hundred times at each keystroke.
    for (let at = properties.length - 1; at >= 0; at--) {
      const property = properties[at];
      if (property?.key === key) return property;
    }
    return undefined;
  }
  const index =
    indexes.get(node) ?? new Map(properties.map((property) => [property.key, property]));
  indexes.set(node, index);
  return index.get(key);
}

export function child(node: ConfigNode | null | undefined, key: string): ConfigNode | undefined {
  return propertyOf(node, key)?.value ?? undefined;
}

export function nodeAt(root: ConfigNode | null | undefined, path: Path): ConfigNode | undefined {
  let node: ConfigNode | undefined = root ?? undefined;
  for (const step of path) {
    if (typeof step === 'number') node = node?.kind === 'array' ? node.items[step] : undefined;
    else node = child(node, step);
  }
  return node;
}

export function isString(node: ConfigNode | null | undefined): node is StringAtom {
  return node?.kind === 'atom' && typeof node.value === 'string';
}

/** The properties that count: the last of each name, in the order of first appearance. */
export function effectiveProperties(node: ObjectNode): readonly Property[] {
  const last = new Map<string, Property>();
  for (const property of node.properties) last.set(property.key, property);
  return last.size === node.properties.length ? node.properties : [...last.values()];
}

/** Every atom below a node, in the order of the file; what stands below a node that `skip` says yes to is left out. */
export function* atomsBelow(
  node: ConfigNode,
  skip: (node: ConfigNode) => boolean = () => false,
): Generator<Atom> {
  const stack: ConfigNode[] = [node];
  while (stack.length > 0) {
    const next = stack.pop();
    if (next === undefined) return;
    if (skip(next)) continue;
    if (next.kind === 'atom') yield next;
    // One by one: as arguments of one call a hundred thousand of them overflow the stack.
    else if (next.kind === 'array') pushBackwards(stack, next.items, (item) => item);
    else pushBackwards(stack, next.properties, (property) => property.value);
  }
}

function pushBackwards<Item>(
  stack: ConfigNode[],
  items: readonly Item[],
  nodeOf: (item: Item) => ConfigNode | null,
): void {
  for (let at = items.length - 1; at >= 0; at--) {
    const item = items[at];
    const node = item === undefined ? null : nodeOf(item);
    if (node !== null) stack.push(node);
  }
}

/** The plain value, as a client would read it; keys like `__proto__` become own properties. */
export function plain(node: ConfigNode): JsonValue {
  if (node.kind === 'atom') return node.value;
  if (node.kind === 'array') return node.items.map(plain);
  const result: { [key: string]: JsonValue } = {};
  for (const { key, value } of node.properties) {
    if (value === null) continue;
    Object.defineProperty(result, key, {
      value: plain(value),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return result;
}
