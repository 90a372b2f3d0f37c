import * as vscode from 'vscode';
import type { Document } from '../../core/config/document.ts';
import type { Server } from '../../core/config/server.ts';
import type { Move } from '../../core/rules/moves/index.ts';
import type { Report } from '../../core/posture/report.ts';
import { planMoves, type Moved, type Plan } from '../../secrets/plan-moves.ts';
import { storeThenEdit, takeBack } from '../../secrets/store-moves.ts';
import type { Vault } from '../../secrets/vault.ts';
import type { World } from '../../secrets/world.ts';
import { workspaceEdit } from '../edits.ts';
import { findingAt, type FindingKey } from '../finding-key.ts';
import { say } from '../parts.ts';
import type { Session } from '../session.ts';
import { moveAt, type Rest } from './offers.ts';
import { previewedServers, type PreviewedFile } from './preview.ts';
import { wholeServers } from './whole-servers.ts';

/** Where the secrets of a file go. */
export interface Destination {
  readonly rest: Rest;
  readonly vault: Vault;
  /** As people call it. */
  readonly place: string;
  /** What must be there before a secret is stored. Rejects with one line. */
  readonly prepare: () => Promise<unknown>;
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
  if ('why' in rest) return nothingMoved(rest.why, log);
  if (file === null || world === null) return nothingMoved('the file is on no disk here', log);
  const plan = await planned(destination, () =>
    planMoves({ document: before, file, target: rest, wants, vault, world, now: Date.now() }),
  );
  if (typeof plan === 'string') return nothingMoved(plan, log);
  const why = await storeThenEdit(plan, vault, async () => {
    // Nothing may have been typed since the report was made.
    if (document.getText() !== before.text) return changed;
    const change = isShown
      ? previewedServers([previewedFile(document, before, plan)], words)
      : workspaceEdit(document.uri, before.lines, plan.edits);
    return (await vscode.workspace.applyEdit(change)) ? null : turnedDown;
  });
  if (why !== null) return nothingMoved(why, log);
  if (plan.left.length > 0)
    say(
      `${plan.left.length} could not be moved with the others: ${[...new Set(plan.left.map((one) => one.why))].join(', ')}`,
    );
  const moved = isShown ? await keepNamed(plan, vault, document.getText()) : plan.moved;
  return moved.length === 0 ? null : { document, before, moved, destination };
}

const changed = 'the file has changed meanwhile';
const turnedDown = 'the change was turned down';

/** What the vault says, or the launcher's place, when it cannot be reached. */
async function planned(
  { prepare }: Destination,
  plan: () => Promise<Plan | string>,
): Promise<Plan | string> {
  try {
    await prepare();
    return await plan();
  } catch (error) {
    return error instanceof Error ? error.message : 'the vault could not be reached';
  }
}

function nothingMoved(why: string, log: Moving['log']): null {
  const line = `Nothing was moved: ${why}`;
  log(line);
  // Who turns it down knows.
  if (why === turnedDown) say(line);
  else void vscode.window.showWarningMessage(line);
  return null;
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
