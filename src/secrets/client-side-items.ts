/** Whether what a client adds now is what was allowed: all of it, and nothing is missing but what may be. */
export function isSameClientSide(allowed: string | null, now: string | null): boolean {
  if (allowed === null || now === null) return allowed === now;
  const [old, next] = [itemsIn(allowed), itemsIn(now)];
  const isIn = (items: ReadonlySet<string>) => (item: string) =>
    item.startsWith('?') || items.has(item) || items.has(`?${item}`);
  return [...next].every(isIn(old)) && [...old].every(isIn(next));
}

/** For people. */
export function shownClientSide(side: string | null): string {
  return side === null
    ? 'none'
    : [...itemsIn(side)].map((item) => item.replace(/^\?/, '')).join(' ');
}

function itemsIn(side: string): ReadonlySet<string> {
  return new Set(side.split(' ').filter((item) => item !== ''));
}
