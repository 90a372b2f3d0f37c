import type { Ecosystem } from '../core/rules/dependency-facts.ts';
import type { OsvAffected, OsvEntry, OsvEvent } from './osv-entry.ts';
import { normalName } from './python-releases.ts';
import { isSameVersion, versionsInOrder } from './version-order.ts';

/** A package in one version, by the names of OSV: of Go without the `v`. */
export interface OsvSubject {
  readonly ecosystem: Ecosystem;
  readonly name: string;
  readonly version: string;
}

/** Whether an entry concerns this version; `unread`: it writes versions that are none, so nobody knows. */
export type Concern = 'yes' | 'no' | 'unread';

/** An entry may name many versions as fixed and take each of them back: so many are looked at. */
const mostTried = 20;

/** Reads the lists and ranges of an entry itself: what a server filtered is not taken for granted. */
export function concernOf({ affected }: OsvEntry, subject: OsvSubject): Concern {
  let concern: Concern = 'no';
  for (const item of affected) {
    if (!isAbout(item, subject)) continue;
    const own = concernIn(item, subject);
    if (own === 'yes') return own;
    if (own === 'unread') concern = own;
  }
  return concern;
}

/** The lowest version after this one that an entry names as fixed and does not concern again. */
export function fixedAfter(entry: OsvEntry, subject: OsvSubject): string | null {
  const { ecosystem, version } = subject;
  const fixes = entry.affected
    .filter((item) => isAbout(item, subject))
    .flatMap(({ ranges }) => ranges.flat())
    .filter((event) => event.kind === 'fixed' && isPlain(event.version))
    .map((event) => event.version)
    .filter((fixed) => (versionsInOrder(ecosystem, fixed, version) ?? 0) > 0)
    .toSorted((a, b) => versionsInOrder(ecosystem, a, b) ?? 0);
  return (
    [...new Set(fixes)]
      .slice(0, mostTried)
      .find((fixed) => concernOf(entry, { ...subject, version: fixed }) === 'no') ?? null
  );
}

/** Of the parts that speak of this version. */
export function severityIn(entry: OsvEntry, subject: OsvSubject): OsvEntry['severity'][] {
  const parts = entry.affected.filter(
    (item) => isAbout(item, subject) && concernIn(item, subject) === 'yes',
  );
  return [entry.severity, ...parts.map(({ severity }) => severity)];
}

function isPlain(version: string): boolean {
  return /^[\w.+!~-]{1,128}$/.test(version);
}

function isAbout({ ecosystem, name }: OsvAffected, subject: OsvSubject): boolean {
  if (ecosystem !== subject.ecosystem) return false;
  if (ecosystem === 'pypi') return normalName(name) === normalName(subject.name);
  if (ecosystem === 'nuget') return name.toLowerCase() === subject.name.toLowerCase();
  return name === subject.name;
}

function concernIn({ versions, ranges }: OsvAffected, subject: OsvSubject): Concern {
  const { ecosystem, version } = subject;
  if (versions.some((listed) => isSameVersion(ecosystem, listed, version))) return 'yes';
  let concern: Concern = 'no';
  for (const events of ranges) {
    const inside = isInside(events, ecosystem, version);
    if (inside === true) return 'yes';
    if (inside === undefined) concern = 'unread';
  }
  return concern;
}

/** By the evaluation of the OSV schema; undefined when an event is no version. */
function isInside(
  events: readonly OsvEvent[],
  ecosystem: Ecosystem,
  version: string,
): boolean | undefined {
  const order = (a: string, b: string): number => {
    if (a === b) return 0;
    if (a === '0' || b === '*') return -1;
    if (b === '0' || a === '*') return 1;
    return versionsInOrder(ecosystem, a, b) ?? Number.NaN;
  };
  if (events.some((event) => Number.isNaN(order(event.version, version)))) return undefined;
  const limits = events.filter(({ kind }) => kind === 'limit');
  if (limits.length > 0 && !limits.some((limit) => order(version, limit.version) < 0)) return false;
  // The last one before this version decides; of several at one version the one that is written last.
  let last: OsvEvent | undefined;
  for (const event of events) {
    const way = order(version, event.version);
    const counts = event.kind === 'last_affected' ? way > 0 : event.kind !== 'limit' && way >= 0;
    if (counts && (last === undefined || order(event.version, last.version) >= 0)) last = event;
  }
  return last?.kind === 'introduced';
}
