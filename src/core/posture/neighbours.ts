import { dataOfNode, sameData } from '../config/data.ts';
import type { Document } from '../config/document.ts';
import type { Neighbours, SameName } from '../config/neighbours.ts';
import { child, effectiveProperties, type ConfigNode } from '../config/node.ts';
import type { Server } from '../config/server.ts';

/** A document with what its place says of it. */
export interface Placed {
  readonly document: Document;
  /** Absolute, with `/` separators. */
  readonly file: string;
  /** As people know it. */
  readonly label: string;
  /** Whether it is the user's own rather than a workspace's. */
  readonly isUsers: boolean;
}

interface Entry extends Placed {
  readonly server: Server;
  /** The nearer wins: the user's for one project, then the project's, then the user's for all. */
  readonly reach: 3 | 2 | 1;
  /** Absolute; null for everywhere. */
  readonly folder: string | null;
}

/** What each document is to be told of the others. The order of documents makes no difference. */
export function neighboursOf(placed: readonly Placed[]): ReadonlyMap<Document, Neighbours> {
  const clients = [...new Set(placed.map(({ document }) => document.dialect.id))].sort();
  const found = new Map(
    placed.map(({ document }) => [document, new Map<string, readonly SameName[]>()]),
  );
  for (const alike of byName(placed)) {
    const near = nearTo(alike);
    for (const entry of alike) {
      const others = near(entry).flatMap((other) => comparedTo(entry, other));
      if (others.length > 0) found.get(entry.document)?.set(entry.server.path.join('\n'), others);
    }
  }
  return new Map([...found].map(([document, sameName]) => [document, { clients, sameName }]));
}

function byName(placed: readonly Placed[]): readonly (readonly Entry[])[] {
  const groups = new Map<string, Entry[]>();
  for (const one of placed) {
    const { dialect, servers, wrongRoots } = one.document;
    if (dialect.sameName === null || wrongRoots.length > 0) continue;
    for (const server of servers) {
      const key = `${dialect.id}\n${server.name}`;
      const entry = { ...one, server, ...reachOf(one, server) };
      const known = groups.get(key);
      if (known === undefined) groups.set(key, [entry]);
      else known.push(entry);
    }
  }
  return [...groups.values()].filter((group) => group.length > 1);
}

/** More of one name are not told of. */
const MOST = 10;

/** The entries that one may stand in the way of: a file may name thousands of projects. */
function nearTo(alike: readonly Entry[]): (entry: Entry) => readonly Entry[] {
  const everywhere = alike.filter(({ folder }) => folder === null).slice(0, MOST);
  const elsewhere = alike.filter(({ folder }) => folder !== null).slice(0, MOST);
  const byFolder = new Map<string, Entry[]>();
  const started = new Map<string, number>();
  for (const entry of alike) {
    if (entry.folder === null) continue;
    started.set(entry.folder, Math.max(entry.reach, started.get(entry.folder) ?? 0));
    const known = byFolder.get(entry.folder);
    if (known === undefined) byFolder.set(entry.folder, [entry]);
    else if (known.length < MOST) known.push(entry);
  }
  // Of two that both lose to a third in their folder neither is started.
  const isStarted = ({ reach }: Entry, other: Entry, folder: string | null): boolean =>
    Math.max(reach, other.reach) >= (started.get(folder ?? '') ?? 0);
  return (entry) => {
    const { folder } = entry;
    const near = folder === null ? elsewhere : [...everywhere, ...(byFolder.get(folder) ?? [])];
    return near.filter((other) => isStarted(entry, other, folder ?? other.folder));
  };
}

function reachOf({ file, isUsers }: Placed, { path }: Server): Pick<Entry, 'reach' | 'folder'> {
  const [first, project] = path;
  if (first === 'projects' && path.length > 3) {
    return { reach: 3, folder: String(project).replaceAll('\\', '/') };
  }
  return isUsers ? { reach: 1, folder: null } : { reach: 2, folder: projectOf(file) };
}

/** The folder that holds a client's own folders, else the file's. */
function projectOf(file: string): string {
  const names = file.split('/').slice(0, -1);
  const own = names.findIndex((name) => name.startsWith('.'));
  return (own === -1 ? names : names.slice(0, own)).join('/');
}

function comparedTo(entry: Entry, other: Entry): readonly SameName[] {
  if (entry === other || entry.reach === other.reach) return [];
  if (entry.folder !== null && other.folder !== null && entry.folder !== other.folder) return [];
  const differs = differing(entry.server.node, other.server.node);
  if (differs.length === 0) return [];
  const where = other.reach === 3 ? `${other.label} for ${String(other.folder)}` : other.label;
  return [{ wins: entry.reach > other.reach, where, differs }];
}

/** The keys with other values; order and comments do not count. */
function differing(a: ConfigNode | null, b: ConfigNode | null): readonly string[] {
  const keys = new Set([a, b].flatMap(keysOf));
  return [...keys].filter((key) => {
    const [one, two] = [child(a, key), child(b, key)];
    if (one === undefined || two === undefined) return one !== two;
    return !sameData(dataOfNode(one), dataOfNode(two));
  });
}

function keysOf(node: ConfigNode | null): readonly string[] {
  return node?.kind === 'object' ? effectiveProperties(node).map(({ key }) => key) : [];
}
