/** Waits for what is wanted, but no longer than until `late` resolves; a rejection is no news either. True when it came. */
export async function soon(wanted: Promise<unknown>, late: Promise<unknown>): Promise<boolean> {
  const came = wanted.then(
    () => true,
    () => false,
  );
  return await Promise.race([came, late.then(() => false)]);
}
