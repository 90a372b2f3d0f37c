import { tiers, type ServerReport, type Tier } from '../core/posture/report.ts';
import type { Finding, Severity } from '../core/rules/finding.ts';
import { findingsOf, isSuppressed, serversOf, type Scanned } from '../output/scanned.ts';

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

/** Whether anything stands at the level or above it that nobody has accepted. */
export function reaches(scanned: readonly Scanned[], level: FailLevel): boolean {
  switch (level) {
    case 'never':
      return false;
    case 'critical':
    case 'high':
    case 'medium': {
      const least = tiers.indexOf(level);
      return serversOf(scanned).some(
        (report) => tiers.indexOf(report.tier) <= least && !isAccepted(report, level),
      );
    }
    case 'error':
    case 'warning':
    case 'information':
    case 'hint': {
      const least = severities.indexOf(level);
      return findingsOf(scanned).some(
        (finding) => !isSuppressed(finding) && severities.indexOf(finding.severity) <= least,
      );
    }
  }
}

/** Whether all that puts a server at this tier has been accepted. */
function isAccepted({ findings }: ServerReport, level: Extract<Tier, FailLevel>): boolean {
  return (
    findings.some(isSuppressed) &&
    !findings.some((finding) => !isSuppressed(finding) && isBehind(finding, level))
  );
}

/** Code that is fetched and runs on the host makes a server no worse than medium. */
function isBehind({ grade, marks }: Finding, level: Extract<Tier, FailLevel>): boolean {
  if (level !== 'medium') return grade === 'bad' && !marks.includes('on-host');
  return grade === 'bad' || grade === 'caution' || marks.includes('auto-approved');
}
