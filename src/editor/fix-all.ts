import { lowerOps, type Document } from '../core/config/document.ts';
import { applyEdits, type TextEdit } from '../core/config/text.ts';
import type { Report } from '../core/posture/report.ts';
import { togetherSteps, type Together } from '../core/posture/together.ts';
import { noFacts } from '../core/rules/facts.ts';
import type { Finding } from '../core/rules/finding.ts';
import type { Fix } from '../core/rules/fix.ts';
import { analyse, realPace } from './analyse.ts';

/** One fix can uncover another, never without end. */
const MAX_ROUNDS = 10;

/** Every finding of a report, those of no server first. */
export function allFindings(report: Report): readonly Finding[] {
  return [...report.findings, ...report.servers.flatMap((server) => server.findings)];
}

/** The edits of one fix; null when the text has moved on or the fix would not hold. */
export function editsOf(document: Document, fix: Fix): readonly TextEdit[] | null {
  return lowerOps(document, fix.ops);
}

/**
 * One set of edits on the given text that applies every safe fix. It is made with no facts at all, so no fix that waits
 * for the network, or came from it, is among them. Empty when there is nothing to do or the signal is aborted.
 */
export async function safeEdits(
  text: string,
  path: string,
  signal: AbortSignal,
): Promise<readonly TextEdit[]> {
  let now = text;
  let edits: readonly TextEdit[] = [];
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const report = await analyse(now, path, noFacts, signal);
    if (report === null) return [];
    const next = await safeRound(report, signal);
    if (next.length === 0) break;
    now = applyEdits(now, next);
    edits = round === 0 ? next : [difference(text, now)];
  }
  return edits;
}

/** The safe fixes that can be made at once. */
async function safeRound(report: Report, signal: AbortSignal): Promise<readonly TextEdit[]> {
  const made = await togetherInSlices(report.document, safeFixes(report), signal);
  return made?.edits ?? [];
}

/** The fixes that go together as one set of edits; null when the signal is aborted. */
export async function togetherInSlices(
  document: Document,
  fixes: readonly Fix[],
  signal: AbortSignal,
): Promise<Together | null> {
  const steps = togetherSteps(document, fixes);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return signal.aborted ? null : step.value;
    await realPace.pause();
    if (signal.aborted) return null;
  }
}

/** Several findings may have one fix. */
function safeFixes(report: Report): readonly Fix[] {
  const fixes = new Map<string, Fix>();
  for (const finding of allFindings(report)) {
    if (finding.suppressed !== null) continue;
    const fix = finding.fixes.find(({ safety }) => safety === 'safe');
    if (fix !== undefined) fixes.set(JSON.stringify(fix.ops), fix);
  }
  return [...fixes.values()];
}

/** The smallest single edit that turns one text into the other. */
export function difference(before: string, after: string): TextEdit {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start += 1;
  let tail = 0;
  while (tail < shorter - start && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  return {
    span: { start, end: before.length - tail },
    newText: after.slice(start, after.length - tail),
  };
}
