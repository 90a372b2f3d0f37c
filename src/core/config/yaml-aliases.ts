import { isAlias, isMap, isPair, isScalar, isSeq, type Alias, type Node, type Pair } from 'yaml';

/** So many nodes may aliases stand for, all together. */
export const MOST_EXPANDED = 20_000;

export interface Following {
  readonly targets: ReadonlyMap<Alias, Node>;
  /** What an alias that is being read stands for. */
  readonly active: Set<unknown>;
  /** How many nodes aliases have given so far. */
  expanded: number;
}

/** What each alias stands for: the last anchor of its name before it. */
export function targetsIn(contents: Node): ReadonlyMap<Alias, Node> {
  const anchors = new Map<string, Node>();
  const targets = new Map<Alias, Node>();
  const stack: unknown[] = [contents];
  while (stack.length > 0) {
    const node = stack.pop();
    if (isPair(node)) stack.push(node.value, node.key);
    else if (isAlias(node)) {
      const target = anchors.get(node.source);
      if (target !== undefined) targets.set(node, target);
    } else if (isScalar(node) || isMap(node) || isSeq(node)) {
      if (node.anchor !== undefined) anchors.set(node.anchor, node);
      if (!isScalar(node)) for (const item of node.items.toReversed()) stack.push(item);
    }
  }
  return targets;
}

export function isMerge({ key, value }: Pair): boolean {
  if (!isScalar(key) || key.value !== '<<' || key.type !== 'PLAIN') return false;
  return isAlias(value) || isMap(value) || isSeq(value);
}

/** What a merge names: of several maps an earlier one counts for more, and what a map merges itself for less. */
export function* mergedPairs(following: Following, value: unknown): Generator<Pair> {
  const target = isAlias(value) ? following.targets.get(value) : value;
  if (target === undefined || following.active.has(target)) return;
  if (++following.expanded > MOST_EXPANDED) return;
  following.active.add(target);
  if (isSeq(target)) for (const item of target.items) yield* mergedPairs(following, item);
  if (isMap(target)) {
    for (const pair of target.items) if (!isMerge(pair)) yield pair;
    for (const pair of target.items) if (isMerge(pair)) yield* mergedPairs(following, pair.value);
  }
  following.active.delete(target);
}
