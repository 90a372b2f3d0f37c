import { tiers } from '../core/posture/report.ts';
import type { Severity } from '../core/rules/finding.ts';
import { findingsOf, serversOf, type Scanned } from '../output/scanned.ts';

const severities = [
  'error',
  'warning',
  'information',
  'hint',
] as const satisfies readonly Severity[];

/** What makes a run fail: a finding of this severity or worse, a server of this tier or worse, or nothing. */
export const failLevels = [...severities, 'critical', 'high', 'medium', 'never'] as const;

export type FailLevel = (typeof failLevels)[number];

export function isFailLevel(text: string): text is FailLevel {
  return failLevels.some((level) => level === text);
}

/** Whether anything stands at the level or above it. */
export function reaches(scanned: readonly Scanned[], level: FailLevel): boolean {
  switch (level) {
    case 'never':
      return false;
    case 'critical':
    case 'high':
    case 'medium': {
      const least = tiers.indexOf(level);
      return serversOf(scanned).some(({ tier }) => tiers.indexOf(tier) <= least);
    }
    case 'error':
    case 'warning':
    case 'information':
    case 'hint': {
      const least = severities.indexOf(level);
      return findingsOf(scanned).some(({ severity }) => severities.indexOf(severity) <= least);
    }
  }
}
