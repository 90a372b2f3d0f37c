import type { Data } from './data.ts';
import type { Addition, ContainerChange } from './edit-container.ts';
import type { ConfigNode } from './node.ts';
import type { Token, TokenAt } from './pieces.ts';
import { lineEnd, lineStart, type Span, type TextEdit } from './text.ts';
import { linesRemoved } from './whole-lines.ts';
import { columnOf } from './yaml-look.ts';
import type { Element } from './yaml-spans.ts';
import { pairText, valueText, type Look } from './yaml-text.ts';
import { commentsBetween } from './yaml-tokens.ts';
import type { YamlTree } from './yaml-tree.ts';

export interface Writing {
  readonly text: string;
  readonly tokens: readonly Token[];
  readonly tokenAt: TokenAt;
  readonly tree: YamlTree;
  readonly look: Look;
}

/** What happens to a collection that stands in lines; null where it cannot be done without a loss. */
export function editBlock(
  writing: Writing,
  { node, removed, inserted, added }: ContainerChange,
): readonly TextEdit[] | null {
  const { text, tree } = writing;
  const elements = tree.forms.get(node)?.elements ?? [];
  if (elements.length === 0) return node === tree.root ? addToNothing(writing, added) : null;
  const kept = elements.filter((element, i) => element !== null && !removed.has(i));
  const last = kept.at(-1);
  if (last == null) {
    // A collection of which nothing is left is written anew.
    if (elements.includes(null)) return null;
    const all = [...[...inserted.values()].flat().map(item), ...added];
    if (node.parent === null) return replaceRoot(writing, node, elements, all);
    return replaceInBlock(writing, node, dataOf(node, all));
  }
  const gone = elementsAt(elements, removed);
  if (gone === null) return null;
  const edits = removeElements(writing, elements, gone);
  if (edits === null) return null;
  const more: Addition[] = [];
  for (const [index, values] of [...inserted].toSorted(([a], [b]) => a - b)) {
    // Where the item itself goes, they come before the next one that stays.
    const next = elements.find((element, i) => i >= index && element !== null && !removed.has(i));
    if (next == null) more.push(...values.map(item));
    else edits.push(insertBefore(writing, next, values));
  }
  const lines = [...more, ...added].map((one) => lineOf(writing, one, columnOf(text, last)));
  if (lines.length === 0) return edits;
  const at = lineEnd(text, last.span.end);
  const gap = writing.look.eol + ' '.repeat(columnOf(text, last));
  return [
    ...edits,
    { span: { start: at, end: at }, newText: lines.map((line) => gap + line).join('') },
  ];
}

function item(value: Data): Addition {
  return { key: null, value };
}

function dataOf({ kind }: ConfigNode, additions: readonly Addition[]): Data {
  if (kind === 'array') return additions.map(({ value }) => value);
  return new Map(additions.map(({ key, value }) => [key ?? '', value]));
}

function lineOf({ look }: Writing, { key, value }: Addition, column: number): string {
  return key === null
    ? `-${valueText(value, null, column, look)}`
    : pairText(key, value, column, look);
}

/** Null when one of them comes by a merge. */
function elementsAt(
  elements: readonly (Element | null)[],
  indexes: ReadonlySet<number>,
): readonly Element[] | null {
  const found = [...indexes].map((i) => elements[i]).filter((element) => element != null);
  return found.length === indexes.size ? found : null;
}

function removeElements(
  { text, tokens, tokenAt }: Writing,
  elements: readonly (Element | null)[],
  gone: readonly Element[],
): TextEdit[] | null {
  const edits: TextEdit[] = [];
  const lines: Span[] = [];
  for (const element of gone) {
    const { span } = element;
    if (isFirstOnLine(text, span.start)) {
      lines.push(span);
      continue;
    }
    // It stands behind a dash: the next one takes its place.
    const index = elements.indexOf(element);
    const next = elements.slice(index + 1).find((one) => one !== null && !gone.includes(one));
    if (next == null) return null;
    const end = next.span.start;
    if (commentsBetween(tokens, { start: span.start, end }).length > 0) return null;
    edits.push({ span: { start: span.start, end }, newText: '' });
  }
  const [taken] = edits;
  const rest = lines.filter(({ start }) => taken === undefined || start >= taken.span.end);
  const removed = linesRemoved(text, tokenAt, rest);
  return removed === null ? null : [...edits, ...removed];
}

function insertBefore({ text, look }: Writing, next: Element, values: readonly Data[]): TextEdit {
  const column = columnOf(text, next);
  const gap = look.eol + ' '.repeat(column);
  const { start } = next.span;
  const newText = values.map((value) => `-${valueText(value, null, column, look)}${gap}`).join('');
  return { span: { start, end: start }, newText };
}

/** Its lines go, and what takes their place stands where the first one began. */
function replaceRoot(
  writing: Writing,
  node: ConfigNode,
  elements: readonly (Element | null)[],
  added: readonly Addition[],
): readonly TextEdit[] | null {
  const { text, tokenAt, look } = writing;
  const spans = elements.flatMap((element) => element?.span ?? []);
  const edits = linesRemoved(text, tokenAt, spans);
  const start = lineStart(text, spans[0]?.start ?? 0);
  if (edits === null) return null;
  const nothing = node.kind === 'array' ? '[]' : '{}';
  const lines = added.length === 0 ? [nothing] : added.map((one) => lineOf(writing, one, 0));
  const newText = lines.join(look.eol) + (/[\r\n]$/.test(text) ? look.eol : '');
  return [{ span: { start, end: start }, newText }, ...edits];
}

/** To a file without a value. */
function addToNothing({ text, look }: Writing, added: readonly Addition[]): readonly TextEdit[] {
  const isOpen = !/(?:^\ufeff?|[\r\n])$/.test(text);
  const lines = added.map(({ key, value }) => pairText(key ?? '', value, 0, look)).join(look.eol);
  const span = { start: text.length, end: text.length };
  return [{ span, newText: isOpen ? look.eol + lines : lines + look.eol }];
}

/** Another value behind a colon or a dash of a block; comments inside the old one go to lines above. */
export function replaceInBlock(
  writing: Writing,
  node: ConfigNode,
  value: Data,
): readonly TextEdit[] | null {
  const { text, tokens, tree, look } = writing;
  const { parent, key } = node;
  if (parent === null) return null;
  const index =
    parent.kind === 'array'
      ? parent.items.indexOf(node)
      : parent.properties.findIndex((property) => property.value === node);
  const element = tree.forms.get(parent)?.elements[index];
  if (element == null || element.isOdd || element.from < 0 || tree.shared.has(node)) return null;
  const { span, from } = element;
  const name = typeof key === 'string' ? key : null;
  const newText = valueText(value, name, columnOf(text, element), look);
  const comments = commentsBetween(tokens, { start: from, end: span.end });
  const isScalar = node.kind === 'atom' && node.span.end > node.span.start;
  if (comments.length === 0 && isScalar && newText.startsWith(' '))
    return [{ span: node.span, newText: newText.slice(1) }];
  const edit = { span: { start: from, end: span.end }, newText };
  if (comments.length === 0) return [edit];
  if (!isFirstOnLine(text, span.start)) return null;
  const start = lineStart(text, span.start);
  const indent = text.slice(start, span.start);
  const lines = comments.map((one) => indent + text.slice(one.start, one.end) + look.eol);
  return [{ span: { start, end: start }, newText: lines.join('') }, edit];
}

function isFirstOnLine(text: string, offset: number): boolean {
  return text.slice(lineStart(text, offset), offset).trim() === '';
}
