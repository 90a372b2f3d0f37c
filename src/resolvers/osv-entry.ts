import type { AdvisorySeverity, Ecosystem } from '../core/rules/dependency-facts.ts';
import type { ScoreOf } from './cvss.ts';
import { isRecord, type Entries } from './kept-releases.ts';
import { oneLine, textsOf } from './plain-text.ts';
import { severityOfScore, severityOfWord, worstOf } from './severity.ts';

/** One entry of an OSV database, as far as it speaks of packages that are asked about (ossf.github.io/osv-schema). */
export interface OsvEntry {
  readonly id: string;
  readonly aliases: readonly string[];
  readonly summary: string;
  /** The worst of its vectors, else what the database says of it. */
  readonly severity: AdvisorySeverity | null;
  readonly malicious: boolean;
  /** Taken back by who published it. */
  readonly withdrawn: boolean;
  readonly affected: readonly OsvAffected[];
}

export interface OsvAffected {
  readonly ecosystem: Ecosystem;
  readonly name: string;
  readonly versions: readonly string[];
  readonly ranges: readonly (readonly OsvEvent[])[];
  readonly severity: AdvisorySeverity | null;
}

export interface OsvEvent {
  readonly kind: 'introduced' | 'fixed' | 'last_affected' | 'limit';
  readonly version: string;
}

const eventKinds = ['introduced', 'fixed', 'last_affected', 'limit'] as const;

const ecosystems: ReadonlyMap<string, Ecosystem> = new Map([
  ['npm', 'npm'],
  ['PyPI', 'pypi'],
  ['Go', 'go'],
  ['NuGet', 'nuget'],
  ['crates.io', 'crates'],
]);

const most = {
  affected: 2000,
  versions: 10_000,
  ranges: 500,
  events: 2000,
  names: 100,
  severities: 20,
};

/** Whether a text may be the name of an entry: it becomes part of an address. */
export function isOsvId(text: unknown): text is string {
  return typeof text === 'string' && /^[A-Za-z0-9][\w.:-]{1,127}$/.test(text);
}

/** Reads an entry; undefined when it is none, another one than `id`, or larger than any real one. */
export function readOsvEntry(value: unknown, id: string, scoreOf: ScoreOf): OsvEntry | undefined {
  if (!isRecord(value) || value['id'] !== id) return undefined;
  const listed = value['affected'] ?? [];
  if (!Array.isArray(listed) || listed.length > most.affected) return undefined;
  const affected: OsvAffected[] = [];
  for (const item of listed) {
    const read = affectedOf(item, scoreOf);
    if (read === undefined) return undefined;
    if (read !== null) affected.push(read);
  }
  if (isTooMuch(affected)) return undefined;
  const aliases = textsOf(value['aliases'], most.names).filter(isOsvId);
  const own = isRecord(value['database_specific']) ? value['database_specific'] : {};
  return {
    id,
    aliases,
    summary: oneLine(value['summary'], 200),
    severity: severityOf(value['severity'], scoreOf) ?? severityOfWord(own['severity']),
    malicious:
      [id, ...aliases].some((name) => name.startsWith('MAL-')) ||
      textsOf(own['cwe_ids'], most.names).includes('CWE-506'),
    withdrawn: typeof value['withdrawn'] === 'string' && value['withdrawn'] !== '',
    affected,
  };
}

/** All of it is held against a version, and against those that are said to be fixed. */
function isTooMuch(affected: readonly OsvAffected[]): boolean {
  let [versions, events] = [0, 0];
  for (const item of affected) {
    versions += item.versions.length;
    for (const range of item.ranges) events += range.length;
  }
  return versions > most.versions || events > most.events;
}

/** Null: of an ecosystem that nobody asks about. Undefined: it cannot be read. */
function affectedOf(value: unknown, scoreOf: ScoreOf): OsvAffected | null | undefined {
  if (!isRecord(value)) return undefined;
  const about = value['package'];
  // Some entries are about a repository alone.
  if (!isRecord(about)) return about === undefined ? null : undefined;
  const { ecosystem: written, name } = about;
  if (typeof written !== 'string' || typeof name !== 'string') return undefined;
  const ecosystem = ecosystems.get(written.split(':', 1)[0] ?? '');
  if (ecosystem === undefined) return null;
  const versions = value['versions'] ?? [];
  const ranges = value['ranges'] ?? [];
  if (!Array.isArray(versions) || versions.length > most.versions) return undefined;
  if (!Array.isArray(ranges) || ranges.length > most.ranges) return undefined;
  const read = ranges.map(eventsOf);
  if (read.includes(undefined)) return undefined;
  const own = isRecord(value['ecosystem_specific']) ? value['ecosystem_specific'] : {};
  return {
    ecosystem,
    name,
    versions: textsOf(versions, most.versions),
    ranges: read.flatMap((events) => (events == null ? [] : [events])),
    severity: severityOf(value['severity'], scoreOf) ?? severityOfWord(own['severity']),
  };
}

/** Null: of commits, not of versions. Undefined: it cannot be read. */
function eventsOf(range: unknown): readonly OsvEvent[] | null | undefined {
  if (!isRecord(range)) return undefined;
  if (range['type'] === 'GIT') return null;
  if (range['type'] !== 'SEMVER' && range['type'] !== 'ECOSYSTEM') return undefined;
  const { events } = range;
  if (!Array.isArray(events) || events.length > most.events) return undefined;
  const read: OsvEvent[] = [];
  for (const event of events) {
    if (!isRecord(event)) return undefined;
    const own = eventIn(event);
    if (own === undefined) return undefined;
    read.push(...own);
  }
  return read;
}

function eventIn(event: Entries): readonly OsvEvent[] | undefined {
  const read: OsvEvent[] = [];
  for (const kind of eventKinds) {
    const version = Object.hasOwn(event, kind) ? event[kind] : undefined;
    if (version === undefined) continue;
    if (typeof version !== 'string') return undefined;
    read.push({ kind, version });
  }
  return read;
}

/** Vectors of CVSS 3 and 4 before those of CVSS 2, which knows nothing critical. */
function severityOf(value: unknown, scoreOf: ScoreOf): AdvisorySeverity | null {
  if (!Array.isArray(value)) return null;
  const vectors = value.slice(0, most.severities).flatMap((item) => {
    const score = isRecord(item) ? item['score'] : undefined;
    return typeof score === 'string' ? [score] : [];
  });
  const worst = (of: readonly string[]): AdvisorySeverity | null =>
    worstOf(of.map((vector) => severityOfScore(scoreOf(vector) ?? 0)));
  const isNew = (vector: string): boolean => vector.startsWith('CVSS:');
  return worst(vectors.filter(isNew)) ?? worst(vectors.filter((vector) => !isNew(vector)));
}
