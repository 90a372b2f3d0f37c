import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import type { OpenArray, OpenContainer, OpenObject, OpenProperty } from './building.ts';
import type { Parsed } from './format.ts';
import type { Atom, ConfigNode, StringAtom } from './node.ts';
import type { Offsets } from './slice.ts';
import type { Span } from './text.ts';
import { isMerge, mergedPairs, MOST_EXPANDED, targetsIn, type Following } from './yaml-aliases.ts';
import { scalarOffsets } from './yaml-offsets.ts';
import { elementOf, endOf, hasProps, spanOf, type Element } from './yaml-spans.ts';

/** How a container is written, for its writer. */
export interface Form {
  readonly isFlow: boolean;
  /** Of its elements, in their order; null for one that a merge brings. */
  readonly elements: readonly (Element | null)[];
}

export interface YamlTree {
  readonly root: ConfigNode;
  readonly forms: ReadonlyMap<ConfigNode, Form>;
  /** What stands for something else, or is stood for elsewhere: no edit may touch it. */
  readonly shared: ReadonlySet<ConfigNode>;
  readonly errors: Parsed['errors'];
}

interface Growing extends Following {
  readonly text: string;
  readonly targeted: ReadonlySet<unknown>;
  readonly forms: Map<ConfigNode, Form>;
  readonly shared: Set<ConfigNode>;
  readonly errors: Parsed['errors'][number][];
}

const MAX_DEPTH = 512;

interface Place {
  readonly parent: OpenContainer | null;
  readonly key: string | number;
  readonly depth: number;
  readonly isAliased: boolean;
  readonly isShared: boolean;
}

/** The tree of a document; an alias gives what it stands for, with the spans that it has there. */
export function growYaml(text: string, contents: Node | null): YamlTree {
  if (contents === null) {
    const span = { start: text.length, end: text.length };
    const nothing: OpenObject = { kind: 'object', properties: [], span, parent: null, key: '' };
    return { root: nothing, forms: new Map(), shared: new Set(), errors: [] };
  }
  const targets = targetsIn(contents);
  const growing: Growing = {
    text,
    targets,
    targeted: new Set(targets.values()),
    active: new Set(),
    forms: new Map(),
    shared: new Set(),
    errors: [],
    expanded: 0,
  };
  const root = nodeOf(growing, contents, {
    parent: null,
    key: '',
    depth: 0,
    isAliased: false,
    isShared: false,
  });
  const { forms, shared, errors } = growing;
  return { root, forms, shared, errors };
}

function nodeOf(growing: Growing, node: unknown, place: Place): ConfigNode {
  const { errors } = growing;
  if (place.isAliased && ++growing.expanded > MOST_EXPANDED)
    return empty(growing, spanOf(growing.text, node), place);
  if (place.depth > MAX_DEPTH)
    return fail(growing, node, place, `Nested deeper than ${MAX_DEPTH} levels`);
  if (isAlias(node)) {
    const target = growing.targets.get(node);
    if (target === undefined) return fail(growing, node, place, NO_ANCHOR);
    if (growing.active.has(target))
      return fail(growing, node, place, 'Alias stands inside of what it stands for');
    growing.active.add(target);
    const made = nodeOf(growing, target, { ...place, isAliased: true, isShared: true });
    growing.active.delete(target);
    if (growing.expanded > MOST_EXPANDED && errors.every(({ message }) => message !== TOO_MANY))
      errors.push({ message: TOO_MANY, span: spanOf(growing.text, node) });
    return made;
  }
  const isShared = place.isShared || growing.targeted.has(node);
  const at = { ...place, isShared };
  if (isMap(node)) return objectOf(growing, node, at);
  if (isSeq(node)) return arrayOf(growing, node, at);
  if (isScalar(node)) return atomOf(growing, node, at);
  return empty(growing, spanOf(growing.text, node), at);
}

/** So many letters of a text are as much work as a value. */
const LETTERS = 50;

const NO_ANCHOR = 'Alias of an anchor that does not stand before it';
const TOO_MANY = `Aliases stand for more than ${MOST_EXPANDED.toLocaleString('en')} values`;

function fail(growing: Growing, node: unknown, place: Place, message: string): Atom {
  const span = spanOf(growing.text, node);
  if (growing.errors.length < 100) growing.errors.push({ message, span });
  return empty(growing, span, place);
}

function empty({ shared }: Growing, span: Span, { parent, key, isShared }: Place): Atom {
  const made: Atom = { kind: 'atom', value: null, span, parent, key };
  if (isShared) shared.add(made);
  return made;
}

