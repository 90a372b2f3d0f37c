import { clean } from '@renovatebot/pep440';
import type { Server } from '../config/server.ts';
import type { PackageRef } from '../launch/launch.ts';
import type { FactsAtHand, Release, Releases } from './facts.ts';
import { releasesAtHand } from './package-pin.ts';
import { runningVersion, type Running } from './running-version.ts';
import { compareVersions, stableReleases, versionOf, type Ecosystem } from './versions.ts';

/** The release that a start would run. */
export interface RunningRelease {
  readonly ref: PackageRef;
  readonly ecosystem: Ecosystem;
  readonly running: Running;
  readonly release: Release;
  readonly releases: Releases;
}

/** Of each package of a server of which the registry has said what there is; where a variable decides, none. */
export function runningReleases(server: Server, facts: FactsAtHand): readonly RunningRelease[] {
  return server.launch.packages.flatMap((ref) => runningRelease(server, ref, facts) ?? []);
}

export function runningRelease(
  server: Server,
  ref: PackageRef,
  facts: FactsAtHand,
): RunningRelease | null {
  const { ecosystem } = ref;
  if (ecosystem !== 'npm' && ecosystem !== 'pypi') return null;
  const fact = releasesAtHand(server, ref, facts);
  const running = fact?.state === 'known' ? runningVersion(server, ref, facts) : null;
  if (fact?.state !== 'known' || running === null) return null;
  const release = releaseOf(fact.value, running.version, ecosystem);
  return release === null ? null : { ref, ecosystem, running, release, releases: fact.value };
}

const byVersion = new WeakMap<Releases, ReadonlyMap<string, Release>>();

/** The release of this version, however it is spelled; null when there is none. */
export function releaseOf(
  releases: Releases,
  version: string,
  ecosystem: Ecosystem,
): Release | null {
  const known =
    byVersion.get(releases) ??
    new Map(releases.list.map((release) => [spelled(release.version, ecosystem), release]));
  byVersion.set(releases, known);
  return known.get(spelled(version, ecosystem)) ?? null;
}

/** `1.0` and `1.0.0` are one version of PyPI; npm has one spelling for each. */
function spelled(version: string, ecosystem: Ecosystem): string {
  if (ecosystem === 'npm' || version.length > 256) return version;
  return (clean(version) ?? version).replace(/^((?:\d+!)?\d+(?:\.\d+)*?)(?:\.0)+(?!\.?\d)/, '$1');
}

/** More than that of one package are not kept, so one that is not among them may still be. */
const allAreKept = 1000;

/** Whether the registry has said that there is no such release. */
export function isMissing(releases: Releases, version: string, ecosystem: Ecosystem): boolean {
  return releases.list.length < allAreKept && releaseOf(releases, version, ecosystem) === null;
}

/** The stable releases before this one, by version, the nearest first; nothing withdrawn. */
export function releasesBefore(
  { ecosystem, release, releases }: RunningRelease,
  most: number,
): readonly Release[] {
  const own = versionOf(release.version, ecosystem);
  if (own === null) return [];
  return stableReleases(releases, ecosystem)
    .filter((other) => compareVersions(other, own) < 0)
    .slice(-most)
    .toReversed()
    .flatMap(({ text }) => releaseOf(releases, text, ecosystem) ?? []);
}
