import type { Releases } from '../core/rules/facts.ts';

export type Entries = Readonly<Record<string, unknown>>;

/** As many of one package are kept, and those with a tag. */
export const maxReleases = 1000;
export const maxTags = 50;

/**
 * Whether a value kept between runs is releases, of any ecosystem. By hand: a schema takes five times as long, and
 * hundreds of packages are read at the start.
 */
export function isReleases(value: unknown): value is Releases {
  if (!isRecord(value)) return false;
  const { list, tags } = value;
  return (
    Array.isArray(list) &&
    list.length <= maxReleases + maxTags &&
    list.every(isRelease) &&
    Array.isArray(tags) &&
    tags.length <= maxTags &&
    tags.every(isTag)
  );
}

function isRelease(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { version, publishedAt, withdrawn, publisher, installScripts, attested } = value;
  return (
    isVersion(version) &&
    (publishedAt === null || (Number.isSafeInteger(publishedAt) && Number(publishedAt) >= 0)) &&
    typeof withdrawn === 'boolean' &&
    (publisher === undefined || isPublisher(publisher)) &&
    (installScripts === undefined || typeof installScripts === 'boolean') &&
    (attested === undefined || typeof attested === 'boolean')
  );
}

/** A name that may be shown: of a person, or of a service that publishes for one. */
export function isPublisher(value: unknown): value is string {
  return typeof value === 'string' && /^[\w~.@+][\w~.@+ -]{0,63}$/.test(value);
}

/** An object that is no list. */
export function isRecord(value: unknown): value is Entries {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTag(value: unknown): boolean {
  if (!Array.isArray(value) || value.length !== 2) return false;
  const [name, version]: readonly unknown[] = value;
  return typeof name === 'string' && /^[\x21-\x7e]{1,128}$/.test(name) && isVersion(version);
}

/** A fix writes it into a line that a shell may read: it is no flag, and holds nothing that a shell takes for more. */
function isVersion(value: unknown): boolean {
  return typeof value === 'string' && /^[A-Za-z0-9][\w.+!-]{0,255}$/.test(value);
}
