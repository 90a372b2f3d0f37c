import type { Server } from '../config/server.ts';
import type { PackageRef } from '../launch/launch.ts';
import { advisoriesNeeds, advisoriesQuestion, named } from '../rules/advisories.ts';
import { withdrawnMessage } from '../rules/deprecated-package.ts';
import type {
  Advisories,
  AdvisoriesQuery,
  Advisory,
  AdvisorySource,
} from '../rules/dependency-facts.ts';
import type { Fact, FactsAtHand, Query } from '../rules/facts.ts';
import { freshMessage, isFresh } from '../rules/fresh-release.ts';
import { scanNeeds } from '../rules/image-questions.ts';
import { runsScripts, scriptsMessage } from '../rules/install-scripts.ts';
import { absentPackage, missingIn } from '../rules/package-not-found.ts';
import { releasesAtHand, releasesNeeds, writtenOf } from '../rules/package-pin.ts';
import { releasesQuestion } from '../rules/registries.ts';
import { dayCount, daysSince, newerThan } from '../rules/releases.ts';
import { runningRelease, type RunningRelease } from '../rules/running-release.ts';
import { versionOf } from '../rules/versions.ts';
import { bad, caution, good, notApplicable, notChecked } from './grades.ts';
import { imageGrade } from './image-grade.ts';
import type { PillarGrade } from './report.ts';
import { isUnread } from './tier.ts';

/** What the pillar must know, whichever rules ask for it too. */
export function dependencyNeeds(server: Server, facts: FactsAtHand): readonly Query[] {
  if (isUnread(server)) return [];
  return [
    ...releasesNeeds(server, (ref) => writtenOf(ref) !== null),
    ...advisoriesNeeds(server, facts),
    ...scanNeeds(server, facts),
  ];
}

/**
 * Whether the code that a start would run is known to be sound. Of several parts the worst counts; what is not known may
 * be bad, so it weighs more than a caution, and nothing but what is known to be bad weighs more than it.
 */
export function dependenciesOf(server: Server, facts: FactsAtHand): PillarGrade {
  const { launch } = server;
  if (isUnread(server)) return notChecked('The launch could not be read');
  const parts: PillarGrade[] = [
    ...launch.packages.map((ref) => packageGrade(server, ref, facts)),
    ...launch.git.map(({ url }) => notChecked(`Nobody is asked about code from git: ${url}`)),
    ...launch.downloads.map(() => notChecked('Nobody is asked about a download')),
    ...imageGrade(server, facts),
  ];
  const [first, ...rest] = parts;
  if (first !== undefined) return rest.reduce(worseDependency, first);
  if (launch.remote !== null) {
    return launch.remote.loopback
      ? notChecked('Started by something else on this machine')
      : notApplicable('The operator of the remote server decides what runs');
  }
  if (launch.kind === 'shell') return notChecked('What the shell line runs is not known');
  return notChecked('What was installed on this disk is not looked up');
}

const weight = { 'not-applicable': 0, good: 1, caution: 2, 'not-checked': 3, bad: 4 } as const;

/** The worse of two grades of this pillar; the first where they are alike. */
export function worseDependency(a: PillarGrade, b: PillarGrade): PillarGrade {
  return weight[b.grade] > weight[a.grade] ? b : a;
}

/** First what is bad, whatever else is not known; then what is not known; then what wants care. */
function packageGrade(server: Server, ref: PackageRef, facts: FactsAtHand): PillarGrade {
  const { name } = ref;
  const releases = releasesAtHand(server, ref, facts);
  const asked = advisoriesQuestion(server, ref, facts);
  const advisories = asked.ok ? facts.answer(asked.query) : undefined;

  const grave = advisories?.state === 'known' ? advisories.value.list.find(isGrave) : undefined;
  if (grave !== undefined && asked.ok) {
    const what = grave.malicious ? 'is known to be malicious' : 'has a known vulnerability';
    const says = saidBy(grave, facts.askedAt?.(asked.query));
    return bad(`${name} ${asked.running.version} ${what}: ${named(grave)}${says}`);
  }
  if (releases?.state === 'absent') return bad(absentPackage(ref) + lookedUp(server, ref, facts));
  const missing = releases?.state === 'known' ? missingIn(ref, releases.value) : null;
  if (missing !== null) return bad(`${name} has no ${missing}${lookedUp(server, ref, facts)}`);

  if (ref.pin === 'dynamic') return notChecked(`The version of ${name} is a variable`);
  const question = releasesQuestion(server, ref);
  if (!question.ok) {
    const clean = asked.ok ? cleanOf(ref, asked.query, advisories, facts) : null;
    return notChecked(`${clean ?? `${name} is`} not checked: ${question.why}`);
  }
  if (releases?.state !== 'known') return unanswered(`The releases of ${name}`, releases);
  if (!asked.ok) return notChecked(`${name} is not checked: ${asked.why}`);
  const what = `Advisories on ${name} ${asked.running.version}`;
  if (advisories?.state !== 'known') return unanswered(what, advisories);
  const [gap] = advisories.value.failed;
  if (gap !== undefined)
    return unanswered(`${what} by ${sources[gap.source]}`, { state: 'failed', why: gap.why });
  const found = runningRelease(server, ref, facts);
  if (found === null) return notChecked(`Which release of ${name} would run is not known`);
  if (found.release.publishedAt === null && facts.choices.coolDownDays > 0)
    return notChecked(`The registry does not say how old ${name} ${found.release.version} is`);

  const at = facts.askedAt?.(asked.query);
  const [known] = advisories.value.list;
  if (known !== undefined) {
    const says = saidBy(known, at);
    return caution(
      `${name} ${asked.running.version} has a known vulnerability: ${named(known)}${says}`,
    );
  }
  const none = `no known advisory (${listed(advisories.value.asked)}${dayOf(at)})`;
  const care = careOf(server, found, facts);
  return care === null ? good(`${standing(found, facts)}, ${none}`) : caution(`${care}; ${none}`);
}

