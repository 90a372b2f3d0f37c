import * as z from 'zod/mini';
import type { Fact } from '../core/rules/facts.ts';

/** Keeps one text between runs. May fail: the cache then starts empty, or is not kept. */
export interface Store {
  load(): Promise<string | undefined>;
  save(text: string): Promise<void>;
}

export interface CacheOptions {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** How long the answer under a key is good; milliseconds. Read at each use; `value` undefined: absent. */
  readonly lifetime: (key: string, value: unknown) => number;
  readonly maxEntries: number;
  /** Checks a value that comes from the store. */
  readonly accepts: (key: string, value: unknown) => boolean;
  readonly store?: Store | undefined;
}

/** Answers `known` and `absent` for as long as they are good. `failed` is not taken. */
export interface Cache {
  /** The same object for as long as it is good. */
  get(key: string): Fact<unknown> | undefined;
  /** When what `get` gives was set; milliseconds since the epoch. */
  setAt(key: string): number | undefined;
  set(key: string, fact: Fact<unknown>): void;
  clear(): void;
  /** Adds what the store has; nothing that is already here is replaced. Never throws. */
  load(): Promise<void>;
  /** One write at a time, the last one with everything. Rejects when the store does. */
  save(): Promise<void>;
}

const maxText = 8_000_000;

const stored = z.object({
  version: z.literal(2),
  entries: z.array(z.tuple([z.string(), z.number(), z.optional(z.unknown())])),
});

interface Kept {
  readonly at: number;
  readonly fact: Fact<unknown>;
}

export function createCache(options: CacheOptions): Cache {
  const { now, lifetime, maxEntries, accepts, store } = options;
  const kept = new Map<string, Kept>();
  let writing: Promise<void> = Promise.resolve();

  function isGood(key: string, { at, fact }: Kept): boolean {
    const age = now() - at;
    return age >= 0 && age < lifetime(key, fact.state === 'known' ? fact.value : undefined);
  }

  function put(key: string, entry: Kept): void {
    kept.delete(key);
    kept.set(key, entry);
    if (kept.size <= maxEntries) return;
    const [oldest] = kept.keys();
    if (oldest !== undefined) kept.delete(oldest);
  }

  function text(): string {
    const good = [...kept].filter(([key, entry]) => isGood(key, entry));
    let entries = good.map(([key, { at, fact }]) =>
      JSON.stringify(fact.state === 'known' ? [key, at, fact.value] : [key, at]),
    );
    let size = entries.reduce((sum, entry) => sum + entry.length + 1, 0);
    // What would not be read again is not written: the oldest go first.
    while (size > maxText - 100) {
      size -= (entries[0]?.length ?? 0) + 1;
      entries = entries.slice(1);
    }
    return `{"version":2,"entries":[${entries.join(',')}]}`;
  }

  return {
    get(key) {
      const entry = kept.get(key);
      return entry !== undefined && isGood(key, entry) ? entry.fact : undefined;
    },
    setAt(key) {
      const entry = kept.get(key);
      return entry !== undefined && isGood(key, entry) ? entry.at : undefined;
    },
    set(key, fact) {
      if (fact.state !== 'failed') put(key, { at: now(), fact });
    },
    clear() {
      kept.clear();
    },
    async load() {
      const read = await store?.load().catch(() => undefined);
      for (const [key, at, value] of entriesOf(read).slice(-maxEntries)) {
        const fact: Fact<unknown> =
          value === undefined ? { state: 'absent' } : { state: 'known', value };
        if (kept.has(key) || !isGood(key, { at, fact })) continue;
        if (value === undefined || accepts(key, value)) put(key, { at, fact });
      }
    },
    async save() {
      if (store === undefined) return;
      const next = writing.catch(() => {}).then(() => store.save(text()));
      writing = next;
      await next;
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
