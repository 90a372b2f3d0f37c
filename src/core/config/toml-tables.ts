import type { Data } from './data.ts';
import type { ContainerChange } from './edit-container.ts';
import type { ConfigNode } from './node.ts';
import type { TokenAt } from './pieces.ts';
import { eolNear } from './style.ts';
import { lineStart, type TextEdit } from './text.ts';
import {
  addTo,
  formsOf,
  isSpaced,
  itemLines,
  type Wanted,
  type Writing,
} from './toml-additions.ts';
import { linesRemoved } from './whole-lines.ts';
import type { Placed } from './toml-tree.ts';
import { elementAt, type Uses } from './toml-uses.ts';

/** What happens to tables, arrays of tables and what dotted names make: all that is written in lines. */
export interface TableChanges {
  readonly changed: readonly ContainerChange[];
  /** These become something else. */
  readonly replaced: readonly { readonly node: ConfigNode; readonly value: Data }[];
}

/** Null when an addition has no place. */
export function editTables(
  text: string,
  tokenAt: TokenAt,
  uses: Uses,
  { changed, replaced }: TableChanges,
): readonly TextEdit[] | null {
  const removed = new Set<Placed>();
  const wanted = new Map<ConfigNode, Wanted[]>();
  const want = (node: ConfigNode | null, addition: Wanted): boolean => {
    if (node === null || !uses.isOpen(node)) return false;
    wanted.set(node, [...(wanted.get(node) ?? []), addition]);
    return true;
  };
  for (const { node, removed: gone, added, inserted } of changed) {
    for (const index of gone) {
      const element = elementAt(node, index);
      for (const one of element === undefined ? [] : uses.below(element)) removed.add(one);
    }
    for (const addition of added) want(node, { ...addition, form: null });
    const count = node.kind === 'array' ? node.items.length : node.properties.length;
    const isEmptied = gone.size === count && added.length === 0 && inserted.size === 0;
    // Without an element there is nothing left that says it.
    if (!isEmptied || node === uses.root || uses.headerOf(node) !== null) continue;
    const value: Data = node.kind === 'array' ? [] : new Map();
    const form = uses.formOf(node) === 'table' && node.kind === 'object' ? 'table' : 'inline';
    if (!want(node.parent, { key: String(node.key), value, form })) return null;
  }
  for (const { node, value } of replaced) {
    for (const one of uses.below(node)) removed.add(one);
    if (!want(node.parent, { key: String(node.key), value, form: 'inline' })) return null;
  }
  const lines = linesRemoved(
    text,
    tokenAt,
    [...removed].map(({ span }) => span),
  );
  if (lines === null) return null;
  const writing: Writing = { text, uses, removed, forms: formsOf(uses) };
  const pairs: TextEdit[] = [];
  const tables: TextEdit[] = [];
  for (const [node, additions] of wanted) {
    const some = addTo(writing, node, additions);
    if (some === null) return null;
    pairs.push(...some.pairs);
    tables.push(...some.tables);
  }
  for (const { node, inserted } of changed) {
    for (const [index, values] of inserted) {
      const blocks = values.map((value) => itemLines(writing, node, value));
      const [first] = uses.below(node.kind === 'array' ? (node.items[index] ?? node) : node);
      if (first === undefined || blocks.includes(null)) return null;
      const at = lineStart(text, first.span.start);
      const eol = eolNear(text, at);
      const gap = eol + (isSpaced(writing) ? eol : '');
      const newText = blocks.map((block) => (block ?? []).join(eol) + gap).join('');
      tables.push({ span: { start: at, end: at }, newText });
    }
  }
  // Where both come to one place, assignments belong to the table above.
  return [...lines, ...pairs, ...tables];
}
