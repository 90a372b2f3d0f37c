import type { Document } from '../../config/document.ts';
import { keep } from '../../config/kept.ts';

/** The ids of inputs that a document declares, or refers to anywhere in its text. Kept per document. */
export function takenInputIds(document: Document): ReadonlySet<string> {
  return keep(document, readIds);
}

function readIds(document: Document): ReadonlySet<string> {
  const taken = new Set(document.inputs.map(({ id }) => id));
  const { text } = document;
  for (let at = text.indexOf(OPEN); at !== -1; at = text.indexOf(OPEN, at)) {
    at += OPEN.length;
    ID.lastIndex = at;
    const id = ID.exec(text)?.[1];
    if (id === undefined) continue;
    taken.add(id);
    at += id.length;
  }
  return taken;
}

const OPEN = '${input:';
const ID = /([^}\s]{1,200})\}/y;
