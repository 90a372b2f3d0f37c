/** What a rule may ask of the outside world, as data. */
export type Query = ImageDigestQuery;

/** Which digest does this tag point to now? */
export interface ImageDigestQuery {
  readonly kind: 'image-digest';
  /** Host, with its port: `docker.io`, `ghcr.io`, `127.0.0.1:5000`. */
  readonly registry: string;
  /** With docker.io's `library/` written out. */
  readonly repository: string;
  readonly tag: string;
}

/**
 * `known`: the answer. `absent`: the registry says there is no such thing. `failed`: no answer, so no claim; shown as
 * not checked and never cached.
 */
export type Fact<Value> =
  | { readonly state: 'known'; readonly value: Value }
  | { readonly state: 'absent' }
  | { readonly state: 'failed'; readonly why: string };

/** The digest of the index, or of the manifest where there is no index: `sha256:` and 64 hex digits. */
export type ImageDigest = string;

export interface FactsAtHand {
  imageDigest(query: ImageDigestQuery): Fact<ImageDigest> | undefined;
}

export const noFacts: FactsAtHand = { imageDigest: () => undefined };

/** One text per question: the key of caches and sets. */
export function queryKey(query: Query): string {
  return `${query.kind} ${query.registry}/${query.repository}:${query.tag}`;
}
