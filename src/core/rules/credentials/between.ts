import type { Document } from '../../config/document.ts';
import { atomsBelow, type ConfigNode } from '../../config/node.ts';
import { findInText, findKnown, type Credential } from './find.ts';
import { nextMark } from './match.ts';

/**
 * Credentials in what is no value: comments and keys, by known formats alone; where the text could not be parsed, or
 * not all of it, also by name and shape. Offsets are of the text.
 */
export function findBetween({ text, root, errors }: Document): readonly Credential[] {
  if (root === null) return findInText(text);
  if (errors.length === 0) return findInGaps(text, root);
  const found = findInText(text);
  if (found.length === 0) return found;
  // The root of a broken text may be any piece of it.
  const values = [...atomsBelow(root)]
    .filter(({ parent }) => parent !== null)
    .map(({ span }) => span)
    .toSorted((a, b) => a.start - b.start);
  let next = 0;
  return found.filter((one) => {
    while ((values[next]?.end ?? Infinity) <= one.start) next++;
    return (values[next]?.start ?? Infinity) >= one.end;
  });
}

/** What stands between the values; a value ends a token, so none reaches over it. */
function findInGaps(text: string, root: ConfigNode): readonly Credential[] {
  const found: Credential[] = [];
  let from = 0;
  let mark = nextMark(text, 0);
  const look = (to: number): void => {
    if (to - from < SHORTEST || mark >= to) return;
    for (const one of findKnown(text.slice(from, to))) {
      found.push({ ...one, start: from + one.start, end: from + one.end });
    }
  };
  if (mark === Infinity) return found;
  for (const { span } of atomsBelow(root)) {
    look(span.start);
    // What an alias stands for stands where it was written.
    from = Math.max(from, span.end);
    if (mark < from) mark = nextMark(text, from);
    if (mark === Infinity) return found;
  }
  look(text.length);
  return found;
}

/** No credential of a known format is shorter. */
const SHORTEST = 12;
