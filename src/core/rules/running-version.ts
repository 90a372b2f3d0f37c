import parseNpm from 'semver/functions/parse.js';
import type { Server } from '../config/server.ts';
import type { PackageRef } from '../launch/launch.ts';
import type { Ecosystem } from './dependency-facts.ts';
import type { FactsAtHand, Releases } from './facts.ts';
import { releasesAtHand } from './package-pin.ts';
import { fitting, stableReleases, versionOf, compareVersions } from './versions.ts';

/** The one version that a start would run. */
export interface Running {
  /** As the registry writes it, without an operator; of Go with its `v`. */
  readonly version: string;
  /** `now`: nothing in the file pins it, it is what the registry would give at this time. */
  readonly by: 'pin' | 'now';
}

/** Null when it is not known: a variable, a branch, or a registry that has not answered. */
export function runningVersion(
  server: Server,
  ref: PackageRef,
  facts: FactsAtHand,
): Running | null {
  if (!isWatched(ref.ecosystem)) return null;
  const pinned = pinnedVersion(ref);
  if (pinned !== null) return { version: pinned, by: 'pin' };
  if (ref.pin === 'exact' || ref.pin === 'hash' || ref.pin === 'dynamic') return null;
  const releases = releasesAtHand(server, ref, facts);
  const now = releases?.state === 'known' ? versionNow(ref, releases.value) : null;
  return now === null ? null : { version: now, by: 'now' };
}

/** Whether advisories speak of packages of this kind. */
export function isWatched(ecosystem: PackageRef['ecosystem']): ecosystem is Ecosystem {
  return ecosystem !== 'pub' && ecosystem !== 'maven';
}

/** The version that the file itself says; null where it leaves a choice. */
export function pinnedVersion({ ecosystem, pin, version }: PackageRef): string | null {
  if ((pin !== 'exact' && pin !== 'hash') || version === null || version.length > 256) return null;
  switch (ecosystem) {
    case 'npm':
      return parseNpm(version, true)?.version ?? null;
    case 'pypi':
      return /^\s*(?:[^\s,=]*={2,3}\s*)?v?(\d[^\s,=()*]*)/.exec(version)?.[1] ?? null;
    case 'go':
      return /^v\d+\.\d+\.\d+(?:[-+][\w.+-]*)?$/.exec(version)?.[0] ?? null;
    default:
      return /^[[=v]?\s*(\d[\w.+-]*)\]?$/.exec(version)?.[1] ?? null;
  }
}

/** What the runner would take of these releases: the newest that fits, not above what npm's tag names. */
function versionNow({ ecosystem, pin, version }: PackageRef, releases: Releases): string | null {
  if (ecosystem !== 'npm' && ecosystem !== 'pypi') return null;
  const tag = pin === 'tag' && version !== null ? version : 'latest';
  const tagged = releases.tags.find(([name]) => name === tag)?.[1];
  if (pin === 'tag' && tagged === undefined) return null;
  if (tagged !== undefined && pin !== 'range') return tagged;
  const stable = stableReleases(releases, ecosystem);
  if (pin !== 'range' || version === null) return stable.at(-1)?.text ?? null;
  const fit = fitting(stable, version, ecosystem);
  const latest = tagged === undefined ? null : versionOf(tagged, ecosystem);
  const isHeld = latest !== null && fit.some((release) => release.text === latest.text);
  const inside = isHeld ? fit.filter((release) => compareVersions(release, latest) <= 0) : fit;
  return inside.at(-1)?.text ?? null;
}
