import { knownPackages } from './known-packages.ts';

export type Registry = keyof typeof knownPackages;

/**
 * The well-known package that a name could be taken for; null for a well-known name, for any name in the scope of one, and
 * for a name that is merely similar. Linear in the number of known names, and bounded in the length of the name.
 */
export function lookAlikeOf(registry: Registry, written: string): string | null {
  if (written.length > 100) return null;
  const name = normal(registry, written);
  const known = tables[registry];
  if (known.names.has(name) || siblings.has(name)) return null;
  const [scope, base] = partsOf(name);
  if (scope === null) return unscopedLookAlike(known, name);
  if (known.scopes.has(scope)) return null;
  return scopedLookAlike(known, scope, base);
}

const separators = /[-_.]+/;

const reference = 'modelcontextprotocol';

/** Short names are near to too much. */
const shortest = 8;

/** Servers in their own right whose names are a slip away from a better known one; looked at on 2026-11-22. */
const siblings: ReadonlySet<string> = new Set([
  'arcane-mcp',
  'chrome-mcp',
  'gworkspace-mcp',
  'mcp-clickhousex',
  'mcp-server-sqlite3',
  'mysql-mcp-server3',
]);

interface Table {
  readonly names: ReadonlySet<string>;
  readonly scopes: ReadonlyMap<string, Scope>;
  readonly unscoped: readonly Entry[];
}

interface Scope {
  readonly bases: ReadonlySet<string>;
  readonly letters: string;
  readonly long: boolean;
}

/** A name with what is compared of it, worked out once. */
interface Entry {
  readonly name: string;
  /** The package that it stands for. */
  readonly known: string;
  readonly letters: string;
  readonly words: readonly string[];
}

const tables: Readonly<Record<Registry, Table>> = {
  npm: tableOf(knownPackages.npm),
  pypi: tableOf(knownPackages.pypi),
};

function tableOf(names: readonly string[]): Table {
  const bases = new Map<string, Set<string>>();
  for (const name of names) {
    const [scope, base] = partsOf(name);
    if (scope !== null) bases.set(scope, (bases.get(scope) ?? new Set()).add(base));
  }
  const scopes = new Map(
    [...bases].map(([scope, own]): [string, Scope] => [
      scope,
      { bases: own, letters: lettersOf(scope), long: scope.length >= 12 },
    ]),
  );
  const unscoped = names
    .filter((name) => !name.startsWith('@') && name.length >= shortest)
    .map((name) => entryOf(name, name));
  // Others have `mcp-server-x` for their own; a slip in it means the reference server as well as theirs.
  const servers = [...(bases.get(reference) ?? [])].filter((base) => base.startsWith('server-'));
  for (const base of servers)
    unscoped.push({ ...entryOf(`mcp-${base}`, `@${reference}/${base}`), letters: '' });
  return { names: new Set(names), scopes, unscoped };
}

function entryOf(name: string, known: string): Entry {
  return { name, known, letters: lettersOf(name), words: name.split(separators) };
}

function partsOf(name: string): readonly [scope: string | null, base: string] {
  const slash = name.indexOf('/');
  return slash === -1 ? [null, name] : [name.slice(1, slash), name.slice(slash + 1)];
}

function normal(registry: Registry, name: string): string {
  const lower = name.toLowerCase();
  return registry === 'npm' ? lower : lower.replaceAll(/[-_.]+/g, '-');
}

/** What is left when separators go and letters that look alike are one: `0` and `o`, `1`, `i` and `l`, `rn` and `m`. */
function lettersOf(name: string): string {
  return name
    .replaceAll(/[-_.]+/g, '')
    .replaceAll('0', 'o')
    .replaceAll(/[1i]/g, 'l')
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w');
}

function unscopedLookAlike({ scopes, unscoped }: Table, name: string): string | null {
  // `modelcontextprotocol-server-x`, `server-x`: the reference server without its scope.
  const bases = scopes.get(reference)?.bases;
  if (name.startsWith('server-') && bases?.has(name) === true) return `@${reference}/${name}`;
  if (name.startsWith(reference) && bases !== undefined) {
    const rest = /^[-_.](?:mcp[-_.])?(server[-_.].+)$/.exec(name.slice(reference.length))?.[1];
    if (rest !== undefined) return `@${reference}/${bases.has(rest) ? rest : 'server-…'}`;
  }
  if (name.length < shortest) return null;
  const candidate = entryOf(name, name);
  return unscoped.find((known) => isLike(candidate, known))?.known ?? null;
}

/** A scope that nobody well known has, but almost: a long one with any package, a shorter one with the same package. */
function scopedLookAlike({ scopes }: Table, scope: string, base: string): string | null {
  const letters = lettersOf(scope);
  for (const [known, { bases, letters: own, long }] of scopes) {
    const same = bases.has(base);
    if (!long && !same) continue;
    const most = long ? 2 : 1;
    const near = letters === own || (known.length >= 6 && distance(scope, known, most) <= most);
    if (near) return `@${known}/${base}`;
  }
  return null;
}

function isLike(candidate: Entry, known: Entry): boolean {
  if (candidate.name === known.name) return false;
  if (candidate.letters === known.letters) return true;
  if (Math.abs(candidate.name.length - known.name.length) > 2) return false;
  if (candidate.words.length !== known.words.length) return false;
  let slips = 0;
  for (const [i, word] of known.words.entries()) {
    const other = candidate.words[i] ?? '';
    if (word === other) continue;
    slips += 1;
    if (slips > 1 || !isSlip(word, other)) return false;
  }
  return slips === 1;
}

/** Words that servers of their own are told apart by. */
const ordinary = new Set([
  'mcp',
  'mcps',
  'server',
  'servers',
  'serve',
  'service',
  'cli',
  'sdk',
  'api',
  'dev',
]);

/** One slip of the pen in a word of some length: two in a long one; in a short one only letters twice or in other places. */
function isSlip(known: string, other: string): boolean {
  if (ordinary.has(other)) return false;
  if (known.length >= 12) return distance(known, other, 2) <= 2;
  if (known.length >= 6) return distance(known, other, 1) <= 1;
  if (known.length >= 5 && withoutDoubles(known) === withoutDoubles(other)) return true;
  return (known.length >= 4 || known === 'mcp') && isTransposed(known, other);
}

function withoutDoubles(word: string): string {
  return word.replaceAll(/(.)\1+/g, '$1');
}

function isTransposed(a: string, b: string): boolean {
  return (
    a.length === b.length &&
    distance(a, b, 1) === 1 &&
    a.split('').sort().join() === b.split('').sort().join()
  );
}

/** Damerau-Levenshtein distance of neighbouring letters; more than `most` is `most + 1`. */
export function distance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let before: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min(
        (last[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + 1,
        (last[j - 1] ?? 0) + (same ? 0 : 1),
      );
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      row.push(cost);
      least = Math.min(least, cost);
    }
    if (least > most) return most + 1;
    [before, last] = [last, row];
  }
  return Math.min(last[b.length] ?? 0, most + 1);
}
