import type { Document } from '../core/config/document.ts';
import { lowerFix } from '../core/config/lower-fix.ts';
import { applyEdits, type TextEdit } from '../core/config/text.ts';
import type { Report } from '../core/posture/report.ts';
import { noFacts } from '../core/rules/facts.ts';
import type { Finding } from '../core/rules/finding.ts';
import type { Fix } from '../core/rules/fix.ts';
import { analyse } from './analyse.ts';

/** One fix can uncover another, never without end. */
const MAX_ROUNDS = 10;

/** Every finding of a report, those of no server first. */
export function allFindings(report: Report): readonly Finding[] {
  return [...report.findings, ...report.servers.flatMap((server) => server.findings)];
}

/** The edits of one fix; null when the text has moved on or the fix would not hold. */
export function editsOf(document: Document, fix: Fix): readonly TextEdit[] | null {
  if (document.root === null) return null;
  return lowerFix(document.text, document.root, fix.ops);
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
    const next = safeRound(report);
    if (next.length === 0) break;
    now = applyEdits(now, next);
    edits = round === 0 ? next : [difference(text, now)];
  }
  return edits;
}

/** The safe fixes that can be made at once; of two that touch the same place the first. */
function safeRound(report: Report): readonly TextEdit[] {
  const taken: TextEdit[] = [];
  for (const finding of allFindings(report)) {
    const fix = finding.fixes.find(({ safety }) => safety === 'safe');
    const edits = fix === undefined ? null : editsOf(report.document, fix);
    if (edits === null || edits.some((edit) => taken.some((other) => touches(edit, other))))
      continue;
    taken.push(...edits);
  }
  return taken;
}

/** Insertions at the same place touch: which of them would come first is not ours to choose. */
function touches(a: TextEdit, b: TextEdit): boolean {
  return a.span.start <= b.span.end && b.span.start <= a.span.end;
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
