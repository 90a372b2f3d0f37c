import * as vscode from 'vscode';
import { safeChange } from '../actions.ts';
import { say } from '../parts.ts';
import { mayBeConfig } from '../place.ts';

/** Applies every safe fix to the active file, as one change. */
export async function fixAllSafe(): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  if (document === undefined || !mayBeConfig(document)) {
    return say('the active file is no MCP configuration');
  }
  const change = await safeChange(document);
  if (change === null) return say('nothing here can be fixed safely without a look');
  await vscode.workspace.applyEdit(change);
}
