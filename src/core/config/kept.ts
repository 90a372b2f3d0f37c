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
  const known = kept.get(make) as Value | undefined;
  if (known !== undefined) return known;
  const value = make(holder);
  kept.set(make, value);
  return value;
}

/** Says the same at every keystroke that leaves its text alone, wherever that stands by now. */
export interface Lasts {
  /** Shared by all readings of one text. */
  lasting: Map<unknown, unknown> | undefined;
}

/**
 * The same for what holds no place and no node of the document, so that it is worked out once for all keystrokes. Of
 * `text`, the whole file, it may only go by the holder's own part.
 */
export function keepLasting<Holder extends Lasts, Value>(
  holder: Holder,
  make: (holder: Holder, text: string) => Value,
  text = '',
): Value {
  const lasting = (holder.lasting ??= new Map());
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what stands under `make` came from `make`
  const known = lasting.get(make) as Value | undefined;
  if (known !== undefined) return known;
  const value = make(holder, text);
  lasting.set(make, value);
  return value;
}
