import type { Document } from '../../config/document.ts';
import { keep } from '../../config/kept.ts';
import type { Slice } from '../../config/node.ts';
import type { Span } from '../../config/text.ts';
import { findBetween } from './between.ts';
import { literalsIn, literalsOf, type Literal } from './literals.ts';
import { spotsOutside } from './places.ts';

/** Where a credential stands in the file, the first of its servers before any other; null when none does. */
export function firstSecret(document: Document): Slice | Span | null {
  return keep(document, findFirst);
}

function findFirst(document: Document): Slice | Span | null {
  const isSecret = ({ kind }: Pick<Literal, 'kind'>): boolean => kind === 'secret';
  for (const server of document.servers) {
    const literal = literalsOf(server).find(isSecret);
    if (literal !== undefined) return literal.at;
  }
  for (const spot of spotsOutside(document)) {
    const literal = literalsIn(spot, null).find(isSecret);
    if (literal !== undefined) return literal.at;
  }
  const found = findBetween(document).find(isSecret);
  return found === undefined ? null : { start: found.start, end: found.end };
}

/** Where is said what is wrong with the file as a whole: its first sign. */
export function headOf({ text, root }: Document): Span {
  const start = root?.span.start ?? /^\s*/.exec(text)?.[0].length ?? 0;
  return { start, end: Math.min(start + 1, text.length) };
}
