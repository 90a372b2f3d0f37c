import type { Dialect } from './dialects/dialect.ts';
import {
  child,
  effectiveProperties,
  isString,
  nodeAt,
  type ConfigNode,
  type Path,
} from './node.ts';
import { looksLikeServer, type Place } from './server.ts';

/** Where the maps of servers of a file are. */
export interface Roots {
  /** Under the client's own keys; the empty path where the file is the map itself. */
  readonly own: readonly Path[];
  /** Under a key that this client does not read. */
  readonly wrong: readonly Path[];
}

export function rootsOf(root: ConfigNode | null, dialect: Dialect): Roots {
  const own = dialect.roots.flatMap((at) => pathsLike(root, at));
  const wrong = dialect.wrongRoots.filter((at) => isMisplaced(at, nodeAt(root, at), dialect));
  const bare =
    own.length === 0 &&
    wrong.length === 0 &&
    dialect.bareMap &&
    isServerMap(root ?? undefined, dialect);
  return { own: bare ? [[]] : own, wrong };
}

/** The paths of a file that a path with `*` for any key means. */
export function pathsLike(root: ConfigNode | null | undefined, pattern: Path): readonly Path[] {
  const star = pattern.indexOf('*');
  if (star === -1) return nodeAt(root, pattern) === undefined ? [] : [pattern];
  const before = pattern.slice(0, star);
  const holder = nodeAt(root, before);
  if (holder?.kind !== 'object') return [];
  return effectiveProperties(holder).flatMap(({ key, value }) =>
    pathsLike(value, pattern.slice(star + 1)).map((rest) => [...before, key, ...rest]),
  );
}

/** `mcpServers` can mean nothing else, whatever its entries look like; other keys may be another program's. */
function isMisplaced(at: Path, node: ConfigNode | undefined, dialect: Dialect): boolean {
  if (at.at(-1) !== 'mcpServers' || node?.kind !== 'object') return isServerMap(node, dialect);
  return node.properties.some(({ value }) => value?.kind === 'object');
}

/** An object of objects of which one has the keys of a server. */
function isServerMap(node: ConfigNode | undefined, dialect: Dialect): boolean {
  const isServer = (value: ConfigNode | null) => looksLikeServer(value, dialect);
  if (node?.kind !== 'object') return node?.kind === 'array' && node.items.some(isServer);
  return node.properties.some(({ value }) => isServer(value));
}

/** The entries of a map or a list of servers, without those that the client takes for something else. */
export function placesOf(
  node: ConfigNode | undefined,
  at: Path,
  dialect: Dialect,
): readonly Place[] {
  const places = allPlaces(node, at, dialect);
  const { isOther } = dialect;
  if (isOther === undefined) return places;
  return places.filter((place) => place.node === null || !isOther(place.node));
}

function allPlaces(node: ConfigNode | undefined, at: Path, dialect: Dialect): readonly Place[] {
  const { entries, nameKeys } = dialect;
  if (node?.kind === 'object') {
    const problem =
      entries === 'list' ? 'stands in a map, where a list of entries with names is expected' : null;
    return effectiveProperties(node)
      .filter(({ value }) => at.length > 0 || looksLikeServer(value, dialect))
      .map(({ key, keySpan, value }) => ({
        name: key,
        nameSpan: keySpan,
        path: [...at, key],
        node: value,
        problem,
      }));
  }
  if (node?.kind !== 'array') return [];
  const problem = entries === 'map' ? 'stands in an array, where a map of names is expected' : null;
  return node.items.map((item, index) => {
    const name = nameKeys.map((key) => child(item, key)).find(isString);
    return {
      name: name?.value ?? String(index),
      nameSpan: name?.span ?? item.span,
      path: [...at, index],
      node: item,
      problem,
    };
  });
}
