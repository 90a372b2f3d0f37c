import {
  queryKey,
  subjectOf,
  type Fact,
  type FactAbout,
  type FactsAtHand,
  type PinChoices,
  type Query,
} from '../core/rules/facts.ts';
import { lookupAll, type Lookup } from './addresses.ts';
import { createAdvisories } from './advisories.ts';
import { anySource, type AnySource } from './any-source.ts';
import type { BundledAnswer } from './bundle.ts';
import { createBundled } from './bundled.ts';
import { createCache, type Store } from './cache.ts';
import { createFailures } from './failures.ts';
import { createGit } from './git.ts';
import { createHttp } from './http.ts';
import { createImages } from './images.ts';
import { createJoined, orAborted } from './joined.ts';
import { isPartial } from './kept-advisories.ts';
import { firstOfEachKind, maxOfAKind } from './of-each-kind.ts';
import { createProvenance } from './provenance.ts';
import { createReleases } from './releases.ts';
import type { Address, Place, UserSide } from './source.ts';
import type { TrustRoot } from './trust-root.ts';
import { createWays } from './ways.ts';
import { createWhom } from './whom.ts';

export interface ResolverOptions {
  /** Registries of the extension's own setting or of `--registry-host`, `host` or `host:port`. Read at each use. */
  readonly userHosts: () => readonly string[];
  /** Whether anything may be asked now. */
  readonly network: () => boolean;
  readonly choices: () => PinChoices;
  /** How long answers are good; milliseconds. Git's commits as images; what is known against code as advisories. */
  readonly lifetimes: () => Lifetimes;
  /** Where the user's own registry settings and credentials are. */
  readonly user: UserSide;
  /** Address of a mirror of OSV of the user's own settings, never a workspace's; null: none. Read at each use. */
  readonly osv?: (() => string | null) | undefined;
  /** Address of a Trivy server of the user's own settings; null: none. Read at each use. */
  readonly trivyServer?: (() => string | null) | undefined;
  /** Whom signatures are believed; default: those of the root that ships. Never of a setting. */
  readonly trust?: TrustRoot | undefined;
  /** Bundles of answers that a person brought here; they count where nothing can be asked. Read only. */
  readonly bundles?: readonly Store[] | undefined;
  /** Keeps answers between runs. */
  readonly store?: Store | undefined;
  readonly fetch?: typeof globalThis.fetch | undefined;
  readonly lookup?: Lookup | undefined;
  /** One line a question and one a request: who was asked for what, names only. */
  readonly log?: ((line: string) => void) | undefined;
  /** Milliseconds since the epoch; default: the clock. */
  readonly now?: (() => number) | undefined;
  /** Of one request; milliseconds. */
  readonly timeLimit?: number | undefined;
}

export interface Lifetimes {
  readonly images: number;
  readonly versions: number;
  readonly advisories: number;
}

export interface AskOptions {
  /** A person picked an action that names the host. */
  readonly picked?: boolean;
  readonly place?: Place;
  /** Called after each answer that says more than was known before. */
  readonly onNews?: () => void;
}

/** Whom a question goes to. */
export type Target =
  | { readonly state: 'unasked' | 'picked'; readonly host: string }
  | { readonly state: 'never'; readonly why: string };

export interface Resolver {
  /**
   * What is known now, without waiting. A question that failed within the last minute is `failed`, so that it is shown
   * as not checked and not asked at every keystroke; after that it is undefined again.
   */
  facts(place?: Place): FactsAtHand;
  /**
   * Finds out what is not at hand. True when `facts()` says more than before. Never rejects; ends at once when `signal`
   * aborts. Same questions of several callers are one request.
   */
  ask(queries: readonly Query[], signal: AbortSignal, how?: AskOptions): Promise<boolean>;
  /** Reads the kept answers, and the settings that say where questions of this place go. */
  ready(place: Place): Promise<void>;
  /** Whom this question would be put to, and whether only when it is picked. After `ready`. */
  target(query: Query, place?: Place): Target;
  /** When the answer that is known was given; milliseconds since the epoch. Undefined while there is none. */
  askedAt(query: Query, place?: Place): number | undefined;
  /** Checks a value that comes from elsewhere, by the kind of its question; `undefined`: whether there is such a kind. */
  accepts(kind: string, value: unknown): boolean;
  /** Drops every answer, failure and credential, the kept answers too; bundles are read anew. */
  forget(): void;
}

