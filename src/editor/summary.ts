import type { ServerReport, Tier } from '../core/posture/report.ts';
import { tiers, type Report } from '../core/posture/report.ts';
import { pillarNames } from './tree/filter.ts';
import { capital, count, gradeWord, oneLine } from './tree/words.ts';

/** What a hover or a tooltip says about a server, as plain text in pieces. */
export interface Summary {
  /** `github: high risk`. */
  readonly title: string;
  /** The line of the policy that decided, then what is behind it. */
  readonly because: readonly string[];
  readonly pillars: readonly { readonly name: string; readonly says: string }[];
}

const MOST_REASONS = 20;

export function summaryOf({ server, name, tier, tierWhy, pillars }: ServerReport): Summary {
  const disabled = server.disabled ? ', disabled' : '';
  return {
    title: `${oneLine(name)}: ${tier} risk${disabled}`,
    because: shortened(tierWhy).map(oneLine),
    pillars: pillarNames.map((pillar) => {
      const { grade, why } = pillars[pillar];
      return { name: capital(pillar), says: `${gradeWord(grade)}: ${oneLine(why)}` };
    }),
  };
}

/** A hostile file may give thousands of reasons; a person reads a few. */
function shortened(reasons: readonly string[]): readonly string[] {
  if (reasons.length <= MOST_REASONS) return reasons;
  const rest = count(reasons.length - MOST_REASONS, 'more reason');
  return [...reasons.slice(0, MOST_REASONS), `and ${rest}`];
}

/** The number of servers in each tier. */
export function countTiers(reports: Iterable<Report>): Readonly<Record<Tier, number>> {
  const counts = { critical: 0, high: 0, medium: 0, low: 0, unknown: 0 };
  for (const { servers } of reports) for (const { tier } of servers) counts[tier] += 1;
  return counts;
}

/** `1 critical, 2 high`: the tiers that need care, worst first; the best one there is when none does. */
export function tierCounts(counts: Readonly<Record<Tier, number>>): string {
  const present = tiers.filter((tier) => counts[tier] > 0);
  const care = present.filter(
    (tier) => tier === 'critical' || tier === 'high' || tier === 'medium',
  );
  return (care.length > 0 ? care : present).map((tier) => `${counts[tier]} ${tier}`).join(', ');
}
