import type { Report } from '../core/posture/report.ts';
import { sameChoices, type FactsAtHand } from '../core/rules/facts.ts';
import { lintInSlices, realPace } from './analyse.ts';

/**
 * A report in the light of what is known now; null when nothing that it was made with has changed, or the signal is
 * aborted. Ages go on counting when the file is read the next time.
 */
export async function judgedAnew(
  report: Report,
  facts: FactsAtHand,
  signal: AbortSignal,
): Promise<Report | null> {
  const isSame =
    sameChoices(report.choices, facts.choices) &&
    report.servers.every(({ asked }) =>
      asked.every(({ query, fact }) => facts.answer(query) === fact),
    );
  if (isSame) return null;
  await realPace.pause();
  return await lintInSlices(report.document, facts, signal, report);
}
