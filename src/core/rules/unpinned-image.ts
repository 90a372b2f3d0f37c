import type { ImageRef, Launch } from '../launch/launch.ts';
import type { Fact, ImageDigest } from './facts.ts';
import type { Fix } from './fix.ts';
import { absentImage, digestQuestion, imagePin, imageTitle } from './image-pin.ts';
import { sentence } from './finding.ts';
import type { Rule } from './rule.ts';
import { replaceParts } from './write.ts';

/** A tag moves: whoever can push to the repository decides what the next pull runs. */
export const unpinnedImage: Rule = {
  meta: {
    id: 'unpinned-image',
    title: 'Container image without a digest',
    pillar: 'integrity',
    severity: 'warning',
    grade: 'bad',
    confidence: 'high',
    fix: 'safe',
    since: '0.1.0',
  },
  about: ['image'],
  needs({ launch: { image } }) {
    return image === null || image.digest !== null ? [] : [digestQuestion(image)];
  },
  *check({ launch }, _document, facts) {
    const { image } = launch;
    if (image === null || image.digest !== null) return;
    const at = image.tagAt ?? image.at;
    const fact = facts.answer(digestQuestion(image));
    yield {
      at,
      message: message(image),
      related: fact?.state === 'absent' ? [{ message: sentence(absentImage(image)), at }] : [],
      fixes: fixesOf(launch, image, fact, facts.choices.keepTag),
    };
  },
};

function message({ name, tag }: ImageRef): string {
  if (tag === null) return `${name} has no tag or digest, so the next pull may bring other code`;
  return `${name} follows the tag ${tag}, which can move, so the next pull may bring other code`;
}

function fixesOf(
  launch: Launch,
  image: ImageRef,
  fact: Fact<ImageDigest> | undefined,
  keepTag: boolean,
): readonly Fix[] {
  if (fact?.state !== 'known') return [];
  const pin = imagePin(launch, image, fact.value, keepTag);
  if (pin === null) return [];
  return [{ title: imageTitle(image, fact.value), safety: 'safe', ops: replaceParts([pin]) }];
}
