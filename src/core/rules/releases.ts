import type { Pin } from '../launch/launch.ts';
import type { PinChoices, Releases } from './facts.ts';
import {
  compareVersions,
  fitting,
  isLaterMajor,
  lowestOf,
  majorOf,
  stableReleases,
  versionOf,
  type Ecosystem,
  type StableRelease,
  type Version,
} from './versions.ts';

/** What a launch line says of a package's version. */
export interface Written {
  readonly ecosystem: Ecosystem;
  readonly pin: Pin;
  /** As in the launch: a version, a range, a tag; null when there is none. */
  readonly version: string | null;
}

/** A release to pin to. */
export interface Offer {
  readonly version: string;
  /** Out for the cool-down, or there is none. */
  readonly settled: boolean;
  /** Days since it was published; null when nobody says, or says what cannot be. */
  readonly days: number | null;
  /** `newest at least 7 days old`, `newest, 2 days old`. */
  readonly words: string;
  /** When it is another major version than what is written. */
  readonly step: { readonly from: string; readonly to: string } | null;
}

/** The time that ages are counted to, and how old is old enough. */
export interface Times {
  readonly choices: Pick<PinChoices, 'coolDownDays'>;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

const DAY = 86_400_000;

/**
 * What to offer in place of what is written, best first: the newest release that is old enough, the newest one, and for
 * a range the newest of a later major version. Empty when no stable release fits, or an exact version is the newest.
 */
export function offersOf(releases: Releases, written: Written, times: Times): readonly Offer[] {
  const { ecosystem, pin, version } = written;
  const stable = stableReleases(releases, ecosystem);
  const open = upToTag('latest', stable, releases, ecosystem);
  if (pin === 'none') return newestOf(open, null, times);
  if (version === null) return [];
  if (pin === 'tag') {
    if (!holdsOwnLine(version, releases, ecosystem)) return newestOf(open, null, times);
    const offers = newestOf(upToTag(version, stable, releases, ecosystem), null, times);
    return offers.map((offer) => ({ ...offer, words: `${offer.words}, up to the tag ${version}` }));
  }
  if (pin === 'range') return offersInRange(stable, open, version, ecosystem, times);
  const now = exactVersion(written);
  return now === null ? [] : newestOf(after(open, now), now, times);
}

/** How many stable releases that are old enough come after an exact version; 0 when that cannot be told. */
export function newerThan(releases: Releases, written: Written, times: Times): number {
  const now = exactVersion(written);
  if (now === null) return 0;
  const { ecosystem } = written;
  const open = upToTag('latest', stableReleases(releases, ecosystem), releases, ecosystem);
  const newer = after(open, now).filter((release) => isSettled(release, times));
  return newer.filter((release, i) => i === 0 || compareVersions(release, newer[i - 1] ?? now) > 0)
    .length;
}

/** `Pin to 1.4.2 (newest at least 7 days old), major step from 0 to 1`; `what` names the package where there are several. */
export function offerTitle(verb: string, what: string | null, offer: Offer): string {
  const { version, words, step } = offer;
  const named = what === null ? '' : ` ${what}`;
  const major = step === null ? '' : `, major step from ${step.from} to ${step.to}`;
  return `${verb}${named} to ${version} (${words})${major}`;
}

/** `12 days`, `1 day`. */
export function dayCount(days: number): string {
  return `${days} day${days === 1 ? '' : 's'}`;
}

/** `less than a day ago`, `1 day ago`. */
export function ago(days: number): string {
  return days === 0 ? 'less than a day ago' : `${dayCount(days)} ago`;
}

/** Whole days that have passed since a moment; null when nobody says, or it is in the future. */
export function daysSince(moment: number | null, now: number): number | null {
  if (moment === null || !Number.isFinite(moment)) return null;
  const days = Math.floor((now - moment) / DAY);
  return days < 0 ? null : days;
}

/** The one version that is written: `1.2.0`, `v1.2.0`, or of `==1.2,!=1.3` the first. */
function exactVersion({ ecosystem, pin, version }: Written): Version | null {
  if (pin !== 'exact' || version === null) return null;
  const text =
    ecosystem === 'pypi' && /^\W/.test(version)
      ? /={2,3}\s*([^\s,=()]+)/.exec(version.slice(0, 256))?.[1]
      : version;
  return text === undefined ? null : versionOf(text.trim(), ecosystem);
}

function offersInRange(
  stable: readonly StableRelease[],
  open: readonly StableRelease[],
  written: string,
  ecosystem: Ecosystem,
  times: Times,
): readonly Offer[] {
  const fit = fitting(stable, written, ecosystem);
  // npm takes the release that `latest` names where it fits, even when there is a higher one.
  const latest = open.at(-1);
  const held = latest !== undefined && fit.includes(latest);
  const inside = held ? fit.filter((release) => compareVersions(release, latest) <= 0) : fit;
  const last = inside.at(-1);
  if (last === undefined) return [];
  const lowest = lowestOf(written, ecosystem);
  const later = open.findLast(
    (release) => isLaterMajor(release, last) && isSettled(release, times),
  );
  const offers = newestOf(inside, lowest, times);
  return later === undefined ? offers : [...offers, offerOf(later, last, 'settled', times)];
}

/** The newest that is old enough, and the newest when it is another one. */
function newestOf(
  releases: readonly StableRelease[],
  written: Version | null,
  times: Times,
): readonly Offer[] {
  const newest = releases.at(-1);
  if (newest === undefined) return [];
  const settled = releases.findLast((release) => isSettled(release, times));
  const offers = settled === undefined ? [] : [offerOf(settled, written, 'settled', times)];
  return settled === newest ? offers : [...offers, offerOf(newest, written, 'newest', times)];
}

function offerOf(
  release: StableRelease,
  written: Version | null,
  as: 'settled' | 'newest',
  times: Times,
): Offer {
  const { coolDownDays } = times.choices;
  const settled = as === 'settled';
  const days = daysSince(release.publishedAt, times.now);
  const step =
    written !== null && isLaterMajor(release, written)
      ? { from: majorOf(written), to: majorOf(release) }
      : null;
  const words = settled ? settledWords(coolDownDays) : newestWords(days);
  return { version: release.text, settled, days, words, step };
}

function settledWords(coolDownDays: number): string {
  return coolDownDays > 0 ? `newest at least ${dayCount(coolDownDays)} old` : 'newest';
}

function newestWords(days: number | null): string {
  if (days === null) return 'newest, age unknown';
  return days === 0 ? 'newest, less than a day old' : `newest, ${dayCount(days)} old`;
}

function isSettled({ publishedAt }: StableRelease, { choices, now }: Times): boolean {
  if (choices.coolDownDays <= 0) return true;
  return publishedAt !== null && now - publishedAt >= choices.coolDownDays * DAY;
}

function after(releases: readonly StableRelease[], version: Version): readonly StableRelease[] {
  return releases.filter((release) => compareVersions(release, version) > 0);
}

/** Nothing above what a dist-tag names: of `latest` its author holds that back, of another it is no part of that line. */
function upToTag(
  tag: string,
  stable: readonly StableRelease[],
  { tags }: Releases,
  ecosystem: Ecosystem,
): readonly StableRelease[] {
  const named = tagged(tag, tags, ecosystem);
  if (named === null) return stable;
  return stable.filter((release) => compareVersions(release, named) <= 0);
}

/** A tag that names nothing, or a pre-release, is no reason to go another way than `latest` goes. */
function holdsOwnLine(tag: string, { tags }: Releases, ecosystem: Ecosystem): boolean {
  return tag !== 'latest' && tagged(tag, tags, ecosystem)?.early === false;
}

function tagged(tag: string, tags: Releases['tags'], ecosystem: Ecosystem): Version | null {
  const named = tags.find(([name]) => name === tag)?.[1];
  return named === undefined ? null : versionOf(named, ecosystem);
}
