/** What is read once, and kept until it is forgotten. */
export interface Once<Value> {
  /** Reads it; at once when it is read. */
  ready(): Promise<Value>;
  /** After `ready`; undefined before. */
  atHand(): Value | undefined;
  /** What is being read meanwhile reaches those who wait for it and is not kept. */
  forget(): void;
}

/** Several that wait for it cause one reading. */
export function once<Value>(read: () => Promise<Value>): Once<Value> {
  let reading: Promise<Value> | undefined;
  let known: Value | undefined;
  return {
    async ready() {
      reading ??= read();
      const mine = reading;
      const found = await mine;
      if (reading === mine) known = found;
      return found;
    },
    atHand: () => known,
    forget() {
      reading = undefined;
      known = undefined;
    },
  };
}
