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

/** Gives a source the questions of its own kind and no others. */
export function anySource<Kind extends Query['kind']>(kind: Kind, source: Source<Kind>): AnySource {
  const isOwn = (query: Query): query is QueryOf<Kind> => query.kind === kind;
  return {
    kind,
    ready: (place) => source.ready(place),
    address: (query, place, userHosts) =>
      isOwn(query) ? source.address(query, place, userHosts) : undefined,
    ask: async (query, errand) =>
      isOwn(query) ? source.ask(query, errand) : { state: 'failed', why: 'not asked' },
    accepts: (value) => source.accepts(value),
    forget: () => source.forget(),
  };
}
