export interface LeftOver {
  /** Whether the file on the disk is still as it was. */
  readonly unsaved: boolean;
  /** In Local History. */
  readonly copies: number;
}

/** Where a moved token can still be read, in one line; null when nowhere that we know of. */
export function leftOver({ unsaved, copies }: LeftOver): string | null {
  const places = [
    ...(unsaved ? ['in the file on the disk until it is saved'] : []),
    ...(copies > 0 ? [`in ${copyCount(copies)} in Local History`] : []),
  ];
  return places.length === 0 ? null : `the token still stands ${places.join(' and ')}`;
}

/** A number of copies in words. */
export function copyCount(copies: number): string {
  return copies === 1 ? '1 copy' : `${copies} copies`;
}
