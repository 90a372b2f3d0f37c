import { tiers, type ServerReport, type Tier } from '../../core/posture/report.ts';
import type { Finding, Pillar } from '../../core/rules/finding.ts';
import type { FileState } from './file-state.ts';

/** What the person wants to see. Empty lists and an empty text ask for nothing. */
export interface Filter {
  readonly tiers: readonly Tier[];
  /** Servers in which one of these pillars needs care or is bad. */
  readonly pillars: readonly Pillar[];
  /** Names of clients. */
  readonly clients: readonly string[];
  readonly text: string;
}

export const noFilter: Filter = { tiers: [], pillars: [], clients: [], text: '' };

export const pillarNames = [
  'access',
  'deployment',
  'integrity',
  'dependencies',
  'monitoring',
] as const satisfies readonly Pillar[];

export function isActive(filter: Filter): boolean {
  const { tiers: some, pillars, clients, text } = filter;
  return some.length > 0 || pillars.length > 0 || clients.length > 0 || text !== '';
}

/** The filter in words, for the line above the tree. */
export function describeFilter(filter: Filter): string {
  const parts = [
    tiers.filter((tier) => filter.tiers.includes(tier)).join(' or '),
    pillarNames.filter((pillar) => filter.pillars.includes(pillar)).join(' or '),
    filter.clients.join(' or '),
    filter.text === '' ? '' : `“${filter.text}”`,
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

export function showsServer(filter: Filter, file: FileState, report: ServerReport): boolean {
  if (filter.tiers.length > 0 && !filter.tiers.includes(report.tier)) return false;
  if (filter.pillars.length > 0 && !filter.pillars.some((pillar) => needsCare(report, pillar))) {
    return false;
  }
  if (!showsClient(filter, file)) return false;
  const { findings, launch } = report;
  const { kind, name, runner } = launch;
  return holds(filter.text, [report.name, file.label, kind, name, runner, ...wordsOf(findings)]);
}

/** Whether what belongs to no server of a file is shown: it has no tier. */
export function showsFile(filter: Filter, file: FileState): boolean {
  if (filter.tiers.length > 0 || !showsClient(filter, file)) return false;
  const findings = file.report?.findings ?? [];
  const { pillars } = filter;
  if (
    pillars.length > 0 &&
    !findings.some(({ pillar }) => pillar !== null && pillars.includes(pillar))
  ) {
    return false;
  }
  return holds(filter.text, [file.label, file.problem, ...wordsOf(findings)]);
}

function showsClient({ clients }: Filter, file: FileState): boolean {
  return clients.length === 0 || clients.includes(file.client);
}

function needsCare({ pillars }: ServerReport, pillar: Pillar): boolean {
  const { grade } = pillars[pillar];
  return grade === 'bad' || grade === 'caution';
}

function wordsOf(findings: readonly Finding[]): readonly string[] {
  return findings.flatMap(({ rule, message }) => [rule, message]);
}

function holds(text: string, where: readonly (string | null)[]): boolean {
  if (text === '') return true;
  const wanted = text.toLowerCase();
  return where.some((one) => one !== null && one.toLowerCase().includes(wanted));
}
