import type { Dialect } from './dialect.ts';

/** Tells the rows of a path by the end of it. */
export interface NameIndex {
  /** Those that one of the names fits, in their order. */
  find(path: string): readonly Dialect[];
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
    for (const name of namesOf(row)) {
      const last = name.slice(name.lastIndexOf('/') + 1);
      const named = { row, at, shape: shapeOf(name, row.holds === 'guess') };
      if (last.includes('*')) open.push(named);
      else exact.set(last, [...(exact.get(last) ?? []), named]);
    }
  }
  const told = new Map<string, readonly Dialect[]>();
  return {
    find(path) {
      const known = told.get(path);
      if (known !== undefined) return known;
      if (told.size >= REMEMBERED) told.clear();
      const fitting = rowsOf(path);
      told.set(path, fitting);
      return fitting;
    },
  };

  function rowsOf(path: string): readonly Dialect[] {
    const last = path.slice(path.lastIndexOf('/') + 1);
    const found = [...(exact.get(last) ?? []), ...open].filter(({ shape }) => shape.test(path));
    if (found.length < 2) return found.map(({ row }) => row);
    return [...new Set(found.toSorted((a, b) => a.at - b.at).map(({ row }) => row))];
  }
}

/** How many paths: the open files ask for theirs at every keystroke, a walk for each of thousands once. */
const REMEMBERED = 32;

/** What a row's files are called: those of a workspace, then those of the user. */
export function namesOf({ files, userNames, userFiles }: Dialect): readonly string[] {
  const places = userFiles.map(({ path }) => path.replace(/^(?:~|%\w+%|\$\w+)?\//, ''));
  return [...new Set([...files, ...userNames, ...places])];
}

/** Whether a path ends like one of these names. */
export function endsLike(path: string, names: readonly string[]): boolean {
  return names.some((name) => shapeOf(name, false).test(path));
}

function shapeOf(name: string, anyCase: boolean): RegExp {
  const source = name.replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`).replaceAll('*', '[^/]*');
  return new RegExp(`(?:^|/)${source}$`, anyCase ? 'i' : '');
}
