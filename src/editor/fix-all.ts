import type { Document } from '../core/config/document.ts';
import { lowerFix } from '../core/config/lower-fix.ts';
import { applyEdits, type TextEdit } from '../core/config/text.ts';
import type { Report } from '../core/posture/report.ts';
import { noFacts } from '../core/rules/facts.ts';
import type { Finding } from '../core/rules/finding.ts';
import type { Fix } from '../core/rules/fix.ts';
import { analyse, realPace } from './analyse.ts';

/** One fix can uncover another, never without end. */
const MAX_ROUNDS = 10;
/** Each takes a reading of the whole text. */
const MOST_ALONE = 100;

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
    const next = await safeRound(report, signal);
    if (next.length === 0) break;
    now = applyEdits(now, next);
    edits = round === 0 ? next : [difference(text, now)];
  }
  return edits;
}

/**
 * The safe fixes that can be made at once: all of them in one go, which takes time by the length of the text; where they
 * do not go together, one after the other, and of two that touch the same place the first.
 */
async function safeRound(report: Report, signal: AbortSignal): Promise<readonly TextEdit[]> {
  const fixes = safeFixes(report);
  if (fixes.length === 0) return [];
  const { document } = report;
  const together = lowerAll(document, fixes);
  if (together !== null) return together;
  const taken: TextEdit[] = [];
  for (const fix of fixes.slice(0, MOST_ALONE)) {
    await realPace.pause();
    if (signal.aborted) return [];
    const own = editsOf(document, fix) ?? [];
    if (!own.some((edit) => taken.some((other) => touches(edit, other)))) taken.push(...own);
  }
  return taken;
}

/** Several findings may have one fix. */
function safeFixes(report: Report): readonly Fix[] {
  const fixes = new Map<string, Fix>();
  for (const finding of allFindings(report)) {
    const fix = finding.fixes.find(({ safety }) => safety === 'safe');
    if (fix !== undefined) fixes.set(JSON.stringify(fix.ops), fix);
  }
  return [...fixes.values()];
}

function lowerAll({ text, root }: Document, fixes: readonly Fix[]): readonly TextEdit[] | null {
  return lowerFix(
    text,
    root,
    fixes.flatMap(({ ops }) => ops),
  );
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
