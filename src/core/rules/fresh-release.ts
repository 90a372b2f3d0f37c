import type { Server } from '../config/server.ts';
import { advisoriesQuestion, named, whatRuns, withVersion } from './advisories.ts';
import { isGated } from './age-gate.ts';
import { releasesOfAll } from './deprecated-package.ts';
import type { AdvisoriesQuery, Advisory } from './dependency-facts.ts';
import type { FactsAtHand, Query, Release } from './facts.ts';
import type { Fix } from './fix.ts';
import { pinned } from './package-pin.ts';
import { dayCount, daysSince } from './releases.ts';
import type { Rule } from './rule.ts';
import { releasesBefore, runningReleases, type RunningRelease } from './running-release.ts';
import { replaceParts } from './write.ts';

/** A release that nobody has had time to look at may be the attack itself: most are taken back within days. */
export const freshRelease: Rule = {
  meta: {
    id: 'fresh-release',
    title: 'Release younger than the cool-down',
    pillar: 'dependencies',
    severity: 'warning',
    grade: 'caution',
    confidence: 'high',
    fix: 'unsafe',
    since: '0.1.0',
  },
  about: ['packages'],
  needs(server, _document, facts) {
    const older = freshIn(server, facts).flatMap(
      (found) => olderQuestion(server, found, facts) ?? [],
    );
    return [...releasesOfAll(server), ...older] satisfies readonly Query[];
  },
  *check(server, _document, facts) {
    for (const found of freshIn(server, facts)) {
      const { ref } = found;
      const flaw = flawOf(server, found, facts);
      const older = olderOf(found, facts);
      const instead =
        flaw === null || older === null
          ? ''
          : `; ${older.version}, which is older, has ${named(flaw)}`;
      yield {
        at: ref.versionAt ?? ref.at,
        message: freshMessage(found, facts) + instead,
        fixes: flaw === null ? moveBack(server, found, facts) : [],
      };
    }
  },
};

/** Out for less than the cool-down; what is dated in the future is as young as can be. */
export function isFresh({ publishedAt }: Release, { choices, now }: FactsAtHand): boolean {
  if (publishedAt === null || choices.coolDownDays <= 0) return false;
  return now - publishedAt < choices.coolDownDays * 86_400_000;
}

/** Where new releases wait, none but a pinned one is taken while it is young. */
function freshIn(server: Server, facts: FactsAtHand): readonly RunningRelease[] {
  const fresh = runningReleases(server, facts).filter(({ release }) => isFresh(release, facts));
  return fresh.length === 0 || !isGated(server)
    ? fresh
    : fresh.filter(({ running }) => running.by === 'pin');
}

export function freshMessage(found: RunningRelease, { choices, now }: FactsAtHand): string {
  const { ref, running, release } = found;
  const days = daysSince(release.publishedAt, now) ?? 0;
  const age = days === 0 ? 'less than a day' : dayCount(days);
  const isYoung = `${whatRuns(ref, running)} is ${age} old, and the cool-down is ${dayCount(choices.coolDownDays)}`;
  const [before] = releasesBefore(found, 1);
  const changes = before === undefined ? [] : changesSince(before, release);
  return changes.length === 0
    ? isYoung
    : `${isYoung}; since ${before?.version}: ${changes.join(', ')}`;
}

/** What an attacker changes who has taken a package over. */
function changesSince(
  before: Release,
  { publisher, installScripts, attested }: Release,
): readonly string[] {
  const changes: string[] = [];
  if (before.publisher !== undefined && publisher !== undefined && before.publisher !== publisher)
    changes.push(`published by ${publisher} instead of ${before.publisher}`);
  if (before.installScripts === false && installScripts === true)
    changes.push('new install scripts');
  if (before.attested === true && attested === false) changes.push('its attestation is gone');
  return changes;
}

/** The nearest release before it that has been out for the cool-down. */
function olderOf(found: RunningRelease, facts: FactsAtHand): Release | null {
  return (
    releasesBefore(found, 1000).find(
      (release) => release.publishedAt !== null && !isFresh(release, facts),
    ) ?? null
  );
}

function olderQuestion(
  server: Server,
  found: RunningRelease,
  facts: FactsAtHand,
): AdvisoriesQuery | null {
  const older = olderOf(found, facts);
  const question = older === null ? null : advisoriesQuestion(server, found.ref, facts);
  return older === null || question?.ok !== true
    ? null
    : withVersion(question.query, older.version);
}

/** The new release may be the one that mends what the older one has. */
function flawOf(server: Server, found: RunningRelease, facts: FactsAtHand): Advisory | null {
  const query = olderQuestion(server, found, facts);
  const fact = query === null ? undefined : facts.answer(query);
  if (fact?.state !== 'known') return null;
  const isGrave = ({ malicious, severity }: Advisory): boolean =>
    malicious || severity === 'critical' || severity === 'high';
  return fact.value.list.find(isGrave) ?? null;
}

function moveBack({ launch }: Server, found: RunningRelease, facts: FactsAtHand): readonly Fix[] {
  const older = olderOf(found, facts);
  const replacement = older === null ? null : pinned(launch, found.ref, older.version);
  if (older === null || replacement === null) return [];
  const days = daysSince(older.publishedAt, facts.now) ?? 0;
  const what = launch.packages.length > 1 ? ` ${found.ref.name}` : '';
  return [
    {
      title: `Move${what} to ${older.version} (out for ${dayCount(days)})`,
      safety: 'unsafe',
      ops: replaceParts([replacement]),
    },
  ];
}
