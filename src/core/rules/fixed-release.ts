import type { Server } from '../config/server.ts';
import type { PackageRef } from '../launch/launch.ts';
import { withVersion, type Known } from './advisories.ts';
import type { AdvisoriesQuery, Advisory } from './dependency-facts.ts';
import type { FactsAtHand, Query } from './facts.ts';
import type { Fix } from './fix.ts';
import { pinned, releasesAtHand } from './package-pin.ts';
import { releasesQuestion } from './registries.ts';
import { dayCount, daysSince } from './releases.ts';
import {
  compareVersions,
  isLaterMajor,
  majorOf,
  stableReleases,
  versionOf,
  type Ecosystem,
  type StableRelease,
  type Version,
} from './versions.ts';
import { replaceParts } from './write.ts';

const DAY = 86_400_000;

/** The lowest fixed release may have a hole of its own, or the same one again, and so may those after it. */
const mostTried = 3;

/** What must be known before a release can be offered that is free of what is known against the running one. */
export function fixQueries(server: Server, known: Known, facts: FactsAtHand): readonly Query[] {
  if (!hasFix(known)) return [];
  const releases = releasesQuestion(server, known.ref);
  return [
    ...(releases.ok ? [releases.query] : []),
    ...candidatesOf(server, known, facts).map(({ text }) => withVersion(known.query, text)),
  ];
}

/**
 * Moves to a fixed release: the lowest that has been out for the cool-down, so that least changes, and the newest such;
 * where there is none, the lowest that is younger. One with another hole of its own is not offered.
 */
export function movesToFixed(server: Server, known: Known, facts: FactsAtHand): readonly Fix[] {
  const { ref, query } = known;
  const better = candidatesOf(server, known, facts).filter((release) =>
    isBetter(known, query, release, facts),
  );
  const offers = better.slice(0, 1).concat(better.length > 1 ? better.slice(-1) : []);
  return offers.flatMap((release, index) => {
    const replacement = pinned(server.launch, ref, release.text);
    if (replacement === null) return [];
    const title = titleOf(server, known, release, index > 0, facts);
    return [{ title, safety: 'unsafe', ops: replaceParts([replacement]) }];
  });
}

function hasFix({ fact }: Known): boolean {
  return fact?.state === 'known' && fact.value.list.some(isFixed);
}

function isFixed({ fixed, malicious }: Advisory): boolean {
  return fixed !== null && !malicious;
}

function candidatesOf(server: Server, known: Known, facts: FactsAtHand): readonly StableRelease[] {
  const { ref, running, fact } = known;
  const ecosystem = registryOf(ref);
  const releases = releasesAtHand(server, ref, facts);
  if (ecosystem === null || fact?.state !== 'known' || releases?.state !== 'known') return [];
  const ends = [
    running.version,
    ...fact.value.list.filter(isFixed).map(({ fixed }) => fixed ?? ''),
  ];
  const versions = ends.map((text) => versionOf(text, ecosystem));
  if (versions.length < 2 || versions.includes(null)) return [];
  const now = versions[0] ?? null;
  const needed = versions.reduce((a, b) => (a === null || b === null ? null : later(a, b)));
  if (now === null || needed === null) return [];
  const latest = releases.value.tags.find(([tag]) => tag === 'latest')?.[1];
  const held = latest === undefined ? null : versionOf(latest, ecosystem);
  const fixed = stableReleases(releases.value, ecosystem).filter(
    (release) => compareVersions(release, needed) >= 0 && compareVersions(release, now) > 0,
  );
  // What an author holds back is taken only where nothing else is fixed.
  const open = fixed.filter((release) => held === null || compareVersions(release, held) <= 0);
  const offered = open.length > 0 ? open : fixed;
  const settled = offered.filter((release) => isSettled(release, facts));
  if (settled.length === 0) return offered.slice(0, 1);
  return [...settled.slice(0, mostTried), ...settled.slice(mostTried).slice(-1)];
}

function later(a: Version, b: Version): Version {
  return compareVersions(a, b) >= 0 ? a : b;
}

function registryOf({ ecosystem }: PackageRef): Ecosystem | null {
  return ecosystem === 'npm' || ecosystem === 'pypi' ? ecosystem : null;
}

function isSettled({ publishedAt }: StableRelease, { choices, now }: FactsAtHand): boolean {
  if (choices.coolDownDays <= 0) return true;
  return publishedAt !== null && now - publishedAt >= choices.coolDownDays * DAY;
}

/** Nothing is known against it but what has no fix anyway; while nobody knows, the advisories themselves are believed. */
function isBetter(
  { fact }: Known,
  query: AdvisoriesQuery,
  { text }: StableRelease,
  facts: FactsAtHand,
): boolean {
  const there = facts.answer(withVersion(query, text));
  if (there?.state !== 'known' || fact?.state !== 'known') return true;
  const left = new Set(fact.value.list.filter((one) => !isFixed(one)).map(({ id }) => id));
  return there.value.list.every(({ id, malicious }) => !malicious && left.has(id));
}

function titleOf(
  { launch }: Server,
  { ref, running, fact }: Known,
  release: StableRelease,
  isNewest: boolean,
  facts: FactsAtHand,
): string {
  const list = fact?.state === 'known' ? fact.value.list.filter(({ malicious }) => !malicious) : [];
  const [first, ...more] = list.filter(isFixed);
  const others = more.length === 0 ? '' : ` and ${more.length} more`;
  const left = list.find((one) => !isFixed(one));
  const rest = left === undefined ? '' : `; ${left.id} has no fix`;
  const what = launch.packages.length > 1 ? ` ${ref.name}` : '';
  const fixes = `(fixes ${first?.id ?? 'it'}${others}${rest})`;
  const which = isNewest ? `, ${settledWords(facts.choices.coolDownDays)}` : '';
  return `Move${what} to ${release.text}${which} ${fixes}${young(release, facts)}${step(ref, running.version, release)}`;
}

function settledWords(days: number): string {
  return days > 0 ? `the newest at least ${dayCount(days)} old` : 'the newest';
}

function young(release: StableRelease, facts: FactsAtHand): string {
  if (isSettled(release, facts)) return '';
  const coolDown = `your cool-down of ${dayCount(facts.choices.coolDownDays)}`;
  const days = daysSince(release.publishedAt, facts.now);
  if (days === null) return `, of unknown age, maybe younger than ${coolDown}`;
  const age = days === 0 ? 'less than a day' : `only ${dayCount(days)}`;
  return `, ${age} old and younger than ${coolDown}`;
}

function step(ref: PackageRef, version: string, release: StableRelease): string {
  const ecosystem = registryOf(ref);
  const now = ecosystem === null ? null : versionOf(version, ecosystem);
  if (now === null || !isLaterMajor(release, now)) return '';
  return `, major step from ${majorOf(now)} to ${majorOf(release)}`;
}
