import {
  defaultChoices,
  queryKey,
  type Fact,
  type FactAbout,
  type FactsAtHand,
  type PinChoices,
  type Query,
  type Releases,
} from '../../src/core/rules/facts.ts';

const day = 86_400_000;

/** The day that every age in these tests is counted to. */
export const today = 20_000 * day;

/** A moment so many days before it. */
export function daysAgo(days: number): number {
  return today - days * day;
}

/** Facts that hold these answers, by the key of their question, and no others. The map may grow. */
export function factsOf(
  answers: ReadonlyMap<string, Fact<unknown>>,
  choices: PinChoices = defaultChoices,
): FactsAtHand {
  return {
    choices,
    now: today,
    answer: <Asked extends Query>(query: Asked) =>
      answers.get(queryKey(query)) as FactAbout<Asked> | undefined,
  };
}

export function known(value: unknown): Fact<unknown> {
  return { state: 'known', value };
}

export function failed(why: string): Fact<unknown> {
  return { state: 'failed', why };
}

/** Releases by version, each with the days that it is out; null where the registry does not say. */
export function releases(
  list: Readonly<Record<string, number | null>>,
  withdrawn: readonly string[] = [],
): Fact<unknown> {
  const value: Releases = {
    list: Object.entries(list).map(([version, days]) => ({
      version,
      publishedAt: days === null ? null : daysAgo(days),
      withdrawn: withdrawn.includes(version),
    })),
    tags: [],
  };
  return known(value);
}
