/** Holds what was worked out from it, for as long as it lives. Cheaper at each keystroke than a weak map. */
export interface Keeps {
  readonly kept: Map<unknown, unknown>;
}

/** What `make` gives for a holder: made at the first question, then the same again. */
export function keep<Holder extends Keeps, Value>(
  holder: Holder,
  make: (holder: Holder) => Value,
): Value {
  const { kept } = holder;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what stands under `make` came from `make`
  if (kept.has(make)) return kept.get(make) as Value;
  const value = make(holder);
  kept.set(make, value);
  return value;
}
