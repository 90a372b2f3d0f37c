import type { Document } from '../core/config/document.ts';
import type { Report } from '../core/posture/report.ts';
import type { FactsAtHand } from '../core/rules/facts.ts';
import { lintInSlices } from './analyse.ts';

/** A file as it is shown now; somebody else may show something newer at any moment. */
export interface Shown<Entry extends { readonly report: Report | null }> {
  /** The same object for as long as it stays the same. */
  entry(): Entry | null;
  facts(): FactsAtHand;
  publish(entry: Entry): void;
}

/**
 * Shows the same text in the light of what is known by now, and of what `learn` knows of its document besides. Nothing is
 * lost that others have learnt meanwhile. Does nothing where nothing is shown, or the signal is aborted.
 */
export async function readAgain<Entry extends { readonly report: Report | null }>(
  shown: Shown<Entry>,
  signal: AbortSignal,
  learn: (document: Document) => Document = (document) => document,
): Promise<void> {
  for (;;) {
    const entry = shown.entry();
    if (entry === null || entry.report === null || signal.aborted) return;
    const document = learn(entry.report.document);
    const report = await lintInSlices(document, shown.facts(), signal, entry.report);
    if (report === null || signal.aborted) return;
    if (shown.entry() === entry) return shown.publish({ ...entry, report });
  }
}
