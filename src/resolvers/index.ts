import {
  queryKey,
  type Fact,
  type FactsAtHand,
  type ImageDigest,
  type Query,
} from '../core/rules/facts.ts';
import type { Lookup } from './addresses.ts';
import { createCache, type Store } from './cache.ts';
import { createHttp } from './http.ts';
import { createOci } from './oci.ts';

export interface ResolverOptions {
  /** Registries of the user's own settings, `host` or `host:port`, beside the built-in public ones. Read at each ask. */
  readonly userHosts: readonly string[] | (() => readonly string[]);
  /** Whether anything may be asked now. */
  readonly network: () => boolean;
  /** Keeps answers between runs. */
  readonly cache?: Store | undefined;
  readonly fetch?: typeof globalThis.fetch | undefined;
  readonly lookup?: Lookup | undefined;
  /** One line a request: method, address without query, status. */
  readonly log?: ((line: string) => void) | undefined;
  /** Milliseconds since the epoch; default: the clock. */
  readonly now?: (() => number) | undefined;
  /** Of one request; milliseconds. */
  readonly timeLimit?: number | undefined;
}

export interface Resolver {
  /**
   * What is known now, without waiting. A question that failed within the last minute is `failed`, so that it is shown
   * as not checked and not asked at every keystroke; after that it is undefined again.
   */
  facts(): FactsAtHand;
  /**
   * Finds out what is not at hand. True when `facts()` says more than before. Never rejects; ends at once when `signal`
   * aborts. Same questions of several callers are one request. `picked`: a person picked an action naming the host.
   */
  ask(
    queries: readonly Query[],
    signal: AbortSignal,
    how?: { readonly picked: boolean },
  ): Promise<boolean>;
  /** Why the last try of this question gave no answer. */
  failure(query: Query): string | undefined;
  /** Drops every answer and failure, the kept ones too. */
  forget(): void;
}

const imageLifetime = 3_600_000;
const retryAfter = 60_000;
const maxQueries = 200;
const maxFailures = 5000;

interface Running {
  readonly done: Promise<Fact<ImageDigest>>;
  readonly stop: AbortController;
  /** Callers that still wait. */
  waiting: number;
}

/** One resolver a process: it holds the cache, the tokens and the pauses that hosts asked for. */
export function createResolver(options: ResolverOptions): Resolver {
  const { network, log, now = Date.now } = options;
  const cache = createCache<ImageDigest>({
    now,
    lifetime: imageLifetime,
    maxEntries: 2000,
    accept: (value): value is ImageDigest =>
      typeof value === 'string' && /^sha256:[0-9a-f]{64}$/.test(value),
    store: options.cache,
  });
  const http = createHttp({ fetch: options.fetch, now, timeLimit: options.timeLimit, log });
  const imageDigest = createOci({ http, now, lookup: options.lookup });
  const failures = new Map<string, { readonly why: string; readonly at: number }>();
  const running = new Map<string, Running>();
  const loaded = cache.load();

  function atHand(query: Query): Fact<ImageDigest> | undefined {
    const key = queryKey(query);
    const fact = cache.get(key);
    if (fact !== undefined) return fact;
    if (!network()) return { state: 'failed', why: 'network is off' };
    const failure = failures.get(key);
    if (failure === undefined || now() - failure.at >= retryAfter) return undefined;
    return { state: 'failed', why: failure.why };
  }

  async function ask(
    queries: readonly Query[],
    signal: AbortSignal,
    how: { readonly picked: boolean } = { picked: false },
  ): Promise<boolean> {
    const before = queries.map((query) => textOf(atHand(query)));
    await orAborted(loaded, signal);
    const open = new Map<string, Query>();
    for (const query of queries) {
      const fact = atHand(query);
      if (fact === undefined || (fact.state === 'failed' && how.picked && network()))
        open.set(queryKey(query), query);
    }
    const asked = [...open].slice(0, maxQueries);
    for (const [key] of [...open].slice(maxQueries))
      fail(key, `only the first ${maxQueries} images are asked for`);
    await Promise.all(asked.map(([key, query]) => answer(key, query, how.picked, signal)));
    if (asked.some(([key]) => cache.get(key) !== undefined)) {
      await cache.save().catch(() => log?.('The answers of registries could not be kept'));
    }
    return queries.some((query, index) => textOf(atHand(query)) !== before[index]);
  }

  /** Waits for one answer, together with others that want the same; leaves at once when `signal` aborts. */
  async function answer(
    key: string,
    query: Query,
    picked: boolean,
    signal: AbortSignal,
  ): Promise<void> {
    if (signal.aborted || !network()) return;
    const runKey = `${key} ${picked}`;
    const run = running.get(runKey) ?? start(runKey, key, query, picked);
    run.waiting += 1;
    await orAborted(run.done, signal);
    run.waiting -= 1;
    if (run.waiting > 0) return;
    run.stop.abort();
    if (running.get(runKey) === run) running.delete(runKey);
  }

  function start(runKey: string, key: string, query: Query, picked: boolean): Running {
    const stop = new AbortController();
    const userHosts =
      typeof options.userHosts === 'function' ? options.userHosts() : options.userHosts;
    const done = imageDigest(query, { userHosts, picked }, stop.signal).then((fact) => {
      if (stop.signal.aborted) return fact;
      if (fact.state === 'failed') fail(key, fact.why);
      else {
        cache.set(key, fact);
        failures.delete(key);
      }
      return fact;
    });
    const run: Running = { done, stop, waiting: 0 };
    running.set(runKey, run);
    return run;
  }

  function fail(key: string, why: string): void {
    if (failures.size >= maxFailures) failures.clear();
    failures.set(key, { why, at: now() });
  }

  return {
    facts: () => ({ imageDigest: atHand }),
    ask,
    failure: (query) => (network() ? failures.get(queryKey(query))?.why : 'network is off'),
    forget() {
      cache.clear();
      failures.clear();
      void cache.save().catch(() => log?.('The answers of registries could not be dropped'));
    },
  };
}

function textOf(fact: Fact<ImageDigest> | undefined): string {
  if (fact === undefined) return '';
  if (fact.state === 'known') return fact.value;
  return fact.state === 'absent' ? 'absent' : fact.why;
}

/** Resolves when the work does or the signal aborts, whichever is first. The work must not reject. */
async function orAborted(work: Promise<unknown>, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  let stop: (() => void) | undefined;
  const aborted = new Promise<void>((resolve) => {
    stop = () => resolve();
    signal.addEventListener('abort', stop, { once: true });
  });
  await Promise.race([work, aborted]);
  if (stop !== undefined) signal.removeEventListener('abort', stop);
}
