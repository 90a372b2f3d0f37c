import { readDocument, type Document } from '../core/config/document.ts';
import { formatsFor } from '../core/config/formats-for.ts';
import { lintSteps } from '../core/posture/lint.ts';
import type { Report } from '../core/posture/report.ts';
import type { FactsAtHand } from '../core/rules/facts.ts';

/** The longest time, in milliseconds, that a lint holds the thread at once. */
const SLICE = 10;

/** The largest text that is read, in UTF-16 units, and the largest file, in bytes. */
export const SIZE_LIMIT = 2_000_000;

export interface Pace {
  /** Milliseconds. */
  now(): number;
  /** Lets everything else that waits run first. */
  pause(): Promise<void>;
}

export const realPace: Pace = {
  now: () => performance.now(),
  pause: () =>
    new Promise((resolve) => {
      setImmediate(resolve);
    }),
};

export const TOO_BIG = `larger than ${SIZE_LIMIT / 1_000_000} MB, so it was not read`;

/** The text of a file, or why there is none. */
export type Content =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'problem'; readonly problem: string }
  | { readonly kind: 'none' };

/** What came of reading a file. Both are null when there is no such file. */
export interface Reading {
  readonly report: Report | null;
  readonly problem: string | null;
}

/** Why this text is not read, in one line; null when it can be. */
export function refusal(text: string): string | null {
  if (text.length > SIZE_LIMIT) return TOO_BIG;
  if (text.includes('\0')) return 'a binary file, not text';
  return null;
}

/** The reading of a file, made in slices; null when the signal is aborted before it is done. */
export async function readContent(
  content: Content,
  path: string,
  facts: FactsAtHand,
  signal: AbortSignal,
  earlier: Report | null = null,
): Promise<Reading | null> {
  if (content.kind === 'problem') return { report: null, problem: content.problem };
  if (content.kind === 'none') return { report: null, problem: null };
  const problem = refusal(content.text);
  if (problem !== null) return { report: null, problem };
  const report = await analyse(content.text, path, facts, signal, earlier);
  return report === null ? null : { report, problem: null };
}

/**
 * The report of a text, made in slices; null when the signal is aborted before it is done. An earlier report of the same
 * file saves the work for what did not change since.
 */
export async function analyse(
  text: string,
  path: string,
  facts: FactsAtHand,
  signal: AbortSignal,
  earlier: Report | null = null,
  pace: Pace = realPace,
): Promise<Report | null> {
  const before = earlier?.document.path === path ? earlier.document : null;
  const around = before?.surroundings ?? null;
  const neighbours = before?.neighbours ?? null;
  // A file that is looked at again, or opened, is mostly the one that was read before.
  const document =
    before?.text === text
      ? before
      : readDocument(text, path, {
          surroundings: around,
          neighbours,
          formats: await formatsFor(path),
        });
  if (signal.aborted) return null;
  return await lintInSlices(document, facts, signal, earlier, pace);
}

/** The report of a document that is already read, made in slices; null when the signal is aborted. */
export async function lintInSlices(
  document: Document,
  facts: FactsAtHand,
  signal: AbortSignal,
  earlier: Report | null = null,
  pace: Pace = realPace,
): Promise<Report | null> {
  const steps = lintSteps(document, facts, earlier);
  let sliceStart = pace.now();
  for (;;) {
    const step = steps.next();
    if (step.done === true) return signal.aborted ? null : step.value;
    if (pace.now() - sliceStart < SLICE) continue;
    await pace.pause();
    if (signal.aborted) return null;
    sliceStart = pace.now();
  }
}
