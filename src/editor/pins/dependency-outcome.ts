import type { ServerReport } from '../../core/posture/report.ts';
import type { Query } from '../../core/rules/facts.ts';
import type { Grade } from '../../core/rules/finding.ts';
import { count, gradeWord } from '../tree/words.ts';

/** Whether a question is about what a server's code is worth, and not where a pin would lead. */
export function isAboutDependencies({ kind }: Query): boolean {
  return kind !== 'git-commit' && kind !== 'image-build';
}

const grades = [
  'bad',
  'caution',
  'good',
  'not-checked',
  'not-applicable',
] as const satisfies readonly Grade[];

/** `Dependencies of 3 servers: 1 bad, 2 not checked (no scanner is installed: …)`: the first reason stands for all. */
export function outcomeLine(servers: readonly ServerReport[]): string {
  const told = grades.flatMap((grade) => {
    const some = servers.filter(({ pillars }) => pillars.dependencies.grade === grade);
    if (some.length === 0) return [];
    const why = grade === 'not-checked' ? whyNot(some) : null;
    return [`${some.length} ${gradeWord(grade)}${why === null ? '' : ` (${why})`}`];
  });
  const what = `Dependencies of ${count(servers.length, 'server')}`;
  return told.length === 0 ? `${what}: nothing to check` : `${what}: ${told.join(', ')}`;
}

/** The reason of a question that failed; null where none did. */
function whyNot(servers: readonly ServerReport[]): string | null {
  for (const { asked } of servers) {
    for (const { query, fact } of asked) {
      if (fact?.state === 'failed' && isAboutDependencies(query)) return fact.why;
    }
  }
  return null;
}
