import type { Document } from '../../config/document.ts';
import { keepLasting } from '../../config/kept.ts';
import { atomsBelow, type ConfigNode } from '../../config/node.ts';
import type { Server } from '../../config/server.ts';
import type { Span } from '../../config/text.ts';
import { findInText, findKnown, type Credential } from './find.ts';
import { nextMark } from './match.ts';

/**
 * Credentials in what is no value: comments and keys, by known formats alone; where the text could not be parsed, or
 * not all of it, also by name and shape. Offsets are of the text.
 */
export function findBetween(document: Document): readonly Credential[] {
  const { text, root, errors } = document;
  if (root === null) return findInText(text);
  if (errors.length === 0) return hasMark(document) ? findInGaps(text, root) : [];
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

/** Whether a credential can be anywhere at all. Servers that did not change are not read again. */
function hasMark({ text, servers }: Document): boolean {
  let from = 0;
  for (const server of servers) {
    const { start, end } = innerOf(server, text);
    if (start < from || end <= start) continue;
    if (nextMark(text, from, start) < start || keepLasting(server, hasMarkInside, text))
      return true;
    from = end;
  }
  return nextMark(text, from) < text.length;
}

function hasMarkInside(server: Server, text: string): boolean {
  const { start, end } = innerOf(server, text);
  return nextMark(text, start, end) < end;
}

/** No mark has a quote, a brace or a line break in it, so none reaches over the ends of this; empty where it has none. */
function innerOf({ span: { start, end } }: Server, text: string): Span {
  const first = text[start] === '"' ? 0 : text.slice(start, end).indexOf('\n');
  const last = text[end - 1] === '}' ? end - start : text.slice(start, end).lastIndexOf('\n');
  return first === -1 ? { start, end: start } : { start: start + first, end: start + last };
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
