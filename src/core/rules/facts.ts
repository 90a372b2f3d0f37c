import {
  dependencyKey,
  dependencySubject,
  type DependencyAnswers,
  type DependencyQuery,
} from './dependency-facts.ts';
import { sameLevels, type Levels } from './levels.ts';

/** What a rule may ask of the outside world, as data. */
export type Query =
  | ImageDigestQuery
  | ImageBuildQuery
  | ReleasesQuery
  | GitCommitQuery
  | DependencyQuery;

/** Which digest does this tag point to now? */
export interface ImageDigestQuery {
  readonly kind: 'image-digest';
  /** Host, with its port: `docker.io`, `ghcr.io`, `127.0.0.1:5000`. */
  readonly registry: string;
  /** With docker.io's `library/` written out. */
  readonly repository: string;
  readonly tag: string;
}

/** Does the repository hold this digest, and when was what it names built? Asked only where a tag has moved. */
export interface ImageBuildQuery {
  readonly kind: 'image-build';
  readonly registry: string;
  readonly repository: string;
  /** `sha256:` and 64 hex digits. */
  readonly digest: string;
}

/** Which releases does a package have? */
export interface ReleasesQuery {
  readonly kind: 'releases';
  readonly ecosystem: 'npm' | 'pypi';
  /** Whose settings name the registry when the file does not. */
  readonly tool: 'npm' | 'uv' | 'pip';
  /** As written. */
  readonly name: string;
  /** An address that the file itself gives, without userinfo and query; null: the user's own registry. */
  readonly registry: string | null;
}

/** Which commit does this branch or tag name now? */
export interface GitCommitQuery {
  readonly kind: 'git-commit';
  /** Without userinfo and query; https, http or ssh. */
  readonly url: string;
  /** Null: the default branch. */
  readonly ref: string | null;
}

/**
 * `known`: the answer. `absent`: the registry says there is no such thing. `failed`: no answer, so no claim; shown as
 * not checked and never cached.
 */
export type Fact<Value> =
  | { readonly state: 'known'; readonly value: Value }
  | { readonly state: 'absent' }
  | { readonly state: 'failed'; readonly why: string };

/** A fact that is none: `why` is one line without a period. */
export function failed(why: string): { readonly state: 'failed'; readonly why: string } {
  return { state: 'failed', why };
}

/** The digest of the index, or of the manifest where there is no index: `sha256:` and 64 hex digits. */
export type ImageDigest = string;

export interface ImageBuild {
  /** Milliseconds since the epoch; null when the image does not say, or says what cannot be. */
  readonly builtAt: number | null;
}

export interface Releases {
  /** Every release that can be installed, in no order. */
  readonly list: readonly Release[];
  /** Names that point to a version, npm's dist-tags: `latest`, `next`; empty for PyPI. */
  readonly tags: readonly (readonly [name: string, version: string])[];
}

export interface Release {
  readonly version: string;
  /** Milliseconds since the epoch; null when the registry does not say. */
  readonly publishedAt: number | null;
  /** Deprecated by its author (npm), or yanked (PyPI). */
  readonly withdrawn: boolean;
  /** Who published it, as the registry names them. Left out, like what follows, where the registry does not say. */
  readonly publisher?: string;
  /** Whether it runs code of its own when it is installed. */
  readonly installScripts?: boolean;
  /** Whether the registry holds an attestation of where it was built. */
  readonly attested?: boolean;
}

export interface Commit {
  /** 40 or 64 hex digits, lower case; of an annotated tag the commit it names. */
  readonly sha: string;
  readonly by: 'branch' | 'tag' | 'head';
}

/** The answer to each kind of question. */
export interface Answers extends DependencyAnswers {
  readonly 'image-digest': ImageDigest;
  readonly 'image-build': ImageBuild;
  readonly releases: Releases;
  readonly 'git-commit': Commit;
}

export type FactAbout<Asked extends Query> = Fact<Answers[Asked['kind']]>;

/** What the person chose. */
export interface PinChoices {
  /** Days that a release must have been out before it is the first to be offered. */
  readonly coolDownDays: number;
  /** Whether a tag stays in front of its digest where the engine takes both. */
  readonly keepTag: boolean;
  /** What single rules are worth. */
  readonly levels?: Levels | undefined;
}

export interface FactsAtHand {
  /** Undefined: nobody knows yet. The same object for as long as it stays the same. */
  answer<Asked extends Query>(query: Asked): FactAbout<Asked> | undefined;
  /** When the answer at hand was given: milliseconds since the epoch. Left out where answers have no age. */
  readonly askedAt?: (query: Query) => number | undefined;
  readonly choices: PinChoices;
  /** The time to which ages are counted: milliseconds since the epoch, a whole minute, so that a report holds that long. */
  readonly now: number;
}

/** Whether the same text would be judged alike. */
export function sameChoices(a: PinChoices, b: PinChoices): boolean {
  return (
    a.coolDownDays === b.coolDownDays && a.keepTag === b.keepTag && sameLevels(a.levels, b.levels)
  );
}

export const defaultChoices: PinChoices = { coolDownDays: 7, keepTag: true };

export const noFacts: FactsAtHand = {
  answer: () => undefined,
  choices: defaultChoices,
  now: 0,
};

/** One text per question: the key of caches and sets. */
export function queryKey(query: Query): string {
  switch (query.kind) {
    case 'image-digest':
      return `image-digest ${query.registry}/${query.repository}:${query.tag}`;
    case 'image-build':
      return `image-build ${query.registry}/${query.repository}@${query.digest}`;
    case 'releases':
      return `releases ${query.ecosystem} ${query.tool} ${query.registry ?? ''} ${query.name}`;
    case 'git-commit':
      return `git-commit ${query.url} ${query.ref ?? ''}`;
    default:
      return dependencyKey(query);
  }
}

/** What a question is about, for people: `ghcr.io/owner/name:1.4`, `package@registry`, `https://host/repo main`. */
export function subjectOf(query: Query): string {
  switch (query.kind) {
    case 'image-digest':
      return `${query.registry}/${query.repository}:${query.tag}`;
    case 'image-build':
      return `${query.registry}/${query.repository}@${query.digest.slice(0, 'sha256:'.length + 12)}`;
    case 'releases':
      return query.name;
    case 'git-commit':
      return query.ref === null ? query.url : `${query.url} ${query.ref}`;
    default:
      return dependencySubject(query);
  }
}
