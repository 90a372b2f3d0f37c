import { isReleases } from './kept-releases.ts';
import { createNpm } from './npm.ts';
import { createPypi } from './pypi.ts';
import type { Parts, QueryOf, Source } from './source.ts';

/** Releases of packages, each from the registry of its ecosystem. */
export function createReleases(parts: Parts): Source<'releases'> {
  const npm = createNpm(parts);
  const pypi = createPypi(parts);
  const of = ({ ecosystem }: QueryOf<'releases'>): Source<'releases'> =>
    ecosystem === 'npm' ? npm : pypi;
  return {
    async ready(place) {
      await Promise.all([npm.ready(place), pypi.ready(place)]);
    },
    address: (query, place, userHosts) => of(query).address(query, place, userHosts),
    ask: (query, errand) => of(query).ask(query, errand),
    accepts: isReleases,
    forget() {
      npm.forget();
      pypi.forget();
    },
  };
}