/** Where nothing but advisories is looked up, and there are none; else null. */
function cleanOf(
  { name }: PackageRef,
  query: AdvisoriesQuery,
  fact: Fact<Advisories> | undefined,
  facts: FactsAtHand,
): string | null {
  if (fact?.state !== 'known' || fact.value.list.length + fact.value.failed.length > 0) return null;
  const said = `${listed(fact.value.asked)}${dayOf(facts.askedAt?.(query))}`;
  return `No known advisory on ${name} ${query.version} (${said}), but its releases are`;
}

/** `, says OSV on 2026-11-20` */
function saidBy({ by, rated }: Advisory, at: number | undefined): string {
  if (rated !== undefined) return at === undefined ? '' : `, asked${dayOf(at)}`;
  if (by.length === 0) return '';
  return `, ${by.length === 1 ? 'says' : 'say'} ${listed(by)}${dayOf(at)}`;
}

/** ` (asked on 2026-11-20)`: since then the registry may have been given the name. */
function lookedUp(server: Server, ref: PackageRef, facts: FactsAtHand): string {
  const question = releasesQuestion(server, ref);
  const day = question.ok ? dayOf(facts.askedAt?.(question.query)) : '';
  return day === '' ? '' : ` (asked${day})`;
}

function isGrave({ malicious, severity }: Advisory): boolean {
  return malicious || severity === 'critical' || severity === 'high';
}

function careOf(server: Server, found: RunningRelease, facts: FactsAtHand): string | null {
  const { ref, release } = found;
  if (release.withdrawn) return withdrawnMessage(found);
  if (isFresh(release, facts)) return freshMessage(found, facts);
  if (runsScripts(server, found)) return scriptsMessage(found);
  const behind = behindOf(found, facts);
  return behind > 1
    ? `${ref.name} ${release.version} is ${behind} releases behind the newest`
    : null;
}

function behindOf({ ecosystem, release, releases }: RunningRelease, facts: FactsAtHand): number {
  return newerThan(releases, { ecosystem, pin: 'exact', version: release.version }, facts);
}

/** `mcp-remote 0.1.16 is the newest release, out for 40 days` */
function standing(found: RunningRelease, facts: FactsAtHand): string {
  const { ref, release } = found;
  const days = daysSince(release.publishedAt, facts.now);
  const age = days === null ? '' : `, out for ${dayCount(days)}`;
  return `${ref.name} ${release.version} is ${placeOf(found, facts)}${age}`;
}

function placeOf(found: RunningRelease, facts: FactsAtHand): string {
  if (behindOf(found, facts) > 0) return 'one release behind the newest';
  const early = versionOf(found.release.version, found.ecosystem)?.early === true;
  return early ? 'a pre-release, newer than any release' : 'the newest release';
}

const sources = { osv: 'OSV', npm: 'npm' } as const;

function listed(by: readonly AdvisorySource[]): string {
  return by.map((source) => sources[source]).join(' and ');
}

/** ` on 2026-11-20`; empty when nobody knows when. */
export function dayOf(moment: number | undefined): string {
  return moment === undefined ? '' : ` on ${new Date(moment).toISOString().slice(0, 10)}`;
}

type Unanswered = { readonly state: 'absent' } | { readonly state: 'failed'; readonly why: string };

function unanswered(what: string, fact: Unanswered | undefined): PillarGrade {
  if (fact === undefined) return notChecked(`${what}: not asked yet`);
  return notChecked(`${what}: ${fact.state === 'failed' ? fact.why : 'nobody knows of it'}`);
}
