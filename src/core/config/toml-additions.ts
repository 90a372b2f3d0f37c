import type { Data } from './data.ts';
import type { Addition } from './edit-container.ts';
import { pathOf, type ArrayNode, type ConfigNode, type ObjectNode } from './node.ts';
import { eolNear, format, styleAt, type Style } from './style.ts';
import { lineEnd, lineIndent, type TextEdit } from './text.ts';
import { tomlNotation } from './toml-strings.ts';
import type { Placed } from './toml-tree.ts';
import { elementAt, type Form, type Uses } from './toml-uses.ts';

export interface Writing {
  readonly text: string;
  readonly uses: Uses;
  /** Statements that go. */
  readonly removed: ReadonlySet<Placed>;
  /** How the file writes objects: by their name, and by the path of what holds them. */
  readonly forms: ReadonlyMap<string, Form>;
}

/** A property to be added; the form is that of the file where it is null. */
export interface Wanted extends Addition {
  readonly form: Form | null;
}

export interface Added {
  readonly pairs: readonly TextEdit[];
  readonly tables: readonly TextEdit[];
}

/** What is added to a table, or to an array of tables; null when there is no place for it. */
export function addTo(
  writing: Writing,
  node: ConfigNode,
  additions: readonly Wanted[],
): Added | null {
  if (node.kind === 'atom') return null;
  if (node.kind === 'array') {
    const items = additions.map(({ value }) => itemLines(writing, node, value));
    const blocks = items.filter((item) => item !== null);
    if (blocks.length < items.length) return null;
    return { pairs: [], tables: [addBlocks(writing, node, blocks)] };
  }
  const home = homeOf(writing, node);
  const lines: string[] = [];
  const blocks: (readonly string[])[] = [];
  for (const { key, value, form } of additions) {
    if (key === null) return null;
    const asked = form ?? formFor(writing, node, key, value);
    // What dotted names make, no header may add to.
    const fit = asked === 'table' && writing.uses.formOf(node) === 'dotted' ? 'dotted' : asked;
    if (fit === 'table' && value instanceof Map)
      blocks.push(tableLines(writing, [...namesOf(node), key], value));
    else {
      const style = home?.style ?? styleOf(writing, null);
      lines.push(...pairLines(home?.prefix ?? '', key, value, fit === 'dotted', style));
    }
  }
  const pairs = home === null || lines.length === 0 ? [] : [addPairs(writing, home, lines)];
  // A table that only its sub-tables speak of gets a header of its own.
  if (home === null && lines.length > 0) blocks.unshift([headerText(namesOf(node)), ...lines]);
  return { pairs, tables: blocks.length === 0 ? [] : [addBlocks(writing, node, blocks)] };
}

/** A new item of an array of tables, as lines; null when it is no table. */
export function itemLines(
  writing: Writing,
  node: ConfigNode,
  value: Data,
): readonly string[] | null {
  if (!(value instanceof Map)) return null;
  const names = namesOf(node);
  const [first = '', ...lines] = tableLines(writing, names, value, true);
  return [`[${first}]`, ...lines];
}

/** Where assignments of an object go. */
interface Home {
  /** The statement that they come after; null: before all. */
  readonly anchor: Placed | null;
  /** What stands before each name. */
  readonly prefix: string;
  readonly style: Style;
}

/** Null for a table that only its sub-tables speak of. */
function homeOf(writing: Writing, node: ObjectNode): Home | null {
  const { uses, removed, text } = writing;
  const kept = (header: Placed | null): Placed | null =>
    uses.pairsUnder(header).findLast((one) => !removed.has(one)) ?? null;
  const header = uses.headerOf(node);
  if (header !== null || node === uses.root) {
    const last = kept(header);
    return { anchor: last ?? header, prefix: '', style: styleOf(writing, last) };
  }
  const dotted = uses.dottedInto(node);
  const model = dotted.findLast(({ pair }) => !removed.has(pair)) ?? dotted.at(-1);
  if (model === undefined) return null;
  const { pair, own } = model;
  const anchor = removed.has(pair) ? (kept(pair.header) ?? pair.header) : pair;
  return { anchor, prefix: text.slice(pair.span.start, own), style: styleOf(writing, pair) };
}

function addPairs(writing: Writing, { anchor, style }: Home, lines: readonly string[]): TextEdit {
  const { text, uses } = writing;
  const { eol } = style;
  if (anchor !== null) {
    const indent = lineIndent(text, anchor.span.start);
    return after(text, anchor, lines.map((line) => eol + indent + line).join(''));
  }
  const [first] = uses.all;
  if (first === undefined) return atEnd(text, eol, [lines]);
  const start = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const isFollowed = first.kind !== 'pair' && isSpaced(writing);
  const newText = lines.map((line) => line + eol).join('') + (isFollowed ? eol : '');
  return { span: { start, end: start }, newText };
}

