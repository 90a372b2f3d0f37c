import type { Document } from '../../config/document.ts';
import { atomsBelow } from '../../config/node.ts';
import { findInText, findKnown, type Credential } from './find.ts';

/**
 * Credentials in what is no value: comments and keys, by known formats alone; where the text could not be parsed, or
 * not all of it, also by name and shape. Offsets are of the text.
 */
export function findBetween({ text, root, errors }: Document): readonly Credential[] {
  if (root === null) return findInText(text);
  const found = errors.length > 0 ? findInText(text) : findKnown(text);
  if (found.length === 0) return found;
  // The root of a broken text may be any piece of it.
  const values = [...atomsBelow(root)]
    .filter(({ parent }) => parent !== null)
    .map(({ span }) => span);
  let next = 0;
  return found.filter((one) => {
    while ((values[next]?.end ?? Infinity) <= one.start) next++;
    return (values[next]?.start ?? Infinity) >= one.end;
  });
}
