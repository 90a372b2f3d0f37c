import type { Span } from '../../core/config/text.ts';
import { pinsOf } from '../../core/posture/pins.ts';
import type { Report } from '../../core/posture/report.ts';

/** A reference, or a whole file, that is as it was. */
export interface LeftThere {
  /** Server and reference; the file itself when it could not be read. */
  readonly what: string;
  /** A clause without a period. */
  readonly why: string;
  /** Null for a whole file. */
  readonly span: Span | null;
}

/** Everything in a file that is not pinned, in its order: what could not be, and what was possible and was not done. */
export function leftIn(report: Report): readonly LeftThere[] {
  const { pins, left } = pinsOf(report);
  const why = 'it was left out in the preview, or did not fit the file';
  const possible = pins.map(({ server, name, span }) => ({ server, what: name, why, span }));
  return [...left, ...possible]
    .toSorted((a, b) => a.span.start - b.span.start)
    .map((one) => ({ what: `${one.server}: ${one.what}`, why: one.why, span: one.span }));
}

/** How many references of a file are not pinned. */
export function countOpen(report: Report): number {
  const { pins, left } = pinsOf(report);
  return pins.length + left.length;
}

/** `Pinned 12 of 15`. `before` and `after`: how many were not pinned. */
export function pinnedLine(before: number, after: number): string {
  return `Pinned ${Math.max(0, before - after)} of ${Math.max(before, after)}`;
}

/** The title of the list of what is left. */
export function leftTitle(before: number, after: number, left: number): string {
  return `${pinnedLine(before, after)}, ${left} left as ${left === 1 ? 'it was' : 'they were'}`;
}
