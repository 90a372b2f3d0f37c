/** What is known of the place where a file lies; null: not known, or no such thing here. */
export interface Surroundings {
  /** By its permissions and those of its folders. */
  readonly readableByOthers: boolean | null;
  /** By git. */
  readonly tracked: boolean | null;
  /** What copies its folder to other machines, such as `Dropbox`. */
  readonly synced: string | null;
  /** Of the files of variables that it names those that hold a credential and that others can read. */
  readonly exposed?: readonly ExposedFile[];
}

export interface ExposedFile {
  /** As it is named. */
  readonly name: string;
  /** Absolute. */
  readonly path: string;
}

export function sameSurroundings(a: Surroundings | null, b: Surroundings | null): boolean {
  if (a === null || b === null) return a === b;
  return (
    a.readableByOthers === b.readableByOthers &&
    a.tracked === b.tracked &&
    a.synced === b.synced &&
    sameExposed(a, b)
  );
}

/** Whether the same files that it names lie open. */
export function sameExposed(a: Surroundings | null, b: Surroundings | null): boolean {
  return JSON.stringify(a?.exposed ?? []) === JSON.stringify(b?.exposed ?? []);
}
