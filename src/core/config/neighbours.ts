/** What other files say that have to do with one; they were read by somebody else. */
export interface Neighbours {
  /** The ids of all clients that have a file here. */
  readonly clients: readonly string[];
  /** Servers of the same client and name in files of another reach; by the path in the file, joined by line breaks. */
  readonly sameName: ReadonlyMap<string, readonly SameName[]>;
}

export interface SameName {
  /** Whether the one of this file is the one that its client starts. */
  readonly wins: boolean;
  /** The other file, and the project that it is for where the file says one. */
  readonly where: string;
  /** The keys in which they differ. */
  readonly differs: readonly string[];
}

export function sameNeighbours(a: Neighbours | null, b: Neighbours | null): boolean {
  return a === b || keyOf(a) === keyOf(b);
}

function keyOf(neighbours: Neighbours | null): string {
  return neighbours === null
    ? ''
    : JSON.stringify([neighbours.clients, [...neighbours.sameName.entries()]]);
}