const minute = 60_000;
const hour = 60 * minute;

const off = { state: 'failed', why: 'network is off' } as const;

/** One resolver a process: it holds the cache, the tokens and the pauses that hosts asked for. */
export function createResolver(options: ResolverOptions): Resolver {
  const { network, log, now = Date.now, lookup = lookupAll, user } = options;
  const http = createHttp({ fetch: options.fetch, now, timeLimit: options.timeLimit, log });
  const { osv, trivyServer } = options;
  const parts = { http, now, lookup, user, osv, trivyServer, trust: options.trust };
  const ways = createWays(user);
  const images = createImages(parts);
  const sources = new Map<string, AnySource>(
    [
      anySource('image-digest', images.digests),
      anySource('image-build', images.builds),
      anySource('image-scan', images.scans),
      anySource('image-signature', images.signatures),
      anySource('provenance', createProvenance(parts, ways)),
      anySource('releases', createReleases(parts, ways)),
      anySource('git-commit', createGit(parts)),
      anySource('advisories', createAdvisories(parts, ways)),
    ].map((source) => [source.kind, source]),
  );

  const cache = createCache({
    now,
    lifetime: (key, value) => {
      const lifetime = options.lifetimes()[lasting(key)];
      // A source that did not answer may soon do so.
      return isPartial(value) ? Math.min(lifetime, hour) : lifetime;
    },
    maxEntries: 5000,
    accepts: (key, value) => accepts(key.slice(0, key.indexOf(' ')), value),
    store: options.store,
  });
  const failures = createFailures(now);
  const whom = createWhom(sources, options.userHosts);
  const joined = createJoined();
  const bundled = createBundled(options.bundles ?? [], accepts, now);
  let loaded: Promise<unknown> = Promise.all([cache.load(), bundled.load()]);

  function accepts(kind: string, value: unknown): boolean {
    const source = sources.get(kind);
    return value === undefined ? source !== undefined : (source?.accepts(value) ?? false);
  }

  function atHand(query: Query, place: Place): Fact<unknown> | undefined {
    const { address, key } = whom.of(query, place);
    return cache.get(key) ?? brought(query, place)?.fact ?? whyNot(address, key);
  }

  /** Why it is not known; undefined: nobody was asked yet. */
  function whyNot(address: Address | undefined, key: string): Fact<never> | undefined {
    if (!network()) return off;
    return address?.ok === false ? failures.keep(key, address.why) : failures.get(key);
  }

  /** What a bundle says, where it is as good as an answer of today or nobody can be asked. */
  function brought(query: Query, place: Place): BundledAnswer | undefined {
    const entry = bundled.of(query);
    if (entry === undefined) return undefined;
    const isFresh = now() - entry.at < options.lifetimes()[lasting(`${query.kind} `)];
    const { address, key } = whom.of(query, place);
    return isFresh || whyNot(address, key) !== undefined ? entry : undefined;
  }

  function askedAt(query: Query, place: Place): number | undefined {
    return cache.setAt(whom.of(query, place).key) ?? brought(query, place)?.at;
  }

  async function ready(place: Place): Promise<void> {
    await Promise.all([loaded, ...[...sources.values()].map((source) => source.ready(place))]);
    // The settings that say where questions go may have been read anew.
    whom.forget();
  }

  async function ask(
    queries: readonly Query[],
    signal: AbortSignal,
    { picked = false, place = null, onNews }: AskOptions = {},
  ): Promise<boolean> {
    const known = new Map(queries.map((query) => [queryKey(query), query]));
    const before = new Map([...known].map(([key, query]) => [key, atHand(query, place)]));
    await orAborted(ready(place), signal);
    if (signal.aborted) return false;
    const open = [...known.values()].filter((query) => isOpen(query, place, picked));
    const asked = firstOfEachKind(open);
    const isAsked = new Set(asked);
    for (const query of open.filter((one) => !isAsked.has(one))) {
      failures.set(whom.of(query, place).key, `only the first ${maxOfAKind} are asked for`);
    }
    await Promise.all(asked.map((query) => askOne(query, place, picked, signal, onNews)));
    if (asked.some((query) => cache.get(whom.of(query, place).key) !== undefined)) {
      await cache.save().catch(() => log?.('The answers of registries could not be kept'));
    }
    return [...known].some(([key, query]) => !isSame(atHand(query, place), before.get(key)));
  }

  function isOpen(query: Query, place: Place, picked: boolean): boolean {
    const fact = atHand(query, place);
    return fact === undefined || (fact.state === 'failed' && picked && network());
  }

  async function askOne(
    query: Query,
    place: Place,
    picked: boolean,
    signal: AbortSignal,
    onNews: (() => void) | undefined,
  ): Promise<void> {
    const source = sources.get(query.kind);
    if (source === undefined) return;
    const { address, key } = whom.of(query, place);
    if (signal.aborted || !network() || address?.ok !== true) return;
    if (!isOpen(query, place, picked)) return onNews?.();
    const work = async (stop: AbortSignal): Promise<void> => {
      const errand = { userHosts: options.userHosts(), picked, place, signal: stop };
      const fact = await source.ask(query, errand);
      if (!stop.aborted) remember(key, address.host, query, fact);
    };
    await joined.run(`${key} ${picked}`, work, signal);
    if (atHand(query, place) !== undefined) onNews?.();
  }

  function remember(key: string, host: string, query: Query, fact: Fact<unknown>): void {
    const outcome = fact.state === 'failed' ? fact.why : fact.state;
    log?.(`Asked ${host} about ${subjectOf(query)}: ${outcome}`);
    if (fact.state === 'failed') {
      failures.set(key, fact.why);
      return;
    }
    cache.set(key, fact);
    failures.delete(key);
  }

  return {
    facts(place = null) {
      return {
        answer: <Asked extends Query>(query: Asked) =>
          // What is kept under the key of a kind has passed that kind's own check, which a type cannot follow.
          // oxlint-disable-next-line typescript/no-unsafe-type-assertion
          atHand(query, place) as FactAbout<Asked> | undefined,
        askedAt: (query) => askedAt(query, place),
        choices: options.choices(),
        now: Math.floor(now() / minute) * minute,
      };
    },
    ask,
    ready,
    target(query, place = null) {
      if (!network()) return { state: 'never', why: off.why };
      const { address } = whom.of(query, place);
      if (address === undefined) return { state: 'never', why: 'the settings are not read yet' };
      if (!address.ok) return { state: 'never', why: address.why };
      return { state: address.namedBy === 'file' ? 'picked' : 'unasked', host: address.host };
    },
    askedAt: (query, place = null) => askedAt(query, place),
    accepts,
    forget() {
      cache.clear();
      failures.clear();
      whom.forget();
      loaded = bundled.load();
      for (const source of sources.values()) source.forget();
      void cache.save().catch(() => log?.('The answers of registries could not be dropped'));
    },
  };
}

/** Which lifetime counts for an answer, by the kind its key begins with. */
function lasting(key: string): keyof Lifetimes {
  const kind = key.slice(0, key.indexOf(' '));
  if (kind === 'releases') return 'versions';
  return kind === 'image-digest' || kind === 'image-build' || kind === 'git-commit'
    ? 'images'
    : 'advisories';
}

function isSame(a: Fact<unknown> | undefined, b: Fact<unknown> | undefined): boolean {
  if (a === b) return true;
  return a?.state === 'failed' && b?.state === 'failed' && a.why === b.why;
}
