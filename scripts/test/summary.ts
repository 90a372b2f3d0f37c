import type { Outcome } from './steps.ts';

export interface Done {
  readonly name: string;
  readonly seconds: number;
  readonly outcome: Outcome;
}

/** A line a step, every skip with its reason, and last the count of tests alone on its line. */
export function summary(done: readonly Done[]): string {
  const lines = ['', '── summary', ...done.map(line)];
  const tallies = done.flatMap(({ outcome }) =>
    'tally' in outcome && outcome.tally ? [outcome.tally] : [],
  );
  const skips = [
    ...tallies.flatMap((tally) => tally.skipped),
    ...done.flatMap(({ name, outcome }) =>
      outcome.kind === 'skipped' ? [{ name, why: outcome.why }] : [],
    ),
  ];
  for (const { name, why } of skips) lines.push(`skipped: ${name}: ${why}`);
  const passed = tallies.reduce((sum, tally) => sum + tally.passed, 0);
  const failed = tallies.reduce((sum, tally) => sum + tally.failed, 0);
  lines.push(
    `${passed} passed, ${failed} failed${skips.length > 0 ? `, ${skips.length} skipped` : ''}`,
  );
  return lines.join('\n');
}

function line({ name, seconds, outcome }: Done): string {
  const why = outcome.kind === 'passed' ? '' : `  (${outcome.why})`;
  return `${name.padEnd(10)} ${outcome.kind.padEnd(8)} ${seconds.toFixed(1).padStart(6)} s${why}`;
}
