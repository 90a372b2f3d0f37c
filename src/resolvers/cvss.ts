import calculator from 'ae-cvss-calculator';

/** Gives the base score of a vector; null when there is none. */
export type ScoreOf = (vector: string) => number | null;

/** The metrics of the base score, all of them required, in the order of each version's own vectors, with their values. */
const metrics = {
  '2.0': { AV: 'LAN', AC: 'HML', Au: 'MSN', C: 'NPC', I: 'NPC', A: 'NPC' },
  '3.0': { AV: 'NALP', AC: 'LH', PR: 'NLH', UI: 'NR', S: 'UC', C: 'HLN', I: 'HLN', A: 'HLN' },
  '3.1': { AV: 'NALP', AC: 'LH', PR: 'NLH', UI: 'NR', S: 'UC', C: 'HLN', I: 'HLN', A: 'HLN' },
  '4.0': {
    ...{ AV: 'NALP', AC: 'LH', AT: 'NP', PR: 'NLH', UI: 'NPA' },
    ...{ VC: 'HLN', VI: 'HLN', VA: 'HLN', SC: 'HLN', SI: 'HLN', SA: 'HLN' },
  },
} as const;

const longest = 400;

/** The base score of a CVSS vector of version 2, 3 or 4, from 0 to 10; null when it is none, or not a whole one. */
export function baseScore(vector: string): number | null {
  if (vector.length > longest) return null;
  const [, written, rest = ''] = /^(?:CVSS:([34]\.[01])\/)?(.*)$/.exec(vector) ?? [];
  const version = versionOf(written);
  const base = version === undefined ? null : baseOf(rest, metrics[version]);
  if (base === null) return null;
  try {
    const prefix = version === '2.0' ? '' : `CVSS:${version}/`;
    const scores: unknown = calculator.fromVector(prefix + base)?.calculateScores();
    const score = typeof scores === 'object' && scores !== null && 'base' in scores && scores.base;
    return typeof score === 'number' && score >= 0 && score <= 10 ? score : null;
  } catch {
    return null;
  }
}

/** Without what changes over time or with a place. The library would print what is no metric. */
function baseOf(rest: string, wanted: Readonly<Record<string, string>>): string | null {
  const given = new Map<string, string>();
  for (const part of rest.replace(/^\((.*)\)$/, '$1').split('/')) {
    const [metric = '', value = '', more] = part.split(':');
    if (more !== undefined || given.has(metric)) return null;
    given.set(metric, value);
  }
  const base: string[] = [];
  for (const [metric, values] of Object.entries(wanted)) {
    const value = given.get(metric);
    if (value?.length !== 1 || !values.includes(value)) return null;
    base.push(`${metric}:${value}`);
  }
  return base.join('/');
}

function versionOf(written: string | undefined): keyof typeof metrics | undefined {
  if (written === undefined) return '2.0';
  return written === '3.0' || written === '3.1' || written === '4.0' ? written : undefined;
}
