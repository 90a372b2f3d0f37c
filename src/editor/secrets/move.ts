import * as vscode from 'vscode';
import type { Server } from '../../core/config/server.ts';
import type { Move } from '../../core/rules/moves/index.ts';
import type { Report } from '../../core/posture/report.ts';
import type { Vault } from '../../secrets/vault.ts';
import type { World } from '../../secrets/world.ts';
import { workspaceEdit } from '../edits.ts';
import { findingAt, type FindingKey } from '../finding-key.ts';
import { say } from '../parts.ts';
import type { Session } from '../session.ts';
import { moveAt, type Rest } from './offers.ts';
import { planMoves, type Moved, type Plan } from './plan.ts';

/** Where the secrets of a file go. */
export interface Destination {
  readonly rest: Rest;
  readonly vault: Vault;
  /** Null for a file that is on no disk. */
  readonly file: string | null;
  readonly world: World | null;
}

export interface Moving {
  readonly session: Session;
  readonly destinationOf: (uri: vscode.Uri) => Destination;
  readonly log: (line: string) => void;
}

/**
 * Stores the token of a finding and then takes it out of the file, as one change that is not saved. Null when nothing
 * came of it, which is said.
 */
export async function moveToken(
  moving: Moving,
  uri: vscode.Uri,
  key: FindingKey,
): Promise<readonly Moved[] | null> {
  const { document } = await vscode.window.showTextDocument(uri);
  const report = (await moving.session.fresh(document))?.report ?? null;
  const found = report === null ? undefined : findingAt(report, key);
  if (report === null || found?.server == null) {
    say('this finding is no longer there, the file has changed');
    return null;
  }
  const { server } = found.server;
  const { span } = found.finding;
  const wants = (of: Server, move: Move): boolean =>
    of === server && moveAt([move], span) !== undefined;
  return await moveWanted(moving, document, report, wants);
}

/** The same for all that is wanted of a report of the document as it is now. */
async function moveWanted(
  { destinationOf, log }: Moving,
  document: vscode.TextDocument,
  report: Report,
  wants: (server: Server, move: Move) => boolean,
): Promise<readonly Moved[] | null> {
  const { rest, vault, file, world } = destinationOf(document.uri);
  if ('why' in rest || file === null || world === null) {
    say('why' in rest ? rest.why : 'the file is on no disk of this machine');
    return null;
  }
  const now = Date.now();
  const plan = await planMoves({
    document: report.document,
    file,
    target: rest,
    wants,
    vault,
    world,
    now,
  });
  if (typeof plan === 'string') {
    say(`nothing was moved: ${plan}`);
    return null;
  }
  const change = workspaceEdit(document.uri, report.document.lines, plan.edits);
  const isCurrent = (): boolean => document.getText() === report.document.text;
  const why = await storeThenEdit(plan, vault, async () => {
    // Nothing may have been typed since the report was made.
    return isCurrent() && (await vscode.workspace.applyEdit(change));
  });
  if (why === null) return plan.moved;
  log(`Nothing was moved: ${why}`);
  say(`nothing was moved: ${why}`);
  return null;
}

/**
 * Stores what a plan stores, then edits. Nothing is edited when the store fails, and nothing stays stored when the edit
 * does. Null when both are done, else one line.
 */
export async function storeThenEdit(
  { moved, rebound }: Pick<Plan, 'moved' | 'rebound'>,
  vault: Vault,
  edit: () => Promise<boolean>,
): Promise<string | null> {
  const stored: Moved[] = [];
  let why: string | null = null;
  try {
    for (const one of moved) {
      // What fails half way may have been written.
      stored.push(one);
      await vault.set(one.secret);
    }
    if (!(await edit())) why = 'the file has changed meanwhile, or the editor refused the edit';
  } catch (error) {
    why = error instanceof Error ? error.message : 'it could not be stored';
  }
  if (why !== null) {
    for (const { secret, before } of stored)
      await (before === undefined ? vault.delete(secret.id) : vault.set(before)).catch(() => {});
    return why;
  }
  // Else the launch asks again, which is a nuisance and no loss.
  for (const secret of rebound) await vault.set(secret).catch(() => {});
  return null;
}
