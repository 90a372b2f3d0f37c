import type { Lines, Range } from '../core/config/text.ts';
import type {
  PillarGrade,
  Report,
  ServerReport,
  ShownLaunch,
  Tier,
} from '../core/posture/report.ts';
import type { Confidence, Finding, Pillar, Severity, Suppressed } from '../core/rules/finding.ts';
import { docsUrl } from '../core/rules/index.ts';
import type { Safety } from '../core/rules/fix.ts';
import {
  countTiers,
  failureLine,
  findingsOf,
  isSuppressed,
  serversOf,
  type Scanned,
} from './scanned.ts';
import { visibleJson } from './visible.ts';

/** Version 1 of the report that other programs read; fields are only ever added to it. */
export interface JsonReport {
  readonly version: 1;
  readonly documents: readonly JsonDocument[];
  readonly summary: {
    readonly servers: number;
    readonly tiers: Readonly<Record<Tier, number>>;
    /** Findings that somebody has accepted. */
    readonly suppressed: number;
  };
}

export interface JsonDocument {
  readonly path: string;
  /** The dialect's id; null for an unreadable file of no known name. */
  readonly dialect: string | null;
  readonly errors: readonly JsonError[];
  readonly servers: readonly JsonServer[];
  /** What belongs to no server. */
  readonly findings: readonly JsonFinding[];
}

export interface JsonError {
  readonly message: string;
  readonly range: Range;
}

export interface JsonServer {
  readonly name: string;
  readonly range: Range;
  readonly disabled: boolean;
  readonly tier: Tier;
  readonly tierWhy: readonly string[];
  readonly pillars: Readonly<Record<Pillar, PillarGrade>>;
  readonly launch: ShownLaunch;
  readonly findings: readonly JsonFinding[];
}

export interface JsonFinding {
  readonly rule: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly message: string;
  readonly pillar: Pillar | null;
  readonly docs: string;
  readonly range: Range;
  readonly related: readonly { readonly message: string; readonly range: Range }[];
  readonly fixes: readonly { readonly title: string; readonly safety: Safety }[];
  readonly suppressed: Suppressed | null;
}

const START: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

export function jsonReport(scanned: readonly Scanned[]): JsonReport {
  const servers = serversOf(scanned);
  return {
    version: 1,
    documents: scanned.map(documentOf),
    summary: {
      servers: servers.length,
      tiers: countTiers(servers),
      suppressed: findingsOf(scanned).filter(isSuppressed).length,
    },
  };
}

/** The report as text that ends with a line break and holds no character that steers a terminal. */
export function formatJson(scanned: readonly Scanned[]): string {
  return `${visibleJson(JSON.stringify(jsonReport(scanned), null, 2))}\n`;
}

function documentOf(item: Scanned): JsonDocument {
  if (item.kind === 'read') return readDocumentOf(item.report);
  return {
    path: item.path,
    dialect: item.dialect,
    errors: [errorOf(item.why)],
    servers: [],
    findings: [],
  };
}

function readDocumentOf({ document, servers, findings, failures }: Report): JsonDocument {
  const { lines } = document;
  return {
    path: document.path,
    dialect: document.dialect.id,
    errors: errorsOf({ document, failures }),
    servers: servers.map((report) => serverOf(report, lines)),
    findings: findings.map((finding) => findingOf(finding, lines)),
  };
}

/** What of a file could not be read or judged. */
export function errorsOf({
  document: { errors, lines },
  failures,
}: Pick<Report, 'document' | 'failures'>): readonly JsonError[] {
  return [
    ...errors.map(({ message, span }) => ({ message, range: lines.range(span) })),
    ...failures.map((failure) => ({ message: failureLine(failure), range: START })),
  ];
}

/** What is wrong with a file as a whole. */
export function errorOf(message: string): JsonError {
  return { message, range: START };
}

function serverOf(report: ServerReport, lines: Lines): JsonServer {
  const { server } = report;
  return {
    name: report.name,
    range: lines.range(server.nameSpan),
    disabled: server.disabled,
    tier: report.tier,
    tierWhy: report.tierWhy,
    pillars: report.pillars,
    launch: report.launch,
    findings: report.findings.map((finding) => findingOf(finding, lines)),
  };
}

function findingOf(finding: Finding, lines: Lines): JsonFinding {
  return {
    rule: finding.rule,
    severity: finding.severity,
    confidence: finding.confidence,
    message: finding.message,
    pillar: finding.pillar,
    docs: docsUrl(finding.rule),
    range: lines.range(finding.span),
    related: finding.related.map(({ message, span }) => ({ message, range: lines.range(span) })),
    fixes: finding.fixes.map(({ title, safety }) => ({ title, safety })),
    suppressed: finding.suppressed,
  };
}
