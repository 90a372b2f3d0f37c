import type { Dialect } from './dialect.ts';

/** Tells the row of a path by the end of it. */
export interface NameIndex {
  /** The first row that one of the names fits; null when none does. */
  find(path: string): Dialect | null;
}

interface Named {
  readonly row: Dialect;
  readonly at: number;
  readonly shape: RegExp;
}

/** Most names end in one word, by which they are looked up: a walk asks for every file it meets. */
export function nameIndex(rows: readonly Dialect[]): NameIndex {
  const exact = new Map<string, Named[]>();
  const open: Named[] = [];
  for (const [at, row] of rows.entries()) {
    for (const name of [...row.files, ...row.userNames]) {
      const last = name.slice(name.lastIndexOf('/') + 1);
      const named = { row, at, shape: shapeOf(name, row.holds === 'guess') };
      if (last.includes('*')) open.push(named);
      else exact.set(last, [...(exact.get(last) ?? []), named]);
    }
  }
  return {
    find(path) {
      const last = path.slice(path.lastIndexOf('/') + 1);
      let first: Named | null = null;
      for (const named of [...(exact.get(last) ?? []), ...open]) {
        if ((first === null || named.at < first.at) && named.shape.test(path)) first = named;
      }
      return first?.row ?? null;
    },
  };
}

/** Whether a path ends like one of these names. */
export function endsLike(path: string, names: readonly string[]): boolean {
  return names.some((name) => shapeOf(name, false).test(path));
}

function shapeOf(name: string, anyCase: boolean): RegExp {
  const source = name.replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`).replaceAll('*', '[^/]*');
  return new RegExp(`(?:^|/)${source}$`, anyCase ? 'i' : '');
}
