import type { ConfigNode } from './node.ts';
import { eolNear, styleAt } from './style.ts';
import { lineStart } from './text.ts';
import type { YamlTree } from './yaml-tree.ts';
import { yamlNotation, type Look } from './yaml-text.ts';

/** By what stands in the file: the first of each kind says how it is done. */
export function lookOf(text: string, { root, forms }: YamlTree): Look {
  let unit: number | undefined;
  let dash: number | undefined;
  const flows = new Map<string, boolean>();
  const lists = { block: 0, flow: 0 };
  for (const [node, { isFlow }] of forms) {
    const { parent, key } = node;
    // What is empty has no other form.
    if (isFlow && isEmpty(node)) continue;
    if (typeof key === 'string' && parent !== null) flows.set(key, isFlow);
    if (node.kind === 'array') lists[isFlow ? 'flow' : 'block'] += 1;
    if (isFlow || parent === null || parent.kind !== 'object') continue;
    const further = columnOf(text, node) - columnOf(text, parent);
    if (node.kind === 'object' && further > 0) unit ??= further;
    if (node.kind === 'array') dash ??= further;
  }
  return {
    unit: unit ?? (dash === undefined || dash === 0 ? 2 : dash),
    dash: dash ?? unit ?? 2,
    eol: eolNear(text, text.length),
    style: styleAt(text, root, yamlNotation),
    isFlow: (key, value) => flows.get(key) ?? (Array.isArray(value) && lists.flow > lists.block),
  };
}

function isEmpty(node: ConfigNode): boolean {
  if (node.kind === 'array') return node.items.length === 0;
  return node.kind === 'object' && node.properties.length === 0;
}

/** How many units stand before it on its line. */
export function columnOf(text: string, { span }: Pick<ConfigNode, 'span'>): number {
  return span.start - lineStart(text, span.start);
}
