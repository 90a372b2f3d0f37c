import type { Fact } from '../core/rules/facts.ts';

/** Why questions had no answer, by the key of the answer. The same object for the same reason. */
export interface Failures {
  /** Undefined when there is none, or it is too long ago: then it is asked again. */
  get(key: string): Fact<never> | undefined;
  set(key: string, why: string): Fact<never>;
  /** As `set`; a reason that is known already stays the object that it was. */
  keep(key: string, why: string): Fact<never>;
  delete(key: string): void;
  clear(): void;
}

const retryAfter = 60_000;
const maxFailures = 5000;

/** `now`: milliseconds since the epoch. */
export function createFailures(now: () => number): Failures {
  const failures = new Map<
    string,
    { readonly fact: Extract<Fact<never>, { state: 'failed' }>; readonly at: number }
  >();

  function set(key: string, why: string): Fact<never> {
    if (failures.size >= maxFailures) failures.clear();
    const fact = { state: 'failed', why } as const;
    failures.set(key, { fact, at: now() });
    return fact;
  }

  return {
    get(key) {
      const failure = failures.get(key);
      return failure === undefined || now() - failure.at >= retryAfter ? undefined : failure.fact;
    },
    set,
    keep(key, why) {
      const known = failures.get(key)?.fact;
      return known?.why === why ? known : set(key, why);
    },
    delete: (key) => void failures.delete(key),
    clear: () => failures.clear(),
  };
}
