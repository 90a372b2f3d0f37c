import { byEcosystem } from './by-ecosystem.ts';
import { createJudge } from './judge-bundle.ts';
import { createNpmProvenance } from './npm-provenance.ts';
import { createPypiProvenance } from './pypi-provenance.ts';
import type { Parts, Source } from './source.ts';
import type { Ways } from './ways.ts';

/** Where releases were built, each from the registry of its ecosystem. */
export function createProvenance(parts: Parts, { npm, python }: Ways): Source<'provenance'> {
  const judge = createJudge(parts.trust);
  return byEcosystem(
    createNpmProvenance(parts, npm, judge),
    createPypiProvenance(parts, python, judge),
  );
}