/** Tables come after all that is said of what they belong to. */
function addBlocks(
  writing: Writing,
  node: ConfigNode,
  blocks: readonly (readonly string[])[],
): TextEdit {
  const { text, uses, removed } = writing;
  const own = uses.below(node);
  const [first] = own;
  const before = first === undefined ? uses.all : uses.all.slice(0, uses.all.indexOf(first));
  const anchor = [...before, ...own].findLast((one) => !removed.has(one));
  const eol = eolNear(text, anchor?.span.end ?? 0);
  if (anchor === undefined) return atEnd(text, eol, blocks);
  const gap = eol + (isSpaced(writing) ? eol : '');
  return after(text, anchor, blocks.map((block) => gap + block.join(eol)).join(''));
}

function after(text: string, { span }: Placed, newText: string): TextEdit {
  const at = lineEnd(text, span.end);
  return { span: { start: at, end: at }, newText };
}

/** For a text without a statement. */
function atEnd(text: string, eol: string, blocks: readonly (readonly string[])[]): TextEdit {
  const isOpen = !/(?:^\ufeff?|[\r\n])$/.test(text);
  const added = blocks.map((block) => block.join(eol)).join(eol + eol);
  const newText = isOpen ? eol + added : added + eol;
  return { span: { start: text.length, end: text.length }, newText };
}

/** Whether blank lines stand between the tables of the file. */
export function isSpaced({ text, uses }: Writing): boolean {
  const headers = uses.all.filter(({ kind }, i) => kind !== 'pair' && i > 0);
  if (headers.length === 0) return true;
  return headers.some(({ span }) =>
    /(?:\n|\r)[ \t]*(?:\r\n|\n|\r)[^\r\n]*$/.test(
      text.slice(Math.max(0, span.start - 200), span.start),
    ),
  );
}

function headerText(names: readonly string[]): string {
  return `[${names.map(tomlNotation.key).join('.')}]`;
}

/** A table and its sub-tables; its own header is left out where nothing stands under it. */
function tableLines(
  writing: Writing,
  names: readonly string[],
  value: ReadonlyMap<string, Data>,
  isItem = false,
): readonly string[] {
  const style = styleOf(writing, null);
  const pairs: string[] = [];
  const below: (readonly string[])[] = [];
  for (const [key, item] of value) {
    const form = formFor(writing, null, key, item);
    if (form === 'table' && item instanceof Map)
      below.push(tableLines(writing, [...names, key], item));
    else pairs.push(...pairLines('', key, item, form === 'dotted', style));
  }
  const own =
    pairs.length > 0 || below.length === 0 || isItem ? [[headerText(names), ...pairs]] : [];
  return [...own, ...below].flatMap((block, i) => (i === 0 ? block : ['', ...block]));
}

function pairLines(
  prefix: string,
  key: string,
  value: Data,
  isDotted: boolean,
  style: Style,
): readonly string[] {
  const name = prefix + tomlNotation.key(key);
  if (isDotted && value instanceof Map && value.size > 0)
    return [...value].flatMap(([below, item]) => pairLines(`${name}.`, below, item, true, style));
  return [name + style.colon + format(value, style, '', false)];
}

/** As objects of that name are written, else those beside it; else in braces where nothing in them has braces. */
function formFor(
  { forms, uses }: Writing,
  holder: ObjectNode | null,
  key: string,
  value: Data,
): Form {
  if (!(value instanceof Map)) return 'inline';
  const known = forms.get(`.${key}`) ?? (holder === null ? undefined : forms.get(placeOf(holder)));
  if (known !== undefined) return known;
  const isFlat = [...value.values()].every((item) => !(item instanceof Map));
  return isFlat && holder !== uses.root ? 'inline' : 'table';
}

/** The last of each name counts, and of each place. */
export function formsOf(uses: Uses): ReadonlyMap<string, Form> {
  const forms = new Map<string, Form>();
  const add = (node: ConfigNode): void => {
    if (node.kind !== 'object' || node.parent?.kind !== 'object') return;
    forms.set(`.${node.key}`, uses.formOf(node));
    forms.set(placeOf(node.parent), uses.formOf(node));
  };
  for (const { steps } of uses.all) {
    for (const { holder, index } of steps) {
      const element = elementAt(holder, index);
      if (element !== undefined && 'kind' in element) add(element);
    }
  }
  return forms;
}

function placeOf(node: ObjectNode): string {
  return JSON.stringify(pathOf(node));
}

function namesOf(node: ObjectNode | ArrayNode | ConfigNode): readonly string[] {
  return pathOf(node).filter((step) => typeof step === 'string');
}

/** As the assignment nearest to it, else the last of the file, is written. */
function styleOf({ text, uses }: Writing, near: Placed | null): Style {
  const model = near ?? uses.all.findLast(({ kind }) => kind === 'pair');
  const last = model?.steps.at(-1);
  const value = last === undefined ? undefined : elementAt(last.holder, last.index);
  const style = styleAt(text, uses.root, tomlNotation);
  if (last?.keySpan == null || value === undefined || !('kind' in value)) return style;
  const colon = text.slice(last.keySpan.end, value.span.start).replaceAll(/[ \t]+/g, ' ');
  const eol = eolNear(text, value.span.end - 1);
  return { ...style, colon, eol };
}
