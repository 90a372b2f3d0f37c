import type { Span } from '../core/config/text.ts';
import type { Report, ServerReport } from '../core/posture/report.ts';
import type { Finding } from '../core/rules/finding.ts';

/** Finds the same finding again in a later report of the file: by rule and count within a server, not by place. */
export interface FindingKey {
  /** Null for a finding of the document itself. */
  readonly server: ServerKey | null;
  readonly rule: string;
  /** Counts from 0 among the findings of this rule in this server. */
  readonly nth: number;
}

/** A name, and which of the servers of that name. */
export interface ServerKey {
  readonly name: string;
  readonly nth: number;
}

/** For keys that come back as the argument of a command. */
export function isFindingKey(value: unknown): value is FindingKey {
  if (!isRecord(value) || typeof value['rule'] !== 'string' || typeof value['nth'] !== 'number') {
    return false;
  }
  const { server } = value;
  if (server === null) return true;
  return (
    isRecord(server) && typeof server['name'] === 'string' && typeof server['nth'] === 'number'
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

export interface Found {
  readonly finding: Finding;
  readonly server: ServerReport | null;
}

export function serverKeys(report: Report): readonly ServerKey[] {
  const counts = new Map<string, number>();
  return report.servers.map(({ server: { name } }) => {
    const nth = counts.get(name) ?? 0;
    counts.set(name, nth + 1);
    return { name, nth };
  });
}

export function findingKeys(
  server: ServerKey | null,
  findings: readonly Finding[],
): readonly FindingKey[] {
  const counts = new Map<string, number>();
  return findings.map(({ rule }) => {
    const nth = counts.get(rule) ?? 0;
    counts.set(rule, nth + 1);
    return { server, rule, nth };
  });
}

export function serverAt(report: Report, { name, nth }: ServerKey): ServerReport | undefined {
  return report.servers.filter(({ server }) => server.name === name)[nth];
}

export function findingAt(report: Report, { server, rule, nth }: FindingKey): Found | undefined {
  const owner = server === null ? null : serverAt(report, server);
  if (owner === undefined) return undefined;
  const findings = owner === null ? report.findings : owner.findings;
  const finding = findings.filter((one) => one.rule === rule)[nth];
  return finding === undefined ? undefined : { finding, server: owner };
}

interface PlacedFinding extends Found {
  readonly key: FindingKey;
}

/** Every finding of a report with its key; with a place, those that touch it. */
export function* placed(report: Report, place: Span | null = null): Generator<PlacedFinding> {
  yield* placedOf(null, null, report.findings, place);
  const keys = serverKeys(report);
  for (const [index, server] of report.servers.entries()) {
    const key = keys[index];
    if (key !== undefined) yield* placedOf(server, key, server.findings, place);
  }
}

function* placedOf(
  server: ServerReport | null,
  serverKey: ServerKey | null,
  findings: readonly Finding[],
  place: Span | null,
): Generator<PlacedFinding> {
  // In a long file the place is in one server, and the keys of all others would be made for nothing.
  if (!findings.some((finding) => touches(finding, place))) return;
  for (const [index, key] of findingKeys(serverKey, findings).entries()) {
    const finding = findings[index];
    if (finding !== undefined && touches(finding, place)) yield { finding, server, key };
  }
}

function touches({ span }: Finding, place: Span | null): boolean {
  return place === null || (place.start <= span.end && span.start <= place.end);
}
