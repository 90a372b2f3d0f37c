import type { Document } from '../core/config/document.ts';
import { atomsBelow, isString, type Atom, type ConfigNode } from '../core/config/node.ts';
import type { Server } from '../core/config/server.ts';
import {
  parseLauncherWords,
  secretIdsOf,
  type LauncherWords,
} from '../core/launch/launcher-words.ts';
import { programName } from '../core/launch/words.ts';

/** More than share a secret, and few enough to look at each. */
const MOST_SHARING = 16;

/** The entry of a file that a secret is for. */
export interface SecretEntry {
  readonly document: Document;
  readonly server: Server;
  /** What the launcher starts, as the file writes it: the command and its arguments. */
  readonly words: readonly string[];
  /** Every secret that it hands to the launcher. */
  readonly ids: readonly string[];
  /** The variables that get one: an id by each name. */
  readonly variables: ReadonlyMap<string, string>;
  /** The servers of the file that name one of its secrets; none when it is the only one. */
  readonly sharing: readonly string[];
}

export type FoundEntry = { readonly ok: true; readonly entry: SecretEntry } | NotFound;

/** At least one. */
export type FoundEntries =
  | { readonly ok: true; readonly entries: readonly SecretEntry[] }
  | NotFound;

interface NotFound {
  readonly ok: false;
  /** One clause. */
  readonly why: string;
  /** The file itself was not to be had. */
  readonly isUnread?: true;
}

/** The one entry of a document that names a secret, and starts its server through the launcher. */
export function entryNaming(document: Document, id: string): FoundEntry {
  const servers = serversNaming(document, id);
  if (typeof servers === 'string') return refused(servers);
  if (servers.length > 1) return refused(secondPlace(id));
  const found = entriesNaming(document, id);
  const [entry] = found.ok ? found.entries : [];
  return entry === undefined
    ? refused(found.ok ? notByLauncher(id) : found.why)
    : { ok: true, entry };
}

/** Every entry that names a secret and starts its server through the launcher: no more than one of them was allowed. */
export function entriesNaming(document: Document, id: string): FoundEntries {
  const servers = serversNaming(document, id);
  if (typeof servers === 'string') return refused(servers);
  const entries = servers.flatMap((server): SecretEntry[] => {
    const launcher = launcherOf(server);
    if (launcher === null) return [];
    const words = [launcher.command, ...launcher.args];
    const variables = new Map(
      launcher.env.map((variable) => [variable.name, variable.id] as const),
    );
    const ids = secretIdsOf(launcher);
    const sharing = serversWith(atomsNaming(document, new Set(ids)), document);
    const names = sharing.length > 1 ? sharing.map(({ name }) => name) : [];
    return [{ document, server, words, ids, variables, sharing: names }];
  });
  return entries.length === 0 ? refused(notByLauncher(id)) : { ok: true, entries };
}

/** One clause where no server does, or something that is no server does too. */
function serversNaming(document: Document, id: string): readonly Server[] | string {
  if (document.root === null) return 'the file cannot be read as a configuration';
  const naming = atomsNaming(document, new Set([id]));
  if (naming.length === 0) return `nothing in the file names ${id}`;
  const inside = serversWith(naming, document);
  if (inside.length === 0) return `no server of the file names ${id}`;
  const isStray = naming.some((atom) => !inside.some(({ node }) => isBelow(atom, node)));
  // Of two of one name the client reads one, and clients differ in which.
  const isTwice = new Set(inside.map(({ name }) => name)).size < inside.length;
  return isStray || isTwice || inside.length > MOST_SHARING ? secondPlace(id) : inside;
}

/** In the order of the text. */
function atomsNaming({ root }: Document, ids: ReadonlySet<string>): readonly Atom[] {
  if (root === null) return [];
  return [...atomsBelow(root)].filter((atom) => isString(atom) && namesAny(atom.value, ids));
}

function serversWith(atoms: readonly Atom[], { servers }: Document): readonly Server[] {
  return servers.filter(({ node }) => atoms.some((atom) => isBelow(atom, node)));
}

function secondPlace(id: string): string {
  return `${id} is named in a second place of the file`;
}

function notByLauncher(id: string): string {
  return `the server that names ${id} does not start by the launcher`;
}

/** Whether a text holds one of the ids as a whole word of an id's characters. */
function namesAny(text: string, ids: ReadonlySet<string>): boolean {
  for (const [word] of text.matchAll(/[A-Za-z0-9_.-]+/g)) if (ids.has(word)) return true;
  return false;
}

/** The command, be it a list, and its arguments. */
function wordsOf({ command, words }: Server): readonly string[] {
  const all = command === null ? words : [command, ...words];
  return all.map(({ value }) => String(value));
}

function launcherOf(server: Server): LauncherWords | null {
  const [command = '', ...rest] = wordsOf(server);
  const name = programName(command);
  const isOurs = name === 'mcp-launch' || (name === 'mcp-posture' && rest[0] === 'launch');
  const parsed = isOurs ? parseLauncherWords(name === 'mcp-launch' ? rest : rest.slice(1)) : null;
  return parsed === null || 'why' in parsed ? null : parsed;
}

/** Told by the tree: the tables of one server may stand on both sides of another's. */
function isBelow(atom: Atom, node: ConfigNode | null): boolean {
  let at: ConfigNode | null = atom;
  while (at !== null && at !== node) at = at.parent;
  return at !== null;
}

/** Every secret that a server hands to the launcher; none where it starts otherwise. */
export function idsOf(server: Server): readonly string[] {
  const launcher = launcherOf(server);
  return launcher === null ? [] : secretIdsOf(launcher);
}

/** What a secret is for in this entry, for people: its variables, or an argument. */
export function useOf({ server }: SecretEntry, id: string): string {
  const variables = launcherOf(server)?.env.flatMap((variable) =>
    variable.id === id ? [variable.name] : [],
  );
  return variables === undefined || variables.length === 0 ? 'an argument' : variables.join(', ');
}

function refused(why: string): NotFound {
  return { ok: false, why };
}
