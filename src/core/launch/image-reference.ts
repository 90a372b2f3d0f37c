import type { ImageRef, Word } from './launch.ts';
import { partOf } from './words.ts';

const DEFAULT_REGISTRY = 'docker.io';
const LONGEST_PATH = 255;

/** Algorithms that distribution/reference accepts, with the number of hex digits each has. */
const digestLength: ReadonlyMap<string, number> = new Map([
  ['sha256', 64],
  ['sha384', 96],
  ['sha512', 128],
]);

/**
 * Reads an image reference after the grammar of distribution/reference, as docker does: `docker.io` and `library/` are
 * filled in, `index.docker.io` is docker.io. Null when the word is no valid reference, is an image id, or holds a
 * variable. Linear in the length of the word.
 */
export function readImage(word: Word): ImageRef | null {
  const { text } = word;
  if (word.dynamic || isImageId(text)) return null;

  const atSign = text.indexOf('@');
  const digest = atSign < 0 ? null : text.slice(atSign + 1);
  if (digest !== null && !isDigest(digest)) return null;

  const rest = atSign < 0 ? text : text.slice(0, atSign);
  const colon = rest.lastIndexOf(':');
  const tagged = colon > rest.lastIndexOf('/');
  const tag = tagged ? rest.slice(colon + 1) : null;
  if (tag !== null && !/^\w[\w.-]{0,127}$/.test(tag)) return null;

  const name = tagged ? rest.slice(0, colon) : rest;
  const { registry, path } = splitRegistry(name);
  if (!isRegistry(registry) || !isPath(path)) return null;
  const repository =
    registry === DEFAULT_REGISTRY && !path.includes('/') ? `library/${path}` : path;
  return {
    registry,
    repository,
    name,
    tag,
    digest,
    at: partOf(word, 0, text.length),
    tagAt: tag === null ? null : partOf(word, colon + 1, rest.length),
  };
}

/** The full id of a local image, with or without its algorithm: its content, not a name. */
export function isImageId(text: string): boolean {
  return /^(?:sha256:)?[a-f0-9]{64}$/.test(text);
}

function splitRegistry(name: string): { readonly registry: string; readonly path: string } {
  const slash = name.indexOf('/');
  const first = name.slice(0, Math.max(slash, 0));
  // Without a dot, a port or a capital, `localhost` apart, the first part is a folder of docker.io.
  const isHost = first === 'localhost' || /[.:]/.test(first) || first !== first.toLowerCase();
  if (slash < 0 || !isHost) return { registry: DEFAULT_REGISTRY, path: name };
  const registry = first === 'index.docker.io' ? DEFAULT_REGISTRY : first;
  return { registry, path: name.slice(slash + 1) };
}

function isRegistry(registry: string): boolean {
  const port = /:\d+$/.exec(registry);
  const host = port === null ? registry : registry.slice(0, port.index);
  if (host.startsWith('[')) return /^\[[a-fA-F0-9:]+\]$/.test(host);
  return host
    .split('.')
    .every((part) => /^[a-zA-Z0-9-]+$/.test(part) && !part.startsWith('-') && !part.endsWith('-'));
}

function isPath(path: string): boolean {
  return path.length <= LONGEST_PATH && path.split('/').every(isPathPart);
}

/** Lower-case words joined by one dot, one or two underscores, or any number of dashes. */
function isPathPart(part: string): boolean {
  return (
    /^[a-z0-9][a-z0-9._-]*$/.test(part) &&
    /[a-z0-9]$/.test(part) &&
    !/\.[._-]|_[.-]|-[._]|___/.test(part)
  );
}

function isDigest(digest: string): boolean {
  const colon = digest.indexOf(':');
  const hex = digest.slice(colon + 1);
  return digestLength.get(digest.slice(0, colon)) === hex.length && /^[a-f0-9]+$/.test(hex);
}
