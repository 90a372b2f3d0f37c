import type { Report } from '../../core/posture/report.ts';
import { isOnDemand } from '../../core/rules/dependency-facts.ts';
import { queryKey, type FactsAtHand, type Query } from '../../core/rules/facts.ts';
import type { Target } from '../../resolvers/index.ts';

/**
 * What a report would still like to know, questions that failed among them: only those that may be asked though nobody
 * has picked their host by its name. `wants`: which kinds; those that only a person's word puts are none of a pin's.
 */
export function openQuestions(
  report: Report,
  facts: Pick<FactsAtHand, 'answer'>,
  target: (query: Query) => Target,
  wants: (query: Query) => boolean = (query) => !isOnDemand(query),
): readonly Query[] {
  const open = new Map<string, Query>();
  for (const { query } of askedBy(report)) {
    const fact = facts.answer(query);
    if ((fact !== undefined && fact.state !== 'failed') || !wants(query)) continue;
    if (target(query).state === 'unasked') open.set(queryKey(query), query);
  }
  return [...open.values()];
}

/** The hosts of questions that are put only when a person picks an action that names the host. */
export function heldBack(
  report: Report,
  facts: Pick<FactsAtHand, 'answer'>,
  target: (query: Query) => Target,
): readonly string[] {
  const hosts = new Set<string>();
  for (const { query } of askedBy(report)) {
    const fact = facts.answer(query);
    if ((fact !== undefined && fact.state !== 'failed') || isOnDemand(query)) continue;
    const to = target(query);
    if (to.state === 'picked') hosts.add(to.host);
  }
  return [...hosts];
}

function askedBy({ servers }: Report): readonly { readonly query: Query }[] {
  return servers.flatMap(({ asked }) => asked);
}
