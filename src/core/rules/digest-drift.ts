import type { Slice } from '../config/node.ts';
import type { ImageRef } from '../launch/launch.ts';
import type { FactsAtHand, ImageBuildQuery, ImageDigest } from './facts.ts';
import type { Draft } from './finding.ts';
import type { Fix } from './fix.ts';
import { digestQuestion, movedPin, shortDigest } from './image-pin.ts';
import { ago, daysSince } from './releases.ts';
import type { Rule } from './rule.ts';
import { replaceParts } from './write.ts';

/** A tag that has moved away from its digest leaves the server at an image that nobody mends, or that is gone. */
export const digestDrift: Rule = {
  meta: {
    id: 'digest-drift',
    title: 'Pinned image whose tag has moved',
    pillar: 'integrity',
    severity: 'warning',
    grade: 'bad',
    confidence: 'high',
    fix: 'unsafe',
    since: '0.1.0',
  },
  about: ['image'],
  needs({ launch: { image } }, _document, facts) {
    if (!isPinned(image)) return [];
    const moved = movedTo(image, facts);
    const tag = digestQuestion(image);
    return moved === null ? [tag] : [tag, buildOf(image, image.digest), buildOf(image, moved)];
  },
  *check({ launch: { image } }, _document, facts) {
    if (!isPinned(image)) return;
    const moved = movedTo(image, facts);
    if (moved !== null) yield draftOf(image, moved, facts);
  },
};

type Pinned = ImageRef & { readonly tag: string; readonly digest: string };

/** Registries answer with sha256, so no other digest can be compared. */
function isPinned(image: ImageRef | null): image is Pinned {
  return image !== null && image.tag !== null && image.digest?.startsWith('sha256:') === true;
}

/** The digest that the tag has now; null while it is the one that is written, or not known. */
function movedTo(image: Pinned, facts: FactsAtHand): ImageDigest | null {
  const fact = facts.answer(digestQuestion(image));
  return fact?.state === 'known' && fact.value !== image.digest ? fact.value : null;
}

function buildOf({ registry, repository }: ImageRef, digest: ImageDigest): ImageBuildQuery {
  return { kind: 'image-build', registry, repository, digest };
}

function draftOf(image: Pinned, moved: ImageDigest, facts: FactsAtHand): Draft {
  const { name, tag, digest } = image;
  const fixes = fixesOf(image, moved);
  if (facts.answer(buildOf(image, digest))?.state === 'absent') {
    const message = `${name}@${shortDigest(digest)} is not in the repository, so the next pull fails`;
    return { at: digestAt(image), message, fixes };
  }
  // What runs is what was chosen: news, and no fault of the file.
  return {
    at: image.tagAt ?? image.at,
    message: `${tag} moved: ${name}:${tag} is another image now${built(image, moved, facts)}`,
    severity: 'information',
    grade: null,
    fixes,
  };
}

function fixesOf(image: Pinned, moved: ImageDigest): readonly Fix[] {
  const pin = movedPin(image, moved);
  if (pin === null) return [];
  const title = `Update pin to ${shortDigest(moved)} (${image.tag})`;
  return [{ title, safety: 'unsafe', ops: replaceParts([pin]) }];
}

function built(image: Pinned, moved: ImageDigest, facts: FactsAtHand): string {
  const fact = facts.answer(buildOf(image, moved));
  const days = fact?.state === 'known' ? daysSince(fact.value.builtAt, facts.now) : null;
  return days === null ? '' : `, built ${ago(days)}`;
}

/** The digest ends the reference; where the line hides that, the whole of it. */
function digestAt({ at, digest }: Pinned): Slice {
  const start = at.end - digest.length;
  return String(at.atom.value).slice(start, at.end) === digest ? { ...at, start } : at;
}
