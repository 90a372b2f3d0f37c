import SemVer from 'semver/classes/semver.js';
import Range from 'semver/classes/range.js';
import type { ScoreOf } from './cvss.ts';
import { createGathered } from './gathered.ts';
import type { Claim, Heard } from './heard.ts';
import { refusalOf } from './hosts.ts';
import { jsonOf } from './json.ts';
import { isRecord, type Entries } from './kept-releases.ts';
import type { NpmWay } from './npm-way.ts';
import { oneLine, textsOf } from './plain-text.ts';
import { severityOfScore, severityOfWord, worstOf } from './severity.ts';
import type { Parts } from './source.ts';

/** A package in one version, and where its registry answers. */
interface Item {
  readonly name: string;
  readonly version: string;
  readonly way: NpmWay;
}

/** What `npm audit` asks, of the registries that packages come from. */
export interface NpmAdvisories {
  /** Undefined when `signal` aborts first. */
  ask(item: Item, signal: AbortSignal): Promise<Heard | undefined>;
}

const endpoint = '-/npm/v1/security/advisories/bulk';
const maxItems = 1000;
const maxAnswer = 32 * 1024 * 1024;
const maxPerPackage = 1000;

/** Asks for all packages of a registry that are wanted together in one request. */
export function createNpmAdvisories({ http, lookup }: Parts): NpmAdvisories {
  const gathered = createGathered(maxItems, send);

  async function send(items: readonly Item[], stop: AbortSignal): Promise<readonly Heard[]> {
    const [first] = items;
    if (first === undefined) return [];
    const { way } = first;
    const url = new URL(endpoint, way.registry);
    const { authorization } = way.signIn(url);
    const versions = new Map<string, string[]>();
    for (const { name, version } of items) {
      versions.set(name, [...(versions.get(name) ?? []), version]);
    }
    const answer = await http.send(
      {
        method: 'POST',
        url,
        headers: {
          accept: 'application/json',
          'content-type': 'application/json',
          ...(authorization === undefined ? {} : { authorization }),
        },
        body: JSON.stringify(Object.fromEntries(versions)),
        maxBytes: maxAnswer,
      },
      (to) => refusalOf(to, url.host, way.policy, lookup),
      stop,
    );
    if (!answer.ok) return items.map(() => without(answer.why));
    if (answer.status !== 200) {
      const why = whyNot(url.host, answer.status, authorization !== undefined);
      return items.map(() => without(why));
    }
    const body = jsonOf(answer.body);
    if (!isRecord(body) || !isListing(body, versions))
      return items.map(() => without(`${url.host} sent no advisories`));
    const scoreOf = await scoring(Object.keys(body).length > 0);
    return items.map((item) => heardOf(body, item, url.host, scoreOf));
  }

  return {
    async ask(item, signal) {
      const { registry } = item.way;
      const { authorization = '' } = item.way.signIn(new URL(endpoint, registry));
      return await gathered.ask(`${registry.href} ${authorization}`, item, signal);
    },
  };
}

/** Loaded only where there is something to score. */
async function scoring(isNeeded: boolean): Promise<ScoreOf> {
  if (!isNeeded) return () => null;
  const { baseScore } = await import('./cvss.ts');
  return baseScore;
}

function whyNot(host: string, status: number, isSignedIn: boolean): string {
  if (status === 401 || status === 403) {
    return isSignedIn
      ? `${host} does not take the credential of the npm settings: sign-in needed (${status})`
      : `${host} gives advisories only after sign-in (${status})`;
  }
  return status === 404 || status === 405
    ? `${host} has no list of advisories (${status})`
    : `${host} answered ${status}`;
}

function without(gap: string): Heard {
  return { source: 'npm', claims: [], gap };
}

/** An object of another kind names none of the packages, as an answer does that knows of nothing. */
function isListing(body: Entries, asked: ReadonlyMap<string, unknown>): boolean {
  const isAdvisory = (item: unknown): boolean =>
    isRecord(item) && typeof item['vulnerable_versions'] === 'string';
  return Object.entries(body).every(
    ([name, list]) =>
      asked.has(name) || (Array.isArray(list) && list.length > 0 && list.every(isAdvisory)),
  );
}

function heardOf(body: Entries, { name, version }: Item, host: string, scoreOf: ScoreOf): Heard {
  const listed = Object.hasOwn(body, name) ? body[name] : [];
  if (!Array.isArray(listed) || listed.length > maxPerPackage) {
    return without(`${host} sent advisories that cannot be read`);
  }
  const claims: Claim[] = [];
  let gap: string | null = null;
  for (const item of listed) {
    const claim = claimOf(item, version, scoreOf);
    if (claim === 'unread') gap = `${host} sent an advisory that cannot be read`;
    else if (claim !== null) claims.push(claim);
  }
  return { source: 'npm', claims, gap };
}

/** Null: it does not concern this version. */
function claimOf(value: unknown, version: string, scoreOf: ScoreOf): Claim | null | 'unread' {
  if (!isRecord(value)) return 'unread';
  const range = rangeOf(value['vulnerable_versions']);
  const ids = idsOf(value);
  if (range === null || ids.length === 0) return 'unread';
  if (!isInside(version, range)) return null;
  const cvss = isRecord(value['cvss']) ? value['cvss']['vectorString'] : undefined;
  const score = typeof cvss === 'string' ? scoreOf(cvss) : null;
  return {
    source: 'npm',
    ids,
    summary: oneLine(value['title'], 200),
    severity: worstOf([severityOfWord(value['severity']), severityOfScore(score ?? 0)]),
    fixed: fixedAfter(version, range),
    // Embedded malicious code: the weakness that npm gives to malware.
    malicious: textsOf(value['cwe'], 50).includes('CWE-506'),
  };
}

/** Its page names it by its GHSA; the number is npm's own. */
function idsOf({ url, id }: Entries): readonly string[] {
  const text = typeof url === 'string' && url.length < 500 ? url : '';
  const ghsa = /\/(GHSA(?:-[0-9a-z]{4}){3})(?:[/?#]|$)/i.exec(text)?.[1];
  if (ghsa !== undefined) return [`GHSA${ghsa.slice('GHSA'.length).toLowerCase()}`];
  return Number.isSafeInteger(id) && Number(id) >= 0 ? [`npm:${Number(id)}`] : [];
}

function rangeOf(value: unknown): Range | null {
  if (typeof value !== 'string' || value.length > 2000) return null;
  try {
    return new Range(value, { loose: true, includePrerelease: true });
  } catch {
    return null;
  }
}

function isInside(version: string, range: Range): boolean {
  return range.test(version);
}

/** The lowest end of a part of the range that comes after a version and is in no other part. */
function fixedAfter(version: string, range: Range): string | null {
  const now = new SemVer(version, { loose: true });
  const ends = range.set
    .flat()
    .filter(({ operator }) => operator === '<')
    .map(({ semver }) => semver)
    .filter((end) => end.compare(now) > 0 && !range.test(end))
    .toSorted((a, b) => a.compare(b));
  return ends[0]?.version.replace(/-0$/, '') ?? null;
}
