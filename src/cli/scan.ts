import { isOnDemand } from '../core/rules/dependency-facts.ts';
import { queryKey, subjectOf } from '../core/rules/facts.ts';
import { serversOf, type Scanned, type Unanswered } from '../output/scanned.ts';
import { judgeFiles, type JudgeOptions } from './judge-files.ts';

export interface ScanResult {
  readonly scanned: readonly Scanned[];
  readonly unanswered: readonly Unanswered[];
  /** When the oldest answer that counts was given: milliseconds since the epoch; null: there is none. */
  readonly oldest: number | null;
}

/** Reads and judges every configuration among the paths. Never throws for what a file holds. */
export async function scan(paths: readonly string[], options: JudgeOptions): Promise<ScanResult> {
  const scanned = await judgeFiles(paths, options);
  return {
    scanned,
    unanswered: unansweredIn(scanned),
    oldest: oldestIn(scanned, options.resolver),
  };
}

function oldestIn(
  scanned: Awaited<ReturnType<typeof judgeFiles>>,
  resolver: JudgeOptions['resolver'],
): number | null {
  let oldest: number | null = null;
  for (const item of scanned) {
    if (item.kind !== 'read') continue;
    for (const { query } of item.report.servers.flatMap(({ asked }) => asked)) {
      const at = resolver.askedAt(query, item.place);
      if (at !== undefined && (oldest === null || at < oldest)) oldest = at;
    }
  }
  return oldest;
}

/** A gate must not pass on what could not be judged. */
export function isIncomplete(item: Scanned): boolean {
  if (item.kind === 'unreadable') return true;
  const { document, failures } = item.report;
  return failures.length > 0 || (document.root === null && document.text.trim() !== '');
}

/** Each question once; two places may have two answers, of which the first is told. */
export function unansweredIn(scanned: readonly Scanned[]): readonly Unanswered[] {
  const open = new Map<string, Unanswered>();
  for (const { query, fact } of serversOf(scanned).flatMap(({ asked }) => asked)) {
    const key = queryKey(query);
    if (open.has(key)) continue;
    if (fact === undefined) {
      if (isOnDemand(query)) continue;
      open.set(key, { what: subjectOf(query), why: 'no answer in the time there is' });
    } else if (fact.state === 'failed') {
      open.set(key, { what: subjectOf(query), why: fact.why });
    }
  }
  return [...open.values()];
}
