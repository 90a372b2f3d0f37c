import type { Answers } from '../core/rules/facts.ts';
import type { QueryOf, Source } from './source.ts';

/** Puts each question about a package to the registry of its ecosystem. */
export function byEcosystem<Kind extends 'releases' | 'provenance'>(
  npm: Source<Kind>,
  pypi: Source<Kind>,
): Source<Kind> {
  const of = ({ ecosystem }: QueryOf<'releases' | 'provenance'>): Source<Kind> =>
    ecosystem === 'npm' ? npm : pypi;
  return {
    async ready(place) {
      await Promise.all([npm.ready(place), pypi.ready(place)]);
    },
    address: (query, place, userHosts) => of(query).address(query, place, userHosts),
    ask: (query, errand) => of(query).ask(query, errand),
    accepts: (value): value is Answers[Kind] => npm.accepts(value),
    forget() {
      npm.forget();
      pypi.forget();
    },
  };
}
