import { createGathered } from './gathered.ts';
import type { HostPolicy } from './hosts.ts';
import { refusalOf } from './hosts.ts';
import type { HttpAnswer } from './http.ts';
import { jsonOf } from './json.ts';
import { readOsvEntry, type OsvEntry } from './osv-entry.ts';
import { askPages, type Listed, type OsvQuestion } from './osv-pages.ts';
import type { Parts } from './source.ts';

/** Where OSV, or a mirror of it, answers. */
export interface OsvPlace {
  /** With a slash at its end. */
  readonly base: URL;
  readonly policy: HostPolicy;
}

/** What OSV says of one package in one version. */
export interface OsvAnswer {
  /** Whatever the server took to be about it, without what was withdrawn. */
  readonly entries: readonly OsvEntry[];
  /** Why some of it is missing; null: nothing is. */
  readonly gap: string | null;
}

export interface Osv {
  /** Undefined when `signal` aborts first. */
  ask(place: OsvPlace, question: OsvQuestion, signal: AbortSignal): Promise<OsvAnswer | undefined>;
  /** Drops the entries that were read. */
  forget(): void;
}

interface Item {
  readonly place: OsvPlace;
  readonly question: OsvQuestion;
}

/** As many questions go into one request, by OSV's own rule. */
const maxItems = 1000;
const maxEntry = 4 * 1024 * 1024;
const maxEntries = 1000;
const maxKept = 2000;

/** Asks for many packages at once, then for each entry that is named; one is read once a process. */
export function createOsv({ http, lookup }: Parts): Osv {
  const gathered = createGathered(maxItems, send);
  const kept = new Map<string, OsvEntry>();

  async function send(items: readonly Item[], stop: AbortSignal): Promise<readonly OsvAnswer[]> {
    const [first] = items;
    if (first === undefined) return [];
    const { place } = first;
    const post = async (body: string, maxBytes: number): Promise<HttpAnswer> =>
      await request(place, 'v1/querybatch', { body, maxBytes }, stop);
    const questions = items.map(({ question }) => question);
    const listed = await askPages(place.base.host, questions, post);
    const entries = await entriesOf(place, listed, stop);
    return listed.map((one) => answerOf(one, entries));
  }

  async function entriesOf(
    place: OsvPlace,
    listed: readonly Listed[],
    stop: AbortSignal,
  ): Promise<ReadonlyMap<string, OsvEntry | string>> {
    const wanted = new Map(listed.flatMap(({ found }) => [...found]));
    const read = new Map<string, OsvEntry | string>();
    const open = [...wanted].filter(([id, modified]) => {
      const known = kept.get(keyOf(place, id, modified));
      if (known !== undefined) read.set(id, known);
      return known === undefined;
    });
    if (open.length === 0) return read;
    const { baseScore } = await import('./cvss.ts');
    const { host } = place.base;
    await Promise.all(
      open.slice(0, maxEntries).map(async ([id, modified]) => {
        const limits = { maxBytes: maxEntry };
        const answer = await request(place, `v1/vulns/${encodeURIComponent(id)}`, limits, stop);
        const why = whyNot(answer, host, id);
        const entry =
          why === null && answer.ok ? readOsvEntry(jsonOf(answer.body), id, baseScore) : undefined;
        read.set(id, entry ?? why ?? `${host} sent no entry for ${id}`);
        if (entry !== undefined && modified !== '') keep(keyOf(place, id, modified), entry);
      }),
    );
    return read;
  }

  function keep(key: string, entry: OsvEntry): void {
    if (kept.size >= maxKept) kept.clear();
    kept.set(key, entry);
  }

  async function request(
    { base, policy }: OsvPlace,
    path: string,
    { body, maxBytes }: { readonly body?: string; readonly maxBytes: number },
    stop: AbortSignal,
  ): Promise<HttpAnswer> {
    const url = new URL(path, base);
    const headers = { accept: 'application/json' };
    return await http.send(
      body === undefined
        ? { method: 'GET', url, headers, maxBytes }
        : {
            method: 'POST',
            url,
            headers: { ...headers, 'content-type': 'application/json' },
            body,
            maxBytes,
          },
      (to) => refusalOf(to, url.host, policy, lookup),
      stop,
    );
  }

  return {
    ask: (place, question, signal) => gathered.ask(place.base.href, { place, question }, signal),
    forget: () => kept.clear(),
  };
}

function keyOf({ base }: OsvPlace, id: string, modified: string): string {
  return `${base.href} ${id} ${modified}`;
}

function whyNot(answer: HttpAnswer, host: string, id: string): string | null {
  if (!answer.ok) return answer.why;
  return answer.status === 200 ? null : `${host} answered ${answer.status} for ${id}`;
}

function answerOf({ found, gap }: Listed, read: ReadonlyMap<string, OsvEntry | string>): OsvAnswer {
  const entries: OsvEntry[] = [];
  let missing = gap;
  for (const id of found.keys()) {
    const entry = read.get(id) ?? `only the first ${maxEntries} advisories are read`;
    if (typeof entry === 'string') missing ??= entry;
    else if (!entry.withdrawn) entries.push(entry);
  }
  return { entries, gap: missing };
}
