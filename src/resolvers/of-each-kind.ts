import type { Query } from '../core/rules/facts.ts';

/** As many questions of one kind are asked at once. */
export const maxOfAKind = 1000;

/** No more of one kind than a person could ever look at: each server raises one of several kinds. */
export function firstOfEachKind(queries: readonly Query[]): readonly Query[] {
  const counts = new Map<Query['kind'], number>();
  return queries.filter(({ kind }) => {
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    return count <= maxOfAKind;
  });
}
