import type { Fact, Query } from '../core/rules/facts.ts';
import type { HostPolicy } from './hosts.ts';
import type { Address, Errand, Place, QueryOf, Source } from './source.ts';

/** A source whose kind is known at run time only. */
export interface AnySource {
  readonly kind: Query['kind'];
  ready(place: Place): Promise<void>;
  address(query: Query, place: Place, userHosts: HostPolicy['userHosts']): Address | undefined;
  ask(query: Query, errand: Errand): Promise<Fact<unknown>>;
  accepts(value: unknown): boolean;
  forget(): void;
}

const longestReason = 190;

/** Gives a source the questions of its own kind and no others. */
export function anySource<Kind extends Query['kind']>(kind: Kind, source: Source<Kind>): AnySource {
  const isOwn = (query: Query): query is QueryOf<Kind> => query.kind === kind;
  return {
    kind,
    ready: (place) => source.ready(place),
    address: (query, place, userHosts) =>
      isOwn(query) ? source.address(query, place, userHosts) : undefined,
    async ask(query, errand) {
      if (!isOwn(query)) return { state: 'failed', why: 'not asked' };
      try {
        return shortened(await source.ask(query, errand));
      } catch {
        return { state: 'failed', why: 'it was not asked because of an error in this program' };
      }
    },
    accepts: (value) => source.accepts(value),
    forget: () => source.forget(),
  };
}

/** A registry chooses the host that it sends people to, and a host may be long. */
function shortened(fact: Fact<unknown>): Fact<unknown> {
  return fact.state === 'failed' && fact.why.length > longestReason
    ? { state: 'failed', why: `${fact.why.slice(0, longestReason)}…` }
    : fact;
}
