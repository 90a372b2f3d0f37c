import * as vscode from 'vscode';
import type { Document } from '../../core/config/document.ts';
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
import { previewedServers, type PreviewedFile } from './preview.ts';
import { wholeServers } from './whole-servers.ts';

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
  readonly destinationOf: (uri: vscode.Uri, document: Document) => Destination;
  readonly log: (line: string) => void;
}

/** What came of it. */
export interface Done {
  readonly document: vscode.TextDocument;
  readonly before: Document;
  readonly moved: readonly Moved[];
  readonly destination: Destination;
}

/**
 * Stores the token of a finding and then takes it out of the file, as one change that is not saved. Null when nothing
 * came of it, which is said.
 */
export async function moveToken(
  moving: Moving,
  uri: vscode.Uri,
  key: FindingKey,
): Promise<Done | null> {
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
  return await moveWanted(moving, document, report, wants, false);
}

/** Stores every token of a file that can move, then shows the change for a look. */
export async function moveAllTokens(moving: Moving, uri: vscode.Uri): Promise<Done | null> {
  const { document } = await vscode.window.showTextDocument(uri);
  const report = (await moving.session.fresh(document))?.report ?? null;
  if (report === null) {
    say('the active file is no MCP configuration');
    return null;
  }
  return await moveWanted(moving, document, report, () => true, true);
}

async function moveWanted(
  { destinationOf, log }: Moving,
  document: vscode.TextDocument,
  report: Report,
  wants: (server: Server, move: Move) => boolean,
  isShown: boolean,
): Promise<Done | null> {
  const before = report.document;
  const destination = destinationOf(document.uri, before);
  const { rest, vault, file, world } = destination;
  if ('why' in rest || file === null || world === null) {
    say(
      `nothing was moved: ${'why' in rest ? rest.why : 'the file is on no disk of this machine'}`,
    );
    return null;
  }
  const now = Date.now();
  const plan = await planMoves({ document: before, file, target: rest, wants, vault, world, now });
  if (typeof plan === 'string') {
    say(`nothing was moved: ${plan}`);
    return null;
  }
  const why = await storeThenEdit(plan, vault, async () => {
    // Nothing may have been typed since the report was made.
    if (document.getText() !== before.text) return false;
    const change = isShown
      ? previewedServers([previewedFile(document, before, plan)], words)
      : workspaceEdit(document.uri, before.lines, plan.edits);
    return await vscode.workspace.applyEdit(change);
  });
  if (why !== null) {
    log(`Nothing was moved: ${why}`);
    say(`nothing was moved: ${why}`);
    return null;
  }
  const moved = isShown ? await keepNamed(plan, vault, document.getText()) : plan.moved;
  return moved.length === 0 ? null : { document, before, moved, destination };
}

const words = {
  title: 'Move all tokens',
  label: 'Move tokens out of the file',
  other: 'Move tokens out of the file',
  icon: 'key',
};

function previewedFile(
  document: vscode.TextDocument,
  before: Document,
  { edits }: Plan,
): PreviewedFile {
  return { document, lines: before.lines, edits: wholeServers(before, edits) };
}

/** What was left out in the preview stays in the file, and is stored nowhere else. */
async function keepNamed({ moved }: Plan, vault: Vault, text: string): Promise<readonly Moved[]> {
  const left = moved.filter(({ secret }) => !text.includes(secret.id));
  await takeBack(left, vault);
  return moved.filter((one) => !left.includes(one));
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
    await takeBack(stored, vault);
    return why;
  }
  // Else the launch asks again, which is a nuisance and no loss.
  for (const secret of rebound) await vault.set(secret).catch(() => {});
  return null;
}

/** The vault as it was. */
async function takeBack(moved: readonly Moved[], vault: Vault): Promise<void> {
  for (const { secret, before } of moved)
    await (before === undefined ? vault.delete(secret.id) : vault.set(before)).catch(() => {});
}
