import type { ImageRef } from '../launch/launch.ts';
import type { Fact, ImageDigest, ImageDigestQuery } from './facts.ts';
import type { Fix } from './fix.ts';
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
  needs({ launch: { image } }) {
    return image === null || image.digest !== null ? [] : [queryOf(image)];
  },
  *check({ launch: { image } }, _document, facts) {
    if (image === null || image.digest !== null) return;
    const at = image.tagAt ?? image.at;
    const fact = facts.imageDigest(queryOf(image));
    yield {
      at,
      message: message(image),
      related: fact?.state === 'absent' ? [{ message: 'The registry has no such tag', at }] : [],
      fixes: fixesOf(image, fact),
    };
  },
};

function queryOf({ registry, repository, tag }: ImageRef): ImageDigestQuery {
  return { kind: 'image-digest', registry, repository, tag: tag ?? 'latest' };
}

function message({ name, tag }: ImageRef): string {
  if (tag === null) return `${name} has no tag or digest, so the next pull may bring other code`;
  return `${name} follows the tag ${tag}, which can move, so the next pull may bring other code`;
}

function fixesOf(image: ImageRef, fact: Fact<ImageDigest> | undefined): readonly Fix[] {
  if (fact?.state !== 'known') return [];
  const { name, tag, at } = image;
  // A tag beside a digest is only a comment; `latest` would be a misleading one.
  const kept = tag === null || tag === 'latest' ? name : `${name}:${tag}`;
  const shown = `${fact.value.slice(0, 'sha256:'.length + 12)}…`;
  return [
    {
      title: `Pin to ${shown} (${name} ${tag ?? 'latest'})`,
      safety: 'safe',
      ops: replaceParts([{ at, text: `${kept}@${fact.value}` }]),
    },
  ];
}
