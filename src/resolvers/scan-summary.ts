import * as z from 'zod/mini';
import type { AdvisorySeverity, ImageScan } from '../core/rules/dependency-facts.ts';
import { isOneLine, oneLine } from './plain-text.ts';

export type ScanSeverity = AdvisorySeverity | 'unknown';

/** One vulnerability of one package, as a scanner tells it. */
export interface Hit {
  readonly id: string;
  readonly package: string;
  readonly severity: ScanSeverity;
  /** Null: no version is fixed. */
  readonly fixed: string | null;
}

/** Worst first. */
const severities = [
  'critical',
  'high',
  'medium',
  'low',
  'unknown',
] as const satisfies readonly ScanSeverity[];

const mostListed = 20;
const longest = 120;

/** The word of a scanner for a severity, in any case; `unknown` for any other word. */
export function severityOf(word: unknown): ScanSeverity {
  const lower = typeof word === 'string' ? word.toLowerCase() : '';
  // Grype knows one below low.
  if (lower === 'negligible') return 'low';
  return severities.find((severity) => severity === lower) ?? 'unknown';
}

/** Sums up what was found; what a scanner tells of several places of an image counts once. */
export function summaryOf(scanner: string, hits: readonly Hit[]): ImageScan {
  const counts = {
    critical: { all: 0, fixable: 0 },
    high: { all: 0, fixable: 0 },
    medium: { all: 0, fixable: 0 },
    low: { all: 0, fixable: 0 },
    unknown: { all: 0, fixable: 0 },
  } satisfies ImageScan['counts'];
  const known = new Map<string, Hit>();
  for (const hit of hits) {
    const key = `${hit.id}\n${hit.package}`;
    const before = known.get(key);
    if (before === undefined || rank(hit) < rank(before)) known.set(key, hit);
  }
  for (const { severity, fixed } of known.values()) {
    counts[severity].all += 1;
    if (fixed !== null) counts[severity].fixable += 1;
  }
  const worst = [...known.values()].toSorted((a, b) => rank(a) - rank(b)).slice(0, mostListed);
  return { scanner: oneLine(scanner, longest), counts, worst: worst.map(shown) };
}

/** Fixable ones first, then the worst. */
function rank({ severity, fixed }: Hit): number {
  return severities.indexOf(severity) + (fixed === null ? severities.length : 0);
}

function shown(hit: Hit): Hit {
  return {
    id: oneLine(hit.id, longest),
    package: oneLine(hit.package, longest),
    severity: hit.severity,
    fixed: hit.fixed === null ? null : oneLine(hit.fixed, longest),
  };
}

const number = z.int().check(z.nonnegative());
const count = z.object({ all: number, fixable: number });
const text = z.string().check(z.maxLength(longest), z.refine(isOneLine));
const scan = z.object({
  scanner: text,
  counts: z.object({ critical: count, high: count, medium: count, low: count, unknown: count }),
  worst: z
    .array(
      z.object({
        id: text,
        package: text,
        severity: z.enum(severities),
        fixed: z.nullable(text),
      }),
    )
    .check(z.maxLength(mostListed)),
});

/** Whether a value kept between runs is the summary of a scan. */
export function isImageScan(value: unknown): value is ImageScan {
  return scan.safeParse(value).success;
}
