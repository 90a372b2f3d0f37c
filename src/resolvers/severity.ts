import type { AdvisorySeverity } from '../core/rules/dependency-facts.ts';

/** By the qualitative scale of CVSS 3 and 4; null for a score of 0. */
export function severityOfScore(score: number): AdvisorySeverity | null {
  if (score >= 9) return 'critical';
  if (score >= 7) return 'high';
  if (score >= 4) return 'medium';
  return score > 0 ? 'low' : null;
}

const ranks: Readonly<Record<AdvisorySeverity, number>> = {
  low: 1,
  medium: 2,
  high: 3,
  critical: 4,
};

/** 0: nobody says. */
export function rankOf(severity: AdvisorySeverity | null): number {
  return severity === null ? 0 : ranks[severity];
}

/** The worst of those that are known; null: none is. */
export function worstOf(severities: readonly (AdvisorySeverity | null)[]): AdvisorySeverity | null {
  let worst: AdvisorySeverity | null = null;
  for (const severity of severities) if (rankOf(severity) > rankOf(worst)) worst = severity;
  return worst;
}

/** The word that a database has for it. */
export function severityOfWord(word: unknown): AdvisorySeverity | null {
  switch (typeof word === 'string' && word.length < 20 ? word.toLowerCase() : '') {
    case 'critical':
      return 'critical';
    case 'high':
    case 'important':
      return 'high';
    case 'moderate':
    case 'medium':
      return 'medium';
    case 'low':
      return 'low';
    default:
      return null;
  }
}
