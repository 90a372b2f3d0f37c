import type { Document } from '../../core/config/document.ts';
import type { Span, TextEdit } from '../../core/config/text.ts';

/** One edit that is made as a whole or not at all, and the server that it changes; null for what belongs to none. */
export interface WholeEdit {
  readonly edit: TextEdit;
  readonly server: string | null;
}

/**
 * The same change with one edit a server: half of a server's edits would take a token out of its variables and not hand
 * it to the launcher.
 */
export function wholeServers(document: Document, edits: readonly TextEdit[]): readonly WholeEdit[] {
  const left = new Set(edits);
  const whole: WholeEdit[] = [];
  for (const { span, name } of document.servers) {
    const own = [...left].filter((edit) => isInside(edit.span, span));
    for (const edit of own) left.delete(edit);
    const joined = joinedEdit(document.text, own);
    if (joined !== null) whole.push({ edit: joined, server: name });
  }
  return [...whole, ...[...left].map((edit) => ({ edit, server: null }))].toSorted(
    (a, b) => a.edit.span.start - b.edit.span.start,
  );
}

function joinedEdit(text: string, edits: readonly TextEdit[]): TextEdit | null {
  const sorted = edits.toSorted((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  const [first] = sorted;
  if (first === undefined) return null;
  let newText = '';
  let at = first.span.start;
  for (const { span, newText: piece } of sorted) {
    newText += text.slice(at, span.start) + piece;
    at = span.end;
  }
  return { span: { start: first.span.start, end: at }, newText };
}

function isInside(inner: Span, outer: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}
