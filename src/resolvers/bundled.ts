import type { Query } from '../core/rules/facts.ts';
import { bundleKey, mergeBundles, readBundle, type Bundle, type BundledAnswer } from './bundle.ts';
import type { Store } from './cache.ts';

/** Answers of the bundles that a person has brought to this machine. */
export interface Bundled {
  /** The same object for as long as it is good; undefined: none, or one that is too old. */
  of(query: Query): BundledAnswer | undefined;
  /** Reads them, again when they may have changed. Never rejects. */
  load(): Promise<void>;
}

/** What was found that long ago is worth nothing: 90 days in milliseconds. */
const longest = 90 * 86_400_000;

export function createBundled(
  stores: readonly Store[],
  accepts: (kind: string, value: unknown) => boolean,
  now: () => number,
): Bundled {
  let answers: Bundle = new Map();

  return {
    of(query) {
      if (answers.size === 0) return undefined;
      const entry = answers.get(bundleKey(query));
      return entry !== undefined && now() - entry.at < longest ? entry : undefined;
    },
    async load() {
      let all: Bundle = new Map();
      for (const store of stores) {
        const text = await store.load().catch(() => undefined);
        if (text === undefined) continue;
        const read = readBundle(new TextEncoder().encode(text), accepts, now());
        if (typeof read !== 'string') all = mergeBundles(all, read.answers);
      }
      answers = all;
    },
  };
}
