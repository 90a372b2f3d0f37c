import { byEcosystem } from './by-ecosystem.ts';
import { createNpm } from './npm.ts';
import { createPypi } from './pypi.ts';
import type { Parts, Source } from './source.ts';
import type { Ways } from './ways.ts';

/** Releases of packages, each from the registry of its ecosystem. */
export function createReleases(parts: Parts, { npm, python }: Ways): Source<'releases'> {
  return byEcosystem(createNpm(parts, npm), createPypi(parts, python));
}
