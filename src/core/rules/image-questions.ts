import type { Server } from '../config/server.ts';
import type { ImageRef } from '../launch/launch.ts';
import type { ImageScan, ImageScanQuery, ImageSignatureQuery } from './dependency-facts.ts';
import type { Fact, FactsAtHand, ImageDigest } from './facts.ts';
import { digestQuestion } from './image-pin.ts';

/**
 * What only a person's word asks about the image of a launch: what a scanner finds in it. Of an image by its tag, the
 * one that the tag names now, once that is known.
 */
export function scanNeeds(server: Server, facts: FactsAtHand): readonly ImageScanQuery[] {
  const of = imageByDigest(server, facts);
  return of === null ? [] : [{ kind: 'image-scan', ...of }];
}

/** As `scanNeeds`, of who signed it. */
export function signatureNeeds(server: Server, facts: FactsAtHand): readonly ImageSignatureQuery[] {
  const of = imageByDigest(server, facts);
  return of === null ? [] : [{ kind: 'image-signature', ...of }];
}

/** What a scanner has found; undefined: nobody has asked yet. */
export function scanAtHand(server: Server, facts: FactsAtHand): Fact<ImageScan> | undefined {
  const [query] = scanNeeds(server, facts);
  return query === undefined ? undefined : facts.answer(query);
}

function imageByDigest(
  { launch: { image } }: Server,
  facts: FactsAtHand,
): Pick<ImageScanQuery, 'registry' | 'repository' | 'digest'> | null {
  const digest = image === null ? null : digestOf(image, facts);
  if (image === null || digest === null) return null;
  return { registry: image.registry, repository: image.repository, digest };
}

/** Registries are asked by sha256 only. */
function digestOf(image: ImageRef, facts: FactsAtHand): ImageDigest | null {
  if (image.digest !== null) return image.digest.startsWith('sha256:') ? image.digest : null;
  const now = facts.answer(digestQuestion(image));
  return now?.state === 'known' ? now.value : null;
}
