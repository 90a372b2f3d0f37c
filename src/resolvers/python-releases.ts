import { clean, valid } from '@renovatebot/pep440';
import type { Release, Releases } from '../core/rules/facts.ts';
import { isRecord, maxReleases } from './kept-releases.ts';

/** The largest packages have tens of thousands; reading more takes its time. */
const maxFiles = 200_000;
const maxVersion = 128;
const maxFilename = 512;

interface Gathered {
  readonly version: string;
  publishedAt: number | null;
  withdrawn: boolean;
  installScripts?: boolean | undefined;
  attested?: boolean | undefined;
}

/** One file of a release. */
interface File {
  readonly at: number | null;
  readonly withdrawn: boolean;
  /** Whether it is built here, by code of its own; undefined where another machine may get another file. */
  readonly installScripts?: boolean | undefined;
  /** Whether the index holds an attestation of it; undefined where it does not say. */
  readonly attested?: boolean | undefined;
}

/** A package's name as indexes look it up (PEP 503); undefined when it is none. */
export function normalName(name: string): string | undefined {
  if (name.length > 200 || !/^[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?$/i.test(name)) return undefined;
  return name.toLowerCase().replaceAll(/[-_.]+/g, '-');
}

/**
 * Reads the answer of an index about a package: the simple API's (PEP 691, 700) or that of `/pypi/<name>/json`.
 * Undefined when it is neither. Only what pip and uv can install counts: wheels and source archives.
 */
export function readReleases(answer: unknown, name: string): Releases | undefined {
  if (!isRecord(answer)) return undefined;
  if (Array.isArray(answer['files'])) {
    const versions: unknown[] = Array.isArray(answer['versions']) ? answer['versions'] : [];
    if (answer['files'].length + versions.length > maxFiles) return undefined;
    return listed(toldApart(bySimple(answer['files'], versions, name)));
  }
  const { releases } = answer;
  if (!isRecord(releases) || Object.keys(releases).length > maxFiles) return undefined;
  return listed(byVersion(releases));
}

/** The releases of several indexes as one list. */
export function joined(lists: readonly Releases[]): Releases {
  const found = new Map<string, Gathered>();
  for (const { version, publishedAt: at, ...file } of lists.flatMap(({ list }) => list))
    add(found, keyOf(version) ?? version, version, { at, ...file });
  return listed(found);
}

function bySimple(
  files: readonly unknown[],
  versions: readonly unknown[],
  name: string,
): Map<string, Gathered> {
  const spelled = new Map<string, string>();
  for (const version of versions) {
    if (typeof version !== 'string') continue;
    const key = keyOf(version);
    if (key !== undefined) spelled.set(key, version);
  }
  const found = new Map<string, Gathered>();
  for (const file of files) {
    if (!isRecord(file) || typeof file['filename'] !== 'string') continue;
    const version = versionIn(file['filename'], name) ?? '';
    const key = keyOf(version);
    if (key === undefined) continue;
    add(found, key, spelled.get(key) ?? version, {
      at: timeOf(file['upload-time']),
      withdrawn: Boolean(file['yanked']),
      installScripts: isBuilt(file['filename']),
      attested: isAttested(file),
    });
  }
  return found;
}

/** The address of an attestation may be left out where there is none: an index that holds one would name the others. */
function toldApart(found: Map<string, Gathered>): Map<string, Gathered> {
  const releases = [...found.values()];
  if (!releases.some(({ attested }) => attested === true)) return found;
  for (const release of releases) release.attested ??= false;
  return found;
}

function byVersion(releases: Readonly<Record<string, unknown>>): Map<string, Gathered> {
  const found = new Map<string, Gathered>();
  for (const [version, files] of Object.entries(releases)) {
    const key = keyOf(version);
    if (key === undefined || !Array.isArray(files)) continue;
    for (const file of files as unknown[]) {
      if (!isRecord(file) || !isInstallable(file['filename'])) continue;
      const { filename } = file;
      add(found, key, version, {
        at: timeOf(file['upload_time_iso_8601']) ?? timeOf(file['upload_time']),
        withdrawn: Boolean(file['yanked']),
        installScripts: typeof filename === 'string' ? isBuilt(filename) : undefined,
      });
    }
  }
  return found;
}

/**
 * One more file of a release, which is withdrawn when all are. It is as old as the newest of them: whoever can upload may
 * put another file into an old release, and that is then what is installed. For the same reason it is attested when every
 * file is.
 */
function add(found: Map<string, Gathered>, key: string, version: string, file: File): void {
  const { at, withdrawn, installScripts, attested } = file;
  const known = found.get(key);
  if (known === undefined) {
    found.set(key, { version, publishedAt: at, withdrawn, installScripts, attested });
    return;
  }
  known.withdrawn &&= withdrawn;
  if (at !== null) known.publishedAt = Math.max(known.publishedAt ?? at, at);
  // A wheel that fits everywhere is taken before what has to be built; one that fits some machines is so there only.
  if (known.installScripts !== false && known.installScripts !== installScripts)
    known.installScripts = installScripts === false ? false : undefined;
  if (attested !== undefined) known.attested = attested && known.attested !== false;
}

/** Undefined for a wheel of one kind of machine: another one may have to build. */
function isBuilt(filename: string): boolean | undefined {
  if (!filename.endsWith('.whl')) return true;
  return filename.endsWith('-any.whl') ? false : undefined;
}

/** What PEP 740 adds to a file: the address of its provenance, or null. */
function isAttested(file: Readonly<Record<string, unknown>>): boolean | undefined {
  if (!Object.hasOwn(file, 'provenance')) return undefined;
  return typeof file['provenance'] === 'string' && file['provenance'] !== '';
}

/** The newest, those that are no pre-release before all others. */
function listed(found: ReadonlyMap<string, Gathered>): Releases {
  const entries = [...found];
  if (entries.length > maxReleases) {
    entries.reverse(); // The last files of an answer are the newest.
    entries.sort(([a, first], [b, second]) => {
      const stability = Number(isPreRelease(a)) - Number(isPreRelease(b));
      return stability || (second.publishedAt ?? 0) - (first.publishedAt ?? 0);
    });
  }
  const list = entries.slice(0, maxReleases).map(([, release]) => releaseOf(release));
  return { list, tags: [] };
}

function releaseOf({ installScripts, attested, ...release }: Gathered): Release {
  return {
    ...release,
    ...(installScripts === undefined ? {} : { installScripts }),
    ...(attested === undefined ? {} : { attested }),
  };
}

/** Of a normal version. */
function isPreRelease(version: string): boolean {
  return /[abc]\d|\.dev\d/.test(version.split('+', 1)[0] ?? '');
}

/** The same for all spellings of a version; undefined when it is none (PEP 440). */
export function keyOf(version: string): string | undefined {
  if (version.length > maxVersion || valid(version) === null) return undefined;
  // Larger numbers would lose their last digits.
  return /\d{16}/.test(version) ? version.toLowerCase() : (clean(version) ?? undefined);
}

/** What a file's name says: `name-1.0-py3-none-any.whl`, `name-1.0.tar.gz`. */
export function versionIn(filename: string, name: string): string | undefined {
  if (filename.length > maxFilename) return undefined;
  if (filename.endsWith('.whl')) {
    const [project = '', version] = filename.split('-', 2);
    return normalName(project) === name ? version : undefined;
  }
  const stem = withoutEnding(filename);
  if (stem === undefined) return undefined;
  // A name may hold hyphens, so the version starts behind the one up to which the text is the name.
  for (let at = stem.indexOf('-'); at >= 0; at = stem.indexOf('-', at + 1)) {
    if (normalName(stem.slice(0, at)) === name) return stem.slice(at + 1);
  }
  return undefined;
}

function isInstallable(filename: unknown): boolean {
  if (filename === undefined) return true;
  if (typeof filename !== 'string') return false;
  return filename.endsWith('.whl') || withoutEnding(filename) !== undefined;
}

function withoutEnding(filename: string): string | undefined {
  const ending = /\.(?:tar(?:\.(?:gz|bz2|xz|Z|lzma))?|tgz|tbz|txz|zip)$/.exec(filename)?.[0];
  return ending === undefined ? undefined : filename.slice(0, -ending.length);
}

/** Milliseconds since the epoch; a time without a zone is UTC. */
function timeOf(text: unknown): number | null {
  if (typeof text !== 'string' || text.length > 40) return null;
  const match = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d(?:\.\d{1,9})?)(Z|[+-]\d\d:\d\d)?$/.exec(
    text,
  );
  if (match === null) return null;
  const at = Date.parse(`${match[1]}T${match[2]}${match[3] ?? 'Z'}`);
  return at >= 0 ? at : null;
}
