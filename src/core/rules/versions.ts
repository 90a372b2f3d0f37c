import { filter, parse as parsePython } from '@renovatebot/pep440';
import Range from 'semver/classes/range.js';
import minVersion from 'semver/ranges/min-version.js';
import parseNpm from 'semver/functions/parse.js';
import type { Releases } from './facts.ts';

export type Ecosystem = 'npm' | 'pypi';

/** A version as both ecosystems order it: by epoch, numbers, post-release, and pre-releases before the release. */
export interface Version {
  readonly text: string;
  readonly epoch: number;
  /** Zeros at the end taken off. */
  readonly numbers: readonly number[];
  /** -1: no post-release. */
  readonly post: number;
  /** A pre-release or a development release. */
  readonly early: boolean;
}

export interface StableRelease extends Version {
  /** Milliseconds since the epoch; null when the registry does not say. */
  readonly publishedAt: number | null;
}

/** Nobody writes a longer one, and what a registry sends is not to be trusted. */
const LONGEST = 64;
const LONGEST_RANGE = 256;

/** Null when the text is no version. npm's build metadata counts for nothing, a local version of PyPI is none. */
export function versionOf(text: string, ecosystem: Ecosystem): Version | null {
  if (text.length > LONGEST) return null;
  return ecosystem === 'npm' ? npmVersion(text) : pythonVersion(text);
}

function npmVersion(text: string): Version | null {
  const read = parseNpm(text, true);
  if (read === null) return null;
  const numbers = significant([read.major, read.minor, read.patch]);
  return { text, epoch: 0, numbers, post: -1, early: read.prerelease.length > 0 };
}

function pythonVersion(text: string): Version | null {
  const read = parsePython(text);
  if (read === null || read.local !== null) return null;
  const { epoch, release, pre, dev } = read;
  const post = pre === null ? Number(read.post?.[1] ?? -1) : -1;
  return { text, epoch, numbers: significant(release), post, early: pre !== null || dev !== null };
}

function significant(numbers: readonly number[]): readonly number[] {
  return numbers.slice(0, numbers.findLastIndex((number) => number !== 0) + 1);
}

/** Below zero when `a` is the earlier one. Two pre-releases of one release are not told apart. */
export function compareVersions(a: Version, b: Version): number {
  return (
    a.epoch - b.epoch ||
    compareNumbers(a.numbers, b.numbers) ||
    a.post - b.post ||
    Number(b.early) - Number(a.early)
  );
}

function compareNumbers(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** `1`, or `1!2` with an epoch. */
export function majorOf({ epoch, numbers }: Version): string {
  const major = String(numbers[0] ?? 0);
  return epoch === 0 ? major : `${epoch}!${major}`;
}

export function isLaterMajor(a: Version, than: Version): boolean {
  return a.epoch > than.epoch || (a.epoch === than.epoch && majorNumber(a) > majorNumber(than));
}

function majorNumber({ numbers }: Version): number {
  return numbers[0] ?? 0;
}

const sorted = new WeakMap<Releases, readonly StableRelease[]>();

/** What may be offered, oldest version first: no pre-release, nothing withdrawn, nothing that is not written plainly. */
export function stableReleases(releases: Releases, ecosystem: Ecosystem): readonly StableRelease[] {
  const known = sorted.get(releases);
  if (known !== undefined) return known;
  const stable: StableRelease[] = [];
  for (const { version: text, publishedAt, withdrawn } of releases.list) {
    // Build metadata and a leading `v` would not be found again under that name.
    if (withdrawn || !/^\d[\w.!-]*$/.test(text)) continue;
    const version = versionOf(text, ecosystem);
    if (version !== null && !version.early) stable.push({ ...version, publishedAt });
  }
  stable.sort(compareVersions);
  sorted.set(releases, stable);
  return stable;
}

const fitted = new WeakMap<
  readonly StableRelease[],
  { readonly written: string; readonly fit: readonly StableRelease[] }
>();

/**
 * Those that fit what is written: an npm range, or PEP 440 specifiers as they stand in a requirement. Of `stableReleases`
 * of the same ecosystem; the last answer is kept, for the next keystroke.
 */
export function fitting(
  stable: readonly StableRelease[],
  written: string,
  ecosystem: Ecosystem,
): readonly StableRelease[] {
  const known = fitted.get(stable);
  if (known?.written === written) return known.fit;
  const fit = written.length > LONGEST_RANGE ? [] : fittingNow(stable, written, ecosystem);
  fitted.set(stable, { written, fit });
  return fit;
}

function fittingNow(
  stable: readonly StableRelease[],
  written: string,
  ecosystem: Ecosystem,
): readonly StableRelease[] {
  if (ecosystem === 'npm') {
    const range = rangeOf(written);
    return stable.filter(({ text }) => range?.test(text));
  }
  // Together: the specifiers are read once.
  const texts = stable.map(({ text }) => text);
  const fit = new Set(filter(texts, specifiersOf(written), { prereleases: false }));
  return stable.filter(({ text }) => fit.has(text));
}

/** The lowest version that what is written lets in; null when it names no lower end. */
export function lowestOf(written: string, ecosystem: Ecosystem): Version | null {
  if (written.length > LONGEST_RANGE) return null;
  if (ecosystem === 'npm') return lowestOfRange(written);
  const ends = specifiersOf(written)
    .split(',', 20)
    .flatMap((clause) => {
      const [, text] = /^\s*(?:>=|>|~=|={2,3})\s*([^\s*]+?)(?:\.\*)?\s*$/.exec(clause) ?? [];
      return text === undefined ? [] : (versionOf(text, 'pypi') ?? []);
    });
  return ends.toSorted(compareVersions).at(-1) ?? null;
}

function lowestOfRange(written: string): Version | null {
  try {
    const lowest = minVersion(written, true);
    // What lets in everything from below names no lower end.
    return lowest === null || lowest.version.startsWith('0.0.0')
      ? null
      : npmVersion(lowest.version);
  } catch {
    return null;
  }
}

/** A requirement's version without brackets; one that begins with its number was written behind `==`. */
function specifiersOf(written: string): string {
  return /^\d/.test(written)
    ? `==${written}`
    : written
        .trim()
        .replace(/^\(|\)$/g, '')
        .trim();
}

function rangeOf(written: string): Range | null {
  try {
    return new Range(written, { loose: true });
  } catch {
    return null;
  }
}
