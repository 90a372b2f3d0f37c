import type { Document } from '../core/config/document.ts';
import { atomsBelow, child, isString, type ConfigNode } from '../core/config/node.ts';
import type { Server } from '../core/config/server.ts';
import {
  parseLauncherWords,
  secretIdsOf,
  type LauncherWords,
} from '../core/launch/launcher-words.ts';
import { programName } from '../core/launch/words.ts';

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
}

export type FoundEntry =
  | { readonly ok: true; readonly entry: SecretEntry }
  /** One clause. */
  | { readonly ok: false; readonly why: string };

/** The one entry of a document that names a secret, and starts its server through the launcher. */
export function entryNaming(document: Document, id: string): FoundEntry {
  const { root, servers } = document;
  if (root === null) return refused('the file cannot be read as a configuration');
  const naming = [...atomsBelow(root)].filter((atom) => isString(atom) && names(atom.value, id));
  if (naming.length === 0) return refused(`nothing in the file names ${id}`);
  const inside = servers.filter(({ node }) => naming.some(({ span }) => holds(node, span.start)));
  const [server, second] = inside;
  if (server === undefined) return refused(`no server of the file names ${id}`);
  if (second !== undefined || naming.some(({ span }) => !holds(server.node, span.start)))
    return refused(`${id} is named in a second place of the file`);
  const launcher = launcherOf(server);
  if (launcher === null)
    return refused(`the server that names ${id} does not start by the launcher`);
  const words = [launcher.command, ...launcher.args];
  const variables = new Map(launcher.env.map((variable) => [variable.name, variable.id] as const));
  return { ok: true, entry: { document, server, words, ids: secretIdsOf(launcher), variables } };
}

/** Whether a text names the id as a whole word of an id's characters. */
export function names(text: string, id: string): boolean {
  for (let at = text.indexOf(id); at !== -1; at = text.indexOf(id, at + 1))
    if (!isIdCharacter(text[at - 1]) && !isIdCharacter(text[at + id.length])) return true;
  return false;
}

/** The command, be it a list, and its arguments. */
function wordsOf({ node }: Server): readonly string[] {
  return [child(node, 'command'), child(node, 'args')].flatMap((part) => {
    const atoms = part?.kind === 'array' ? part.items : part === undefined ? [] : [part];
    return atoms.map((atom) => (atom.kind === 'atom' ? String(atom.value) : ''));
  });
}

function launcherOf(server: Server): LauncherWords | null {
  const [command = '', ...rest] = wordsOf(server);
  const name = programName(command);
  const isOurs = name === 'mcp-launch' || (name === 'mcp-posture' && rest[0] === 'launch');
  const parsed = isOurs ? parseLauncherWords(name === 'mcp-launch' ? rest : rest.slice(1)) : null;
  return parsed === null || 'why' in parsed ? null : parsed;
}

function holds(node: ConfigNode | null, offset: number): boolean {
  return node !== null && node.span.start <= offset && offset < node.span.end;
}

function isIdCharacter(character: string | undefined): boolean {
  return character !== undefined && /[A-Za-z0-9_.-]/.test(character);
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

function refused(why: string): FoundEntry {
  return { ok: false, why };
}
