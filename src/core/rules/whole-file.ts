import type { Document } from '../config/document.ts';
import type { Span } from '../config/text.ts';
import type { Finding } from './finding.ts';

/** Where a real credential was found, the first of the servers before any other; null when none was. */
export function firstSecret(found: Iterable<Finding>): Span | null {
  for (const { marks, span } of found) if (marks.includes('literal-credential')) return span;
  return null;
}

/** Where is said what is wrong with the file as a whole: its first sign. */
export function headOf({ text, root }: Document): Span {
  const start = root?.span.start ?? /^\s*/.exec(text)?.[0].length ?? 0;
  return { start, end: Math.min(start + 1, text.length) };
}
