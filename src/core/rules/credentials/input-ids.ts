import type { Document } from '../../config/document.ts';

const known = new WeakMap<Document, ReadonlySet<string>>();

/** The ids of inputs that a document declares, or refers to anywhere in its text. Kept per document. */
export function takenInputIds(document: Document): ReadonlySet<string> {
  const kept = known.get(document);
  if (kept !== undefined) return kept;
  const taken = new Set(document.inputs.map(({ id }) => id));
  for (const [, id = ''] of document.text.matchAll(/\$\{input:([^}\s]{1,200})\}/g)) taken.add(id);
  known.set(document, taken);
  return taken;
}
