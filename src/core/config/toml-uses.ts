import type { ArrayNode, ConfigNode, ObjectNode, Property } from './node.ts';
import type { Span } from './text.ts';
import type { Placed, Step, Tree } from './toml-tree.ts';

/** How the file says what an object or an array holds: in braces or brackets, under headers, or by dotted names. */
export type Form = 'inline' | 'table' | 'dotted';

/** Which statements a part of the tree is made of. */
export interface Uses {
  readonly root: ObjectNode;
  /** In the order of the file. */
  readonly all: readonly Placed[];
  /** Whether a container is made of statements, not of brackets. */
  isOpen(node: ConfigNode): boolean;
  /** Every statement that says something of what stands there. */
  below(element: Element): readonly Placed[];
  /** Every place that names what this key names. */
  sameKey(key: Span): readonly Span[];
  headerOf(node: ConfigNode): Placed | null;
  /** The assignments under a header, or before the first. */
  pairsUnder(header: Placed | null): readonly Placed[];
  /** Assignments with names that go through an object, and where its own part of the name begins. */
  dottedInto(node: ConfigNode): readonly { readonly pair: Placed; readonly own: number }[];
  /** How the object-valued properties of that name are written, the last of the file first asked. */
  formOf(node: ConfigNode): Form;
}

/** The value at a place; the property where there is none yet. */
export type Element = ConfigNode | Property;

export function elementAt(holder: ObjectNode | ArrayNode, index: number): Element | undefined {
  if (holder.kind === 'array') return holder.items[index];
  const property = holder.properties[index];
  return property?.value ?? property;
}

export function usesOf({ root, placed }: Tree): Uses {
  const below = new Map<Element, Placed[]>([[root, [...placed]]]);
  const keys = new Map<Element, Span[]>();
  const named = new Map<number, Element>();
  const open = new Set<ConfigNode>([root]);
  const headers = new Map<ConfigNode, Placed>();
  const sections = new Map<Placed | null, Placed[]>();
  const dotted = new Map<ConfigNode, { pair: Placed; own: number }[]>();

  for (const one of placed) {
    const { kind, header, table, steps } = one;
    for (const { holder, index } of [...(header?.steps ?? []), ...steps]) {
      const element = elementAt(holder, index);
      if (element !== undefined) push(below, element, one);
      open.add(holder);
    }
    for (const step of steps) {
      const element = elementAt(step.holder, step.index);
      if (step.keySpan === null || element === undefined) continue;
      push(keys, element, step.keySpan);
      named.set(step.keySpan.start, element);
    }
    if (kind === 'pair') {
      push(sections, header, one);
      addDotted(dotted, one, steps);
    } else {
      open.add(table);
      if (!headers.has(table)) headers.set(table, one);
    }
  }

  const uses: Uses = {
    root,
    all: placed,
    isOpen: (node) => open.has(node),
    below: (element) => below.get(element) ?? [],
    sameKey(key) {
      const element = named.get(key.start);
      return (element === undefined ? undefined : keys.get(element)) ?? [key];
    },
    headerOf: (node) => headers.get(node) ?? null,
    pairsUnder: (header) => sections.get(header) ?? [],
    dottedInto: (node) => dotted.get(node) ?? [],
    formOf(node) {
      if (!open.has(node)) return 'inline';
      return dotted.has(node) && !headers.has(node) ? 'dotted' : 'table';
    },
  };
  return uses;
}

function addDotted(
  dotted: Map<ConfigNode, { pair: Placed; own: number }[]>,
  pair: Placed,
  steps: readonly Step[],
): void {
  for (const step of steps.slice(1)) {
    const { holder, keySpan } = step;
    if (keySpan !== null && holder.kind === 'object')
      push(dotted, holder, { pair, own: keySpan.start });
  }
}

function push<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [value]);
  else known.push(value);
}
