import type { Span, TextEdit } from '../../core/config/text.ts';
import { pinsOf, type Pin } from '../../core/posture/pins.ts';
import type { Report } from '../../core/posture/report.ts';
import { togetherInSlices } from '../fix-all.ts';

/** One edit of a document, and the pins that it makes or is part of: one at least. */
export interface Change {
  readonly edit: TextEdit;
  readonly pins: readonly [Pin, ...Pin[]];
}

/** The edits that make every pin of a report at once, on the text of its document; null when the signal is aborted. */
export async function changesOf(
  report: Report,
  signal: AbortSignal,
): Promise<readonly Change[] | null> {
  const { pins } = pinsOf(report);
  const fixes = pins.map(({ fix }) => fix);
  const together = await togetherInSlices(report.document, fixes, signal);
  if (together === null) return null;
  const made = new Set(together.made);
  const own = pins.filter(({ fix }) => made.has(fix));
  return together.edits.flatMap((edit) => {
    const [first, ...others] = pinsAt(edit.span, own);
    return first === undefined ? [] : [{ edit, pins: [first, ...others] }];
  });
}

/** Those that an edit touches; where it touches none, as when a word is added at the end of a line, the nearest. */
function pinsAt(span: Span, pins: readonly Pin[]): readonly Pin[] {
  let best: Pin[] = [];
  let least = Infinity;
  for (const pin of pins) {
    const distance = Math.max(0, pin.span.start - span.end, span.start - pin.span.end);
    if (distance < least) best = [];
    least = Math.min(least, distance);
    if (distance === least) best.push(pin);
  }
  return least === 0 ? best : best.slice(0, 1);
}

/** What an edit does, in the words that stand above it in a preview. */
export function labelOf({ pins: [{ to, fix }] }: Change): string {
  if (to.startsWith('sha256:')) return 'Pin to digest';
  return fix.title.startsWith('Pin to commit ') ? 'Pin to commit' : 'Pin to release';
}

/** Which reference an edit is about, and what it becomes. */
export function descriptionOf({ pins }: Change): string {
  return pins.map(({ name, to }) => `${name} → ${to}`).join(', ');
}
