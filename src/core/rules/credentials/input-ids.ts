import type { Document } from '../../config/document.ts';
import { keep } from '../../config/kept.ts';

/** The ids of inputs that a document declares, or refers to anywhere in its text. Kept per document. */
export function takenInputIds(document: Document): ReadonlySet<string> {
  return keep(document, readIds);
}

function readIds(document: Document): ReadonlySet<string> {
  const taken = new Set(document.inputs.map(({ id }) => id));
  if (!document.text.includes('${input:')) return taken;
  for (const [, id = ''] of document.text.matchAll(/\$\{input:([^}\s]{1,200})\}/g)) taken.add(id);
  return taken;
}
