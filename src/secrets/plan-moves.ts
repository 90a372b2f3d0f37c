import { lowerOps, withText, type Document } from '../core/config/document.ts';
import type { Op } from '../core/config/edit.ts';
import type { Server } from '../core/config/server.ts';
import { applyEdits, type TextEdit } from '../core/config/text.ts';
import type { MoveTarget } from '../core/rules/moves/front.ts';
import { movesIn, type Move, type Stay } from '../core/rules/moves/index.ts';
import { moveOps } from '../core/rules/moves/move-ops.ts';
import { bindingOf, differences } from './binding.ts';
import { entryNaming, idsOf } from './secret-entry.ts';
import type { SecretInfo, StoredSecret, Vault } from './vault.ts';
import type { World } from './world.ts';

export interface Wanted {
  readonly document: Document;
  /** Absolute. */
  readonly file: string;
  readonly target: MoveTarget;
  readonly wants: (server: Server, move: Move) => boolean;
  readonly vault: Vault;
  readonly world: World;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** What has to be stored, and then be edited. */
export interface Plan {
  readonly edits: readonly TextEdit[];
  readonly moved: readonly Moved[];
  /** What could move, were its server written another way. */
  readonly left: readonly { readonly server: Server; readonly move: Move; readonly why: string }[];
  /** Secrets of the same entries that were allowed to the launch as it is, with the launch as it will be. */
  readonly rebound: readonly StoredSecret[];
}

export interface Moved {
  readonly secret: StoredSecret;
  /** What is stored under its id so far: the same place was moved before. */
  readonly before: StoredSecret | undefined;
  readonly move: Move;
}

const MOST_SALTS = 16;

/** What moving takes; one clause when it is not possible. Stores nothing. */
export async function planMoves(wanted: Wanted): Promise<Plan | string> {
  const { document, vault } = wanted;
  const known = new Map((await vault.list()).map((info) => [info.id, info]));
  const all = pickedMoves(wanted, known);
  if (all === null) return 'every name for it is taken in the vault';
  if (all.length === 0) return 'there is nothing to move';
  const { picked, edits } = fitting(document, all);
  if (edits === null) return DOES_NOT_FIT;
  const left = all.filter((one) => !picked.includes(one));
  const after = withText(document, applyEdits(document.text, edits));
  const moved: Moved[] = [];
  for (const { server, moves } of picked) {
    for (const move of moves) {
      const found = entryNaming(after, move.id);
      if (!found.ok) return found.why;
      const secret: StoredSecret = {
        id: move.id,
        server: server.name,
        what: shortName(move),
        file: wanted.file,
        binding: await bindingOf(found.entry, wanted.world),
        storedAt: wanted.now,
        lastUsedAt: null,
        value: move.value,
      };
      moved.push({ secret, before: await vault.get(move.id), move });
    }
  }
  const servers = picked.map(({ server }) => server);
  return {
    edits,
    moved,
    left: left.flatMap(({ server, moves }) =>
      moves.map((move) => ({ server, move, why: DOES_NOT_FIT })),
    ),
    rebound: await rebinding(wanted, servers, after),
  };
}

const DOES_NOT_FIT = 'the change does not fit the file as it is now';
/** Each takes a reading of the whole text. */
const MOST_ALONE = 100;

/** Where the file is in the way at one server, the others need not wait for it. */
function fitting(
  document: Document,
  all: readonly PickedMoves[],
): { readonly picked: readonly PickedMoves[]; readonly edits: readonly TextEdit[] | null } {
  const edits = editsOf(document, all);
  if (edits !== null || all.length === 1) return { picked: all, edits };
  const picked = all.slice(0, MOST_ALONE).filter((one) => editsOf(document, [one]) !== null);
  return { picked, edits: picked.length === 0 ? null : editsOf(document, picked) };
}

function editsOf(document: Document, some: readonly PickedMoves[]): readonly TextEdit[] | null {
  const ops: Op[] = [];
  for (const { server, moves, target } of some) {
    const own = moveOps(document, server, moves, target);
    if (own === null) return null;
    ops.push(...own);
  }
  return lowerOps(document, ops);
}

/** The variable or the flag. */
export function shortName({ what }: Pick<Move, 'what'>): string {
  return what.replace(/^(?:env|argument) /, '');
}

/** Why a credential stays, for where there is no password prompt or another line offers it. */
export function whyItStays({ why }: Stay): string {
  return why.replace(/: use the password prompt$/, '');
}

interface PickedMoves {
  readonly server: Server;
  readonly moves: readonly Move[];
  readonly target: MoveTarget;
}

/** With ids of which none is another secret's; null when there are none. */
function pickedMoves(
  { document, file, target, wants }: Wanted,
  known: ReadonlyMap<string, SecretInfo>,
): readonly PickedMoves[] | null {
  const picked: PickedMoves[] = [];
  for (const server of document.servers) {
    let salted = target;
    let moves = movesOf(document, server, salted, wants);
    const isTaken = ({ id }: Move): boolean => known.has(id) && known.get(id)?.file !== file;
    while (moves.some(isTaken)) {
      const salt = (salted.salt ?? 0) + 1;
      if (salt > MOST_SALTS) return null;
      salted = { ...target, salt };
      moves = movesOf(document, server, salted, wants);
    }
    if (moves.length > 0) picked.push({ server, moves, target: salted });
  }
  return picked;
}

function movesOf(
  document: Document,
  server: Server,
  target: MoveTarget,
  wants: Wanted['wants'],
): readonly Move[] {
  return movesIn(document, server, target).moves.filter((move) => wants(server, move));
}

/** A launch that was changed by somebody else meanwhile is not allowed by this. */
async function rebinding(
  { document, vault, world }: Wanted,
  servers: readonly Server[],
  after: Document,
): Promise<readonly StoredSecret[]> {
  const rebound: StoredSecret[] = [];
  for (const id of new Set(servers.flatMap(idsOf))) {
    const secret = await vault.get(id);
    const [was, is] = [entryNaming(document, id), entryNaming(after, id)];
    if (secret === undefined || secret.binding === null || !was.ok || !is.ok) continue;
    const binding = await bindingOf(was.entry, world);
    if (differences(secret.binding, binding).length > 0) continue;
    rebound.push({ ...secret, binding: await bindingOf(is.entry, world) });
  }
  return rebound;
}
