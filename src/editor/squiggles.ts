import type { Report } from '../core/posture/report.ts';
import type { Finding, Severity } from '../core/rules/finding.ts';
import { allFindings } from './fix-all.ts';

/** VS Code shows no more of one file; the worst come first. */
const MOST = 1000;
export const MOST_RELATED = 50;

/** What is known of one file. */
interface Known {
  /** Null: it is not open. */
  readonly version: number | null;
  readonly report: Report | null;
  readonly problem: string | null;
}

/** Of the session. */
interface Files<Entry extends Known> {
  at(key: string): Entry | undefined;
  readonly onDidChange: (listener: (key: string) => void) => { dispose(): void };
}

/** Where squiggles are drawn. */
export interface Drawing<Entry extends Known> {
  readonly draw: (entry: Entry, findings: readonly Finding[]) => void;
  readonly clear: (entry: Entry) => void;
}

interface Drawn<Entry extends Known> {
  readonly entry: Entry;
  readonly findings: readonly Finding[];
}

const order = {
  error: 0,
  warning: 1,
  information: 2,
  hint: 3,
} as const satisfies Record<Severity, number>;

/**
 * Keeps the squiggles of every open document equal to its entry; a file that is not open has none. What stays the same is
 * not drawn again: VS Code asks for its lamp anew after each drawing, and a list of fixes that a person opens while that is
 * answered may never be shown.
 */
export function keepSquiggles<Entry extends Known>(
  files: Files<Entry>,
  { draw, clear }: Drawing<Entry>,
): { dispose(): void } {
  const shown = new Map<string, Drawn<Entry>>();
  return files.onDidChange((key) => {
    const entry = files.at(key);
    const before = shown.get(key);
    if (entry === undefined || entry.version === null) {
      if (before !== undefined) clear(before.entry);
      shown.delete(key);
      return;
    }
    const findings = squigglesOf(entry.report);
    if (before !== undefined && isSame(before, { entry, findings })) return;
    draw(entry, findings);
    shown.set(key, { entry, findings });
  });
}

/** The findings that are drawn. */
function squigglesOf(report: Report | null): readonly Finding[] {
  if (report === null) return [];
  const findings = allFindings(report).filter(({ suppressed }) => suppressed === null);
  if (findings.length <= MOST) return findings;
  return findings.toSorted((a, b) => order[a.severity] - order[b.severity]).slice(0, MOST);
}

/** Whether the same would be drawn, and the same fixes are to be had. */
function isSame<Entry extends Known>(one: Drawn<Entry>, other: Drawn<Entry>): boolean {
  // Spans of another version stand elsewhere, and an edit may have swallowed what was drawn.
  if (one.entry.version !== other.entry.version) return false;
  if (one.entry.problem !== other.entry.problem) return false;
  return saysOf(one.findings) === saysOf(other.findings);
}

function saysOf(findings: readonly Finding[]): string {
  return JSON.stringify(
    findings.map(({ rule, severity, message, span, related, fixes }) => [
      rule,
      severity,
      message,
      span,
      related.slice(0, MOST_RELATED),
      fixes.map(({ title }) => title),
    ]),
  );
}
