import {
  type Report,
  type RuleFailure,
  type ServerReport,
  type Tier,
  tiers,
} from '../core/posture/report.ts';
import type { Finding } from '../core/rules/finding.ts';

/** One file that was looked at: read and judged, or not readable, with the reason as one clause. */
export type Scanned = { readonly kind: 'read'; readonly report: Report } | Unreadable;

export interface Unreadable {
  readonly kind: 'unreadable';
  /** As given, with `/` separators. */
  readonly path: string;
  /** The dialect's id; null for a file of no known name. */
  readonly dialect: string | null;
  readonly why: string;
}

/** A question to a registry that got no answer. */
export interface Unanswered {
  /** Names what was asked; nothing else. */
  readonly what: string;
  readonly why: string;
}

export function serversOf(scanned: readonly Scanned[]): readonly ServerReport[] {
  return scanned.flatMap((item) => (item.kind === 'read' ? item.report.servers : []));
}

/** Those of the servers and those of no server. */
export function findingsOf(scanned: readonly Scanned[]): readonly Finding[] {
  return scanned.flatMap((item) =>
    item.kind === 'read'
      ? [...item.report.findings, ...item.report.servers.flatMap((server) => server.findings)]
      : [],
  );
}

/** Whether somebody has accepted it. */
export function isSuppressed({ suppressed }: Finding): boolean {
  return suppressed !== null;
}

export function countTiers(servers: readonly ServerReport[]): Readonly<Record<Tier, number>> {
  const counts: Record<Tier, number> = { critical: 0, high: 0, medium: 0, low: 0, unknown: 0 };
  for (const { tier } of servers) counts[tier] += 1;
  return counts;
}

/** `0 critical, 2 high, …`: worst first. */
export function tierLine(servers: readonly ServerReport[]): string {
  const counts = countTiers(servers);
  return tiers.map((tier) => `${counts[tier]} ${tier}`).join(', ');
}

/** What a rule that threw leaves unsaid, as one clause. */
export function failureLine({ rule, server }: RuleFailure): string {
  const what = server === null ? 'this file' : `the server ${server}`;
  return `the rule ${rule} failed and did not judge ${what}`;
}
