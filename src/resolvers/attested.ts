import * as z from 'zod/mini';
import { isOneLine } from './plain-text.ts';
import { failed, type Fact } from '../core/rules/facts.ts';
import type { Provenance } from '../core/rules/dependency-facts.ts';
import type { JudgeBundle, Verdict } from './judge-bundle.ts';
import { statementIn, type Statement } from './statement.ts';

/** What one attestation comes to: `none`, when it holds and says nothing of where something was built. */
export type Outcome = Provenance | { readonly state: 'unjudged'; readonly why: string };

const kept = z.union([
  z.object({
    state: z.literal('verified'),
    repository: z.nullable(
      z.string().check(z.maxLength(500), z.regex(/^https?:\/\/[\x21-\x7e]+$/)),
    ),
    builder: z.string().check(z.maxLength(500), z.regex(/^[\x21-\x7e]+$/)),
  }),
  z.object({ state: z.literal('none') }),
  z.object({
    state: z.literal('invalid'),
    why: z.string().check(z.maxLength(300), z.refine(isOneLine)),
  }),
]);

/** Checks a value that was kept between runs. */
export function isProvenance(value: unknown): value is Provenance {
  return kept.safeParse(value).success;
}

/** Judges a bundle around a statement. `objection`: why the statement is not about what was asked, a clause; null: it is. */
export async function outcomeOf(
  judge: JudgeBundle,
  bundle: unknown,
  objection: (
    statement: Statement,
    verdict: Extract<Verdict, { state: 'verified' }>,
  ) => string | null,
  isBuild: (statement: Statement) => boolean,
): Promise<Outcome> {
  const verdict = await judge(bundle);
  if (verdict.state !== 'verified') return verdict;
  const statement = statementIn(verdict.content);
  if (statement === undefined) return { state: 'invalid', why: 'it signs no statement' };
  const why = objection(statement, verdict);
  if (why !== null) return { state: 'invalid', why };
  return verdict.signer === null || !isBuild(statement)
    ? { state: 'none' }
    : { state: 'verified', ...verdict.signer };
}

/** Of something that all of its attestations must hold for: the worst that one of them comes to. */
export function allOf(outcomes: readonly Outcome[]): Fact<Provenance> {
  const invalid = outcomes.find(({ state }) => state === 'invalid');
  if (invalid?.state === 'invalid') return { state: 'known', value: invalid };
  const unjudged = outcomes.find(({ state }) => state === 'unjudged');
  if (unjudged?.state === 'unjudged') return failed(notJudged(unjudged.why));
  return bestOf(outcomes);
}

/** Of something that one of its attestations is enough for, as anybody who may write there can add some. */
export function anyOf(outcomes: readonly Outcome[]): Fact<Provenance> {
  return outcomes.some(({ state }) => state === 'verified') ? bestOf(outcomes) : allOf(outcomes);
}

function bestOf(outcomes: readonly Outcome[]): Fact<Provenance> {
  const verified = outcomes.filter((outcome) => outcome.state === 'verified');
  const best = verified.find(({ repository }) => repository !== null) ?? verified[0];
  return { state: 'known', value: best ?? { state: 'none' } };
}

function notJudged(why: string): string {
  return `an attestation could not be judged: ${why}`;
}
