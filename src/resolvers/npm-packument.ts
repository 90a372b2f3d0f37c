import * as z from 'zod/mini';
import type { Release, Releases } from '../core/rules/facts.ts';
import { isPublisher, isRecord, maxReleases, maxTags, type Entries } from './kept-releases.ts';

const entries = z.custom<Entries>(isRecord);

const packument = z.object({
  name: z.optional(z.string()),
  'dist-tags': z.optional(entries),
  versions: z.optional(entries),
  time: z.optional(entries),
});

const deprecation = z.object({ deprecated: z.union([z.string(), z.literal(true)]) });

/** Nobody has published as often, and sorting more takes its time. */
const maxVersions = 100_000;

/** What a registry's document about one package says; `none`: the package has no release; undefined: it is no such document. */
export function releasesIn(document: unknown, name: string): Releases | 'none' | undefined {
  const read = packument.safeParse(document);
  if (!read.success) return undefined;
  const { versions, time = {}, 'dist-tags': distTags = {} } = read.data;
  if (read.data.name !== undefined && !isSame(read.data.name, name)) return undefined;
  if (versions === undefined) return Object.hasOwn(time, 'unpublished') ? 'none' : undefined;
  const written = Object.entries(versions);
  if (written.length > maxVersions) return undefined;
  const saysAttested = written.some(([, manifest]) => isAttested(manifest));
  const all = written.flatMap(([version, manifest]): readonly Release[] =>
    isVersion(version) && isRecord(manifest)
      ? [
          {
            version,
            publishedAt: momentOf(time, version),
            withdrawn: isDeprecated(manifest),
            ...publisherOf(manifest),
            ...installScriptsOf(manifest),
            ...attestedOf(manifest, saysAttested),
          },
        ]
      : [],
  );
  if (all.length === 0) return written.length === 0 ? 'none' : undefined;
  const known = new Set(all.map(({ version }) => version));
  const tags = Object.entries(distTags)
    .filter((tag): tag is [string, string] => typeof tag[1] === 'string' && known.has(tag[1]))
    .filter(([tag]) => /^[\x21-\x7e]{1,128}$/.test(tag))
    .slice(0, maxTags);
  return { list: newest(all, new Set(tags.map(([, version]) => version))), tags };
}

/** All while they are not too many; else those with a tag, and the newest of the others, pre-releases last. */
function newest(all: readonly Release[], tagged: ReadonlySet<string>): readonly Release[] {
  if (all.length <= maxReleases) return all;
  const others = all.filter(({ version }) => !tagged.has(version));
  others.sort(
    (a, b) =>
      Number(isPreRelease(a)) - Number(isPreRelease(b)) ||
      (b.publishedAt ?? 0) - (a.publishedAt ?? 0) ||
      byNumbers(b.version, a.version),
  );
  return [...all.filter(({ version }) => tagged.has(version)), ...others.slice(0, maxReleases)];
}

function isPreRelease({ version }: Release): boolean {
  return version.split('+', 1)[0]?.includes('-') === true;
}

function byNumbers(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}

function isVersion(text: string): boolean {
  // With zeros in front npm would look for another version than the one that is written.
  return (
    text.length <= 128 &&
    /^(?:(?:0|[1-9]\d*)\.){2}(?:0|[1-9]\d*)(?:-[\dA-Za-z.-]+)?(?:\+[\dA-Za-z.-]+)?$/.test(text)
  );
}

/** Null when the registry gives no date, or one that cannot be. */
function momentOf(time: Entries, version: string): number | null {
  const text = Object.hasOwn(time, version) ? time[version] : undefined;
  if (typeof text !== 'string' || !/^\d{4}-\d\d-\d\dT[\d:.]{5,20}(?:Z|[+-]\d\d:?\d\d)$/.test(text))
    return null;
  const moment = Date.parse(text);
  return moment >= 0 ? moment : null;
}

function isDeprecated(manifest: unknown): boolean {
  const read = deprecation.safeParse(manifest);
  return read.success && read.data.deprecated !== '';
}

function publisherOf({ _npmUser: user }: Entries): Pick<Release, 'publisher'> {
  const name = isRecord(user) ? user['name'] : undefined;
  return isPublisher(name) ? { publisher: name } : {};
}

/** Only a whole manifest says that there are none: it has an id of its own, which the short form has not. */
function installScriptsOf(manifest: Entries): Pick<Release, 'installScripts'> {
  const { scripts, hasInstallScript, gypfile, _id: id } = manifest;
  const names = ['preinstall', 'install', 'postinstall'];
  const isRun = (name: string): boolean =>
    isRecord(scripts) &&
    Object.hasOwn(scripts, name) &&
    typeof scripts[name] === 'string' &&
    scripts[name].trim() !== '';
  if (hasInstallScript === true || gypfile === true || names.some(isRun))
    return { installScripts: true };
  const isWhole = isRecord(scripts) || hasInstallScript === false || typeof id === 'string';
  return isWhole ? { installScripts: false } : {};
}

/** A registry that signs a release, or knows an attestation of another one, would know of this one's. */
function attestedOf(manifest: Entries, saysAttested: boolean): Pick<Release, 'attested'> {
  if (isAttested(manifest)) return { attested: true };
  const { dist } = manifest;
  const isSigned =
    isRecord(dist) && Array.isArray(dist['signatures']) && dist['signatures'].length > 0;
  return isSigned || saysAttested ? { attested: false } : {};
}

function isAttested(manifest: unknown): boolean {
  if (!isRecord(manifest) || !isRecord(manifest['dist'])) return false;
  return isRecord(manifest['dist']['attestations']);
}

/** Some registries write the name of an old package in lower case. */
function isSame(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
