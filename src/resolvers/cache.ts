import * as z from 'zod/mini';
import type { Fact } from '../core/rules/facts.ts';

/** Keeps one text between runs. May fail: the cache then starts empty, or is not kept. */
export interface Store {
  load(): Promise<string | undefined>;
  save(text: string): Promise<void>;
}

export interface CacheOptions<Value> {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** How long an answer is good; milliseconds. */
  readonly lifetime: number;
  readonly maxEntries: number;
  /** Checks a value that comes from the store. */
  readonly accept: (value: unknown) => value is Value;
  readonly store?: Store | undefined;
}

/** Answers `known` and `absent` for as long as they are good. `failed` is not taken. */
export interface Cache<Value> {
  get(key: string): Fact<Value> | undefined;
  set(key: string, fact: Fact<Value>): void;
  clear(): void;
  /** Adds what the store has; nothing that is already here is replaced. Never throws. */
  load(): Promise<void>;
  /** Rejects when the store does. */
  save(): Promise<void>;
}

const maxText = 2_000_000;

const stored = z.object({
  version: z.literal(1),
  entries: z.array(z.object({ key: z.string(), at: z.number(), value: z.optional(z.unknown()) })),
});

interface Kept<Value> {
  readonly at: number;
  readonly fact: Fact<Value>;
}

export function createCache<Value>(options: CacheOptions<Value>): Cache<Value> {
  const { now, lifetime, maxEntries, accept, store } = options;
  const kept = new Map<string, Kept<Value>>();

  function isGood(at: number): boolean {
    const age = now() - at;
    return age >= 0 && age < lifetime;
  }

  function put(key: string, entry: Kept<Value>): void {
    kept.delete(key);
    kept.set(key, entry);
    if (kept.size <= maxEntries) return;
    const [oldest] = kept.keys();
    if (oldest !== undefined) kept.delete(oldest);
  }

  return {
    get(key) {
      const entry = kept.get(key);
      return entry !== undefined && isGood(entry.at) ? entry.fact : undefined;
    },
    set(key, fact) {
      if (fact.state !== 'failed') put(key, { at: now(), fact });
    },
    clear() {
      kept.clear();
    },
    async load() {
      const text = await store?.load().catch(() => undefined);
      for (const { key, at, value } of entriesOf(text).slice(-maxEntries)) {
        if (kept.has(key) || !isGood(at)) continue;
        if (value === undefined) put(key, { at, fact: { state: 'absent' } });
        else if (accept(value)) put(key, { at, fact: { state: 'known', value } });
      }
    },
    async save() {
      const good = [...kept].filter(([, entry]) => isGood(entry.at));
      const entries = good.map(([key, { at, fact }]) =>
        fact.state === 'known' ? { key, at, value: fact.value } : { key, at },
      );
      await store?.save(JSON.stringify({ version: 1, entries }));
    },
  };
}

function entriesOf(text: string | undefined): z.infer<typeof stored>['entries'] {
  if (text === undefined || text.length > maxText) return [];
  try {
    return stored.safeParse(JSON.parse(text)).data?.entries ?? [];
  } catch {
    return [];
  }
}
