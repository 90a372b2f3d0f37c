import { isImpliedWord } from '../config/dialects/fields.ts';
import type { ContainerUse, ImageRef, Launch } from '../launch/launch.ts';
import { programName } from '../launch/words.ts';
import type { ImageDigest, ImageDigestQuery } from './facts.ts';
import type { Replacement } from './write.ts';

/** Which digest the tag has now; without a tag engines take `latest`. */
export function digestQuestion({ registry, repository, tag }: ImageRef): ImageDigestQuery {
  return { kind: 'image-digest', registry, repository, tag: tag ?? 'latest' };
}

/** What it means when a registry does not know the tag, or the image: a clause without a period. */
export function absentImage({ tag }: ImageRef): string {
  return tag === null
    ? 'the registry has no such image, or no tag latest of it'
    : 'the registry has no such tag';
}

/** `sha256:1a2b3c4d5e6f…`, as titles and messages show a digest. */
export function shortDigest(digest: ImageDigest): string {
  return `${digest.slice(0, 'sha256:'.length + 12)}…`;
}

/** What the fix that writes a digest for a tag is called. */
export function imageTitle({ name, tag }: ImageRef, digest: ImageDigest): string {
  return `Pin to ${shortDigest(digest)} (${name} ${tag ?? 'latest'})`;
}

/**
 * The reference with this digest. A tag beside a digest is only a comment: docker takes both, podman and nerdctl do not
 * in every version, and `latest` would be a misleading one. Null where the line hides how the reference is written.
 */
export function imagePin(
  launch: Launch,
  image: ImageRef,
  digest: ImageDigest,
  keepTag: boolean,
): Replacement | null {
  const { name, tag } = image;
  const kept = keepTag && tag !== null && tag !== 'latest' && takesBoth(launch);
  return referenceOf(image, `${kept ? `${name}:${tag}` : name}@${digest}`);
}

/** The same reference, tag and all, with another digest. */
export function movedPin(image: ImageRef, digest: ImageDigest): Replacement | null {
  return referenceOf(image, written({ ...image, digest }));
}

/**
 * Quotes and escapes inside the word may go; a place that holds more than the word is not touched, nor is one that has
 * its parts in several fields.
 */
function referenceOf(image: ImageRef, text: string): Replacement | null {
  const { atom, start, end } = image.at;
  if (isImpliedWord(atom)) return null;
  const raw = String(atom.value).slice(start, end);
  return raw.replace(/["'\\^`]/g, '') === written(image) ? { at: image.at, text } : null;
}

function written({ name, tag, digest }: ImageRef): string {
  return name + (tag === null ? '' : `:${tag}`) + (digest === null ? '' : `@${digest}`);
}

/** Of several commands on one line any may be the one that runs the image. */
function takesBoth({ kind, container, shell }: Launch): boolean {
  if (!isDocker(container?.engine)) return false;
  if (kind !== 'shell') return true;
  const words = shell?.commands.flatMap((command) => command.words) ?? [];
  return !words.some(({ text }) => /^(?:podman|nerdctl)/.test(programName(text)));
}

function isDocker(engine: ContainerUse['engine'] | undefined): boolean {
  return engine !== 'podman' && engine !== 'nerdctl';
}
