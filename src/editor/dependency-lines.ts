import type { ServerReport } from '../core/posture/report.ts';
import { named } from '../core/rules/advisories.ts';
import {
  dependencySubject,
  type Advisories,
  type DependencyQuery,
  type Provenance,
} from '../core/rules/dependency-facts.ts';
import { queryKey, type Fact, type FactsAtHand, type Query } from '../core/rules/facts.ts';
import { scanWords } from '../core/rules/image-vulnerabilities.ts';
import { provenanceWords } from '../core/rules/provenance.ts';
import { askedLine } from './asked-line.ts';

/**
 * What is known of the code that a server runs, one line a question that has an answer: of what, the answer, by whom and
 * when. Plain text without a period.
 */
export function dependencyLines(
  { asked }: Pick<ServerReport, 'asked'>,
  facts: Pick<FactsAtHand, 'answer' | 'askedAt'>,
  now: number,
  isWanted: (query: DependencyQuery) => boolean = () => true,
): readonly string[] {
  const lines = new Map<string, string>();
  for (const { query } of asked) {
    if (!isDependency(query) || !isWanted(query)) continue;
    const said = saidOf(query, facts);
    if (said === null) continue;
    const at = facts.askedAt?.(query);
    const when = at === undefined ? '' : `, ${askedLine(at, now).toLowerCase()}`;
    lines.set(queryKey(query), `${dependencySubject(query)}: ${said}${when}`);
  }
  return [...lines.values()];
}

export function isDependency(query: Query): query is DependencyQuery {
  switch (query.kind) {
    case 'advisories':
    case 'provenance':
    case 'image-signature':
    case 'image-scan':
      return true;
    default:
      return false;
  }
}

function saidOf(query: DependencyQuery, facts: Pick<FactsAtHand, 'answer'>): string | null {
  switch (query.kind) {
    case 'advisories':
      return ifKnown(facts.answer(query), advisoriesWords);
    case 'provenance':
      return ifKnown(facts.answer(query), (value) => signedWords(value, 'no attestation'));
    case 'image-signature':
      return ifKnown(facts.answer(query), (value) => signedWords(value, 'no signature to judge'));
    case 'image-scan':
      return ifKnown(facts.answer(query), scanWords);
  }
}

function ifKnown<Value>(
  fact: Fact<Value> | undefined,
  words: (value: Value) => string,
): string | null {
  switch (fact?.state) {
    case undefined:
      return null;
    case 'known':
      return words(fact.value);
    case 'absent':
      return 'nobody knows of it';
    case 'failed':
      return `not checked: ${fact.why}`;
  }
}

const sources = { osv: 'OSV', npm: 'npm' } as const;

/** `no known advisory (OSV and npm)` */
function advisoriesWords({ list, asked, failed }: Advisories): string {
  const [worst] = list;
  const found =
    worst === undefined ? 'no known advisory' : `${list.length} known, the worst ${named(worst)}`;
  const silent = failed.map(({ source, why }) => `; ${sources[source]} not heard: ${why}`);
  return `${found} (${asked.map((source) => sources[source]).join(' and ')}${silent.join('')})`;
}

function signedWords(value: Provenance, none: string): string {
  return provenanceWords({ state: 'known', value }) ?? none;
}
