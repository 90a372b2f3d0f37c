import { isProvenance } from './attested.ts';
import { createJudge } from './judge-bundle.ts';
import { createNpmProvenance } from './npm-provenance.ts';
import { createPypiProvenance } from './pypi-provenance.ts';
import type { Parts, QueryOf, Source } from './source.ts';

/** Where releases were built, each from the registry of its ecosystem. */
export function createProvenance(parts: Parts): Source<'provenance'> {
  const judge = createJudge(parts.trust);
  const npm = createNpmProvenance(parts, judge);
  const pypi = createPypiProvenance(parts, judge);
  const of = ({ ecosystem }: QueryOf<'provenance'>): Source<'provenance'> =>
    ecosystem === 'npm' ? npm : pypi;
  return {
    async ready(place) {
      await Promise.all([npm.ready(place), pypi.ready(place)]);
    },
    address: (query, place, userHosts) => of(query).address(query, place, userHosts),
    ask: (query, errand) => of(query).ask(query, errand),
    accepts: isProvenance,
    forget() {
      npm.forget();
      pypi.forget();
    },
  };
}
