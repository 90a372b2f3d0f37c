import type { Slice } from '../core/config/node.ts';
import { spanOfSlice } from '../core/config/slice.ts';
import type { Span } from '../core/config/text.ts';
import type { GitRef, ImageRef, PackageRef } from '../core/launch/launch.ts';
import type { Report, ServerReport } from '../core/posture/report.ts';
import type { DependencyQuery } from '../core/rules/dependency-facts.ts';
import {
  queryKey,
  type Fact,
  type FactAbout,
  type FactsAtHand,
  type Query,
  type Releases,
} from '../core/rules/facts.ts';
import { absentRef, commitQuestion } from '../core/rules/git-pin.ts';
import { digestQuestion, shortDigest } from '../core/rules/image-pin.ts';
import { writtenOf } from '../core/rules/package-pin.ts';
import { releasesQuestion } from '../core/rules/registries.ts';
import { ago, dayCount, daysSince, offersOf, type Offer } from '../core/rules/releases.ts';
import { dependencyLines } from './dependency-lines.ts';
import { capital } from './tree/words.ts';

/** What registries say about a reference of a launch. */
export interface Outside {
  readonly span: Span;
  /** Sentences without a period, plain text. */
  readonly says: readonly string[];
  /** The question that was answered, of several the first; null: what is known of the code is all that there is. */
  readonly about: Query | null;
  /** What is known of its code, each with who says so and when; plain text without a period. */
  readonly known: readonly string[];
}

/**
 * What is known from outside about the image, package or repository at this offset, or why it is not; null when nobody
 * was asked, or nothing of the kind stands there. What would show a credential is not asked, and so not said.
 */
export function outsideAt(
  { document }: Report,
  server: ServerReport,
  offset: number,
  facts: FactsAtHand,
  now = Date.now(),
): Outside | null {
  const { image, packages, git } = server.server.launch;
  const all: readonly (readonly [Slice, string, (told: Told) => readonly string[]])[] = [
    ...(image === null
      ? []
      : [[image.at, image.repository, (told: Told) => ofImage(image, told, facts)] as const]),
    ...packages.map(
      (ref) => [ref.at, ref.name, (told: Told) => ofPackage(ref, server, told, facts)] as const,
    ),
    ...git.map((ref) => [ref.at, '', (told: Told) => ofGit(ref, told)] as const),
  ];
  for (const [at, name, saysOf] of all) {
    const span = spanOfSlice(document.text, at);
    if (offset < span.start || span.end < offset) continue;
    const { told, answered } = toldBy(server, facts);
    const says = saysOf(told);
    const [about = null] = answered;
    const known = dependencyLines(server, facts, now, (query) => nameIn(query) === name);
    if ((about !== null && says.length > 0) || known.length > 0)
      return { span, says, about, known };
  }
  return null;
}

function nameIn(query: DependencyQuery): string {
  return 'name' in query ? query.name : query.repository;
}

type Told = <Asked extends Query>(query: Asked) => FactAbout<Asked> | undefined;

/** Only what the report says was asked; `answered` grows with what is told. */
function toldBy(
  { asked }: ServerReport,
  facts: FactsAtHand,
): { readonly told: Told; readonly answered: readonly Query[] } {
  const keys = new Set(asked.map(({ query }) => queryKey(query)));
  const answered: Query[] = [];
  return {
    answered,
    told(query) {
      const fact = keys.has(queryKey(query)) ? facts.answer(query) : undefined;
      if (fact !== undefined) answered.push(query);
      return fact;
    },
  };
}

function ofImage(image: ImageRef, told: Told, facts: FactsAtHand): readonly string[] {
  const { registry, repository, digest } = image;
  const tag = image.tag ?? 'latest';
  const now = told(digestQuestion(image));
  if (now?.state !== 'known') return unknown(now, `The registry has no tag ${tag}`);
  if (digest === null) return [`${tag} names ${shortDigest(now.value)} now`];
  if (digest === now.value) return [`${tag} still names this image`];

  const build = (of: string) => told({ kind: 'image-build', registry, repository, digest: of });
  const newer = build(now.value);
  const days = newer?.state === 'known' ? daysSince(newer.value.builtAt, facts.now) : null;
  const moved =
    days === null
      ? `it names ${shortDigest(now.value)} now`
      : `the image it names now was built ${ago(days)}`;
  const gone = build(digest)?.state === 'absent';
  return [
    `${tag} moved: ${moved}`,
    ...(gone ? ['The repository no longer has the image that is pinned'] : []),
  ];
}

function ofPackage(
  ref: PackageRef,
  { server }: ServerReport,
  told: Told,
  facts: FactsAtHand,
): readonly string[] {
  const question = releasesQuestion(server, ref);
  const fact = question.ok ? told(question.query) : undefined;
  if (fact?.state !== 'known') return unknown(fact, 'The registry has no package of this name');
  const written = writtenOf(ref);
  const offers = written === null ? [] : offersOf(fact.value, written, facts);
  const withdrawn = isWithdrawn(ref, fact.value) ? [`${ref.version} was deprecated or yanked`] : [];
  if (offers.length > 0) return [...withdrawn, offers.map(released).join(', ')];
  if (ref.pin !== 'exact') return ['The registry has no release that fits'];
  return [...withdrawn, `No newer release than ${ref.version} is out`];
}

function isWithdrawn({ version }: PackageRef, { list }: Releases): boolean {
  return list.some((release) => release.version === version && release.withdrawn);
}

/** `1.6.0 has been out for 12 days`. */
function released({ version, days, step }: Offer): string {
  const since =
    days === null
      ? ' is out'
      : days === 0
        ? ' came out less than a day ago'
        : ` has been out for ${dayCount(days)}`;
  return `${version}${since}${step === null ? '' : ` (major step from ${step.from} to ${step.to})`}`;
}

function ofGit(ref: GitRef, told: Told): readonly string[] {
  const question = commitQuestion(ref);
  const fact = question.ok ? told(question.query) : undefined;
  if (fact?.state !== 'known') return unknown(fact, capital(absentRef(ref)));
  return [`${ref.ref ?? 'The default branch'} names commit ${fact.value.sha.slice(0, 12)} now`];
}

function unknown(fact: Fact<unknown> | undefined, absent: string): readonly string[] {
  if (fact === undefined) return [];
  return [fact.state === 'failed' ? `Not checked: ${fact.why}` : absent];
}
