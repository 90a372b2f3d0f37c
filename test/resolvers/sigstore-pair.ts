import assert from 'node:assert/strict';
import type { Provenance } from '../../src/core/rules/dependency-facts.ts';
import type { Fact } from '../../src/core/rules/facts.ts';
import { repository, startSigstore, workflow } from './sigstore.ts';

/** Two that know nothing of each other: the first is believed, the other one is not. */
export const [sigstore, other] = await Promise.all([startSigstore(), startSigstore()]);

/** The answer where all that the first one signed holds. */
export const verified = {
  state: 'known',
  value: { state: 'verified', repository, builder: workflow },
};

/** The answer where nobody signed. */
export const none = { state: 'known', value: { state: 'none' } };

/** The reason, of an answer that says that something does not hold. */
export function whyInvalid(fact: Fact<Provenance>): string {
  assert.ok(fact.state === 'known' && fact.value.state === 'invalid', JSON.stringify(fact));
  return fact.value.why;
}
