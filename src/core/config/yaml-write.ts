import { dataOfValue, type Data } from './data.ts';
import type { Op } from './edit.ts';
import { editContainer, type ContainerChange } from './edit-container.ts';
import { editString, lowered } from './lowering.ts';
import { isString, type ConfigNode, type StringAtom } from './node.ts';
import type { Plan } from './plan.ts';
import { format, styleAt } from './style.ts';
import { lineStart, type Span, type TextEdit } from './text.ts';
import { editBlock, replaceInBlock, type Writing } from './yaml-blocks.ts';
import { parseYaml, readYaml, type Yaml } from './yaml.ts';
import { lookOf } from './yaml-look.ts';
import { isPlain, quoted, scalarText, yamlNotation } from './yaml-text.ts';
import { commentsBetween, tokenAtIn } from './yaml-tokens.ts';
import type { YamlTree } from './yaml-tree.ts';

/**
 * The ops as edits of YAML: what stands in lines goes with its lines, what is added looks like its neighbours. Null
 * where the ops do not fit or would not hold, and for what an alias or a merge stands for, or is stood for by.
 */
export function lowerYaml(
  text: string,
  root: ConfigNode | null,
  ops: readonly Op[],
): readonly TextEdit[] | null {
  const read = readYaml(text);
  const { tree } = read;
  if (root === null || tree === null) return null;
  return lowered(text, tree.root, ops, {
    parse: parseYaml,
    editsOf: (plan) => editsOf(text, plan, read, tree),
  });
}

/** Whether a comment begins between two offsets. */
export function holdsYamlComment(text: string, within: Span): boolean {
  return commentsBetween(readYaml(text).tokens(), within).length > 0;
}

function editsOf(
  text: string,
  { names, values, containers }: Plan,
  read: Yaml,
  tree: YamlTree,
): readonly TextEdit[] | null {
  const tokens = read.tokens();
  const writing: Writing = {
    text,
    tokens,
    tokenAt: tokenAtIn(tokens),
    tree,
    look: lookOf(text, tree),
  };
  const edits: TextEdit[] = [];
  const add = (some: readonly TextEdit[] | null): boolean => {
    for (const edit of some ?? []) edits.push(edit);
    return some !== null;
  };
  const keys = names.length === 0 ? null : keysOf(tree);
  for (const { span, key } of names) {
    const isFlow = keys?.get(span.start);
    if (isFlow === undefined) return null;
    edits.push({ span, newText: scalarText(key, isFlow) });
  }
  for (const { node, value } of values)
    if (!add(editValue(writing, node, dataOfValue(value)))) return null;
  for (const change of containers) if (!add(editCollection(writing, change))) return null;
  const removals = edits.filter(({ newText }) => newText === '');
  return removals.length === 0 ? edits : edits.map((edit) => outOfGoing(text, edit, removals));
}

/** What is added behind lines of which the last one goes stands in the place of that one. */
function outOfGoing(text: string, edit: TextEdit, removals: readonly TextEdit[]): TextEdit {
  const { span, newText } = edit;
  const [eol] = /^(?:\r\n|\r|\n)/.exec(newText) ?? [];
  if (span.start < span.end || eol === undefined) return edit;
  const going = removals.find((one) => one.span.start < span.start && span.start < one.span.end);
  if (going === undefined) return edit;
  const { start } = going.span;
  const isWholeLine = lineStart(text, start) === start;
  return {
    span: { start, end: start },
    newText: isWholeLine ? newText.slice(eol.length) + eol : newText,
  };
}

function editCollection(writing: Writing, change: ContainerChange): readonly TextEdit[] | null {
  const { text, tree, tokenAt } = writing;
  const { node } = change;
  if (tree.shared.has(node)) return null;
  const form = tree.forms.get(node);
  if (form?.isFlow !== true) return editBlock(writing, change);
  const { parent, span } = node;
  const inBlock = parent !== null && tree.forms.get(parent)?.isFlow === false;
  // One of which nothing was left says nothing of how the next one is to look.
  if (inBlock && isEmptyList(node) && commentsBetween(writing.tokens, span).length === 0) {
    const all = [...change.inserted.values()].flat();
    return replaceInBlock(writing, node, [...all, ...change.added.map(({ value }) => value)]);
  }
  const below = node.kind === 'array' ? node.items : node.properties.map(({ value }) => value);
  // What an alias stands for is not in these brackets.
  if (below.some((one) => one === null || tree.shared.has(one))) return null;
  return editContainer(text, tokenAt, yamlNotation, change);
}

function isEmptyList(node: ConfigNode): boolean {
  return node.kind === 'array' && node.items.length === 0;
}

function editValue(writing: Writing, node: ConfigNode, value: Data): readonly TextEdit[] | null {
  const { text, tokens, tree } = writing;
  if (tree.shared.has(node)) return null;
  const { span, parent } = node;
  const inFlow = parent !== null && tree.forms.get(parent)?.isFlow === true;
  const isThere = span.end > span.start;
  if (isString(node) && typeof value === 'string' && isThere)
    return [stringEdit(text, node, value, inFlow)];
  if (parent !== null && !inFlow) return replaceInBlock(writing, node, value);
  const isInline = node.kind === 'atom' || tree.forms.get(node)?.isFlow === true;
  if (!isThere || !isInline || commentsBetween(tokens, span).length > 0) return null;
  return [{ span, newText: format(value, styleAt(text, node, yamlNotation), '', false) }];
}

/** In the quotes that it has, where it still can be. */
function stringEdit(text: string, node: StringAtom, to: string, inFlow: boolean): TextEdit {
  const quote = text.charAt(node.span.start);
  if (quote === '"') return editString(text, node, to, quoted, (part) => quoted(part).slice(1, -1));
  const isPrintable = !/\p{Cc}/u.test(to);
  if (quote === "'") {
    const single = (value: string): string => value.replaceAll("'", "''");
    const literal = (value: string): string => (isPrintable ? `'${single(value)}'` : quoted(value));
    return editString(text, node, to, literal, (part) => (isPrintable ? single(part) : null));
  }
  const isBlock = /^[|>]/.test(quote);
  const isSafe = (part: string): boolean => (isBlock ? !/\p{Cc}/u.test(part) : isPlain(to, inFlow));
  const [, comment = ''] = /^[^\r\n#]*([ \t]#[^\r\n]*)/.exec(text.slice(node.span.start)) ?? [];
  const literal = (value: string): string =>
    isBlock ? quoted(value) + comment : scalarText(value, inFlow);
  // The line break at its end is that of its lines: they go with it.
  if (isBlock && node.value.endsWith('\n') !== to.endsWith('\n'))
    return { span: node.span, newText: literal(to) };
  return editString(text, node, to, literal, (part) => (isSafe(part) ? part : null));
}

/** Whether a key stands in brackets, by where it begins. Those that a merge brings are not there. */
function keysOf({ forms, shared }: YamlTree): ReadonlyMap<number, boolean> {
  const keys = new Map<number, boolean>();
  for (const [node, { isFlow, elements }] of forms) {
    if (node.kind !== 'object' || shared.has(node)) continue;
    for (const [i, { keySpan }] of node.properties.entries())
      if (elements[i] !== null && keySpan.end > keySpan.start) keys.set(keySpan.start, isFlow);
  }
  return keys;
}
