import { child, isString, type ArrayNode, type Atom, type ConfigNode } from '../node.ts';
import { entriesOf, fieldsOf, type Entry, type ServerFields } from '../server-fields.ts';
import type { Keys } from './dialect.ts';

/** The fields of an entry that keeps them one level down, such as under `transport`; nothing for others. */
export function fieldsUnder(key: string, keys: Keys) {
  return (node: ConfigNode): Partial<ServerFields> => {
    const inner = child(node, key);
    return inner?.kind === 'object' ? fieldsOf(inner, { keys }) : {};
  };
}

/** NAME and value of a list of objects that say them under these keys. */
export function listedEntries(
  list: ConfigNode | undefined,
  nameKey: string,
  valueKeys: readonly string[],
): readonly Entry[] {
  if (list?.kind !== 'array') return entriesOf(list);
  return list.items.flatMap((item): Entry[] => {
    const name = child(item, nameKey);
    if (!isString(name)) return [];
    const value = valueKeys.map((key) => child(item, key)).find((node) => node !== undefined);
    return [{ name: name.value, keySpan: name.span, value: value ?? null }];
  });
}

/**
 * A word that the client puts there itself: where it stands is said by what is written instead. It has a place that no
 * file has, so nothing can be written to it.
 */
export function impliedWord(value: string, at: Atom): Atom {
  const nowhere: ArrayNode = {
    kind: 'array',
    items: [],
    span: at.span,
    parent: at.parent,
    key: at.key,
  };
  return { kind: 'atom', value, span: at.span, parent: nowhere, key: 0, offsets: null };
}

/** Whether a word is one that the client puts there itself. */
export function isImpliedWord({ parent }: Atom): boolean {
  return parent?.kind === 'array' && parent.items.length === 0;
}