function atomOf(growing: Growing, scalar: Scalar, place: Place): Atom {
  const { text, shared } = growing;
  const { parent, key, isShared } = place;
  const span = spanOf(text, scalar);
  const read = plainOf(scalar.value);
  const value = read === undefined ? text.slice(span.start, span.end) : read;
  // A long text counts as many values: each of them is looked through wherever it stands.
  if (place.isAliased) growing.expanded += Math.floor(String(value).length / LETTERS);
  const at = { kind: 'atom', span, parent, key } as const;
  const made =
    typeof value === 'string' ? textOf(text, scalar, { ...at, value }) : { ...at, value };
  if (isShared) shared.add(made);
  return made;
}

/** With its offsets. Made for thousands of values at a keystroke, and asked for few. */
function textOf(text: string, scalar: Scalar, atom: StringAtom): StringAtom {
  const { span, value } = atom;
  const { start } = span;
  const longer = span.end - start - value.length;
  if (longer === 2 && scalar.type?.startsWith('QUOTE') === true) return atom;
  if (longer === 0 && scalar.type === 'PLAIN') return { ...atom, offsets: (at) => start + at };
  let offsets: Offsets | null | undefined;
  return {
    ...atom,
    get offsets() {
      return offsets === undefined ? (offsets = scalarOffsets(text, scalar, span, value)) : offsets;
    },
  };
}

/** Undefined for what no JSON has. */
function plainOf(value: unknown): Atom['value'] | undefined {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value;
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

function arrayOf(growing: Growing, seq: YAMLSeq, place: Place): OpenArray {
  const { parent, key } = place;
  const span = { ...spanOf(growing.text, seq) };
  const array: OpenArray = { kind: 'array', items: [], span, parent, key };
  if (place.isShared) growing.shared.add(array);
  const source = seq.srcToken?.type === 'block-seq' ? seq.srcToken.items : [];
  const dashes = source.flatMap(({ start }) => start.filter(({ type }) => type === 'seq-item-ind'));
  const elements: (Element | null)[] = [];
  for (const [i, item] of seq.items.entries()) {
    const made = nodeOf(growing, item, { ...place, parent: array, key: i, depth: place.depth + 1 });
    array.items.push(made);
    const dash = dashes[i];
    if (dash === undefined) continue;
    const from = dash.offset + 1;
    const end = endOf(growing.text, item, made, from);
    elements.push({ span: { start: dash.offset, end }, from, isOdd: hasProps(item) });
  }
  const isFlow = seq.flow === true;
  if (!isFlow) span.end = elements.at(-1)?.span.end ?? span.end;
  growing.forms.set(array, { isFlow, elements });
  return array;
}

function objectOf(growing: Growing, map: YAMLMap, place: Place): OpenObject {
  const { parent, key } = place;
  const span = { ...spanOf(growing.text, map) };
  const object: OpenObject = { kind: 'object', properties: [], span, parent, key };
  if (place.isShared) growing.shared.add(object);
  const own: OpenProperty[] = [];
  const elements: (Element | null)[] = [];
  const merges: Pair[] = [];
  const names = new Set<string>();
  let end = span.start;
  for (const pair of map.items) {
    const name = keyOf(growing, pair.key);
    const at = { ...place, parent: object, key: name, depth: place.depth + 1 };
    const value = nodeOf(growing, pair.value, at);
    const element = elementOf(growing.text, pair, value);
    end = Math.max(end, element.span.end);
    if (isMerge(pair)) merges.push(pair);
    else {
      if (!place.isAliased && names.has(name))
        growing.errors.push({ message: 'Name stands twice', span: spanOf(growing.text, pair.key) });
      names.add(name);
      own.push({ key: name, keySpan: spanOf(growing.text, pair.key), value });
      elements.push(element);
    }
  }
  const below = {
    ...place,
    parent: object,
    depth: place.depth + 1,
    isAliased: true,
    isShared: true,
  };
  for (const merge of merges) {
    for (const pair of mergedPairs(growing, merge.value)) {
      const name = keyOf(growing, pair.key);
      if (names.has(name)) continue;
      names.add(name);
      const value = nodeOf(growing, pair.value, { ...below, key: name });
      object.properties.push({ key: name, keySpan: spanOf(growing.text, pair.key), value });
    }
  }
  const merged = object.properties.map(() => null);
  for (const property of own) object.properties.push(property);
  const isFlow = map.flow === true;
  if (!isFlow && map.items.length > 0) span.end = end;
  growing.forms.set(object, { isFlow, elements: [...merged, ...elements] });
  return object;
}

/** Names are texts for whoever reads them; a list or a map as a name is what is written. */
function keyOf(growing: Growing, key: unknown): string {
  const node = isAlias(key) ? growing.targets.get(key) : key;
  const value = isScalar(node) ? plainOf(node.value) : undefined;
  if (value !== undefined && value !== null) return String(value);
  const { start, end } = spanOf(growing.text, node);
  return growing.text.slice(start, end);
}
