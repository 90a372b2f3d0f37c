import { homedir } from 'node:os';
import * as vscode from 'vscode';
import type { Document } from '../../core/config/document.ts';
import { createLookAround } from '../../secrets/surroundings.ts';
import { closeToOthers } from '../around.ts';
import { plainLabel, say } from '../parts.ts';
import { copyCount, leftOver } from './left-over.ts';
import { copiesHolding, historyFolders, removeCopies } from './local-history.ts';
import type { Moved } from '../../secrets/plan-moves.ts';
import { reasonsToRotate, revokePages } from './revoke.ts';

export interface AfterMove {
  readonly document: vscode.TextDocument;
  /** As it was. */
  readonly before: Document;
  readonly moved: readonly Moved[];
  /** Absolute. */
  readonly file: string;
  readonly globalStorage: vscode.Uri;
  readonly title: string;
  readonly log: (line: string) => void;
}

interface Step extends vscode.QuickPickItem {
  readonly run: () => PromiseLike<unknown>;
}

/**
 * What is left of a token after it was moved, as a list of things to do; none, and nothing is shown. What is not done is
 * one line.
 */
export async function showWhatNow(after: AfterMove): Promise<void> {
  const steps = [...(await stepsOf(after))];
  while (steps.length > 0) {
    const picked = await vscode.window.showQuickPick(steps, {
      title: after.title,
      placeHolder: 'What now? Escape leaves everything as it is',
      ignoreFocusOut: true,
    });
    if (picked === undefined) break;
    steps.splice(steps.indexOf(picked), 1);
    await picked.run();
  }
  const copies = (await copiesOf(after)).length;
  const line = leftOver({ unsaved: after.document.isDirty, copies });
  if (line === null) return;
  say(line);
  after.log(`${after.title}; ${line}`);
}

/** In Local History, with one of the tokens that moved. */
async function copiesOf({ document, moved, globalStorage }: AfterMove): Promise<readonly string[]> {
  const values = moved.map(({ secret }) => secret.value);
  const folders = globalStorage.scheme === 'file' ? historyFolders(globalStorage.fsPath) : [];
  return await copiesHolding(folders, document.uri.path, values);
}

async function stepsOf(after: AfterMove): Promise<readonly Step[]> {
  const { document, before, moved, file } = after;
  const around = await createLookAround({ home: homedir(), platform: process.platform })(file);
  const copies = await copiesOf(after);
  const reasons = reasonsToRotate(around);
  const why = reasons.length > 0 ? reasons.join('. ') : 'Whoever has seen the file has the token';
  const pages = revokePages(before, moved).map(({ label, url }): Step => ({
    label: `$(link-external) Revoke the old value: open the page for a ${plainLabel(label)}`,
    detail: plainLabel(`${why}. Store the new one by Replace in the Secrets view`),
    run: () => vscode.env.openExternal(vscode.Uri.parse(url)),
  }));
  const save: Step = {
    label: '$(save) Save the file',
    detail: 'Until then the token stands in the file on the disk',
    run: () => document.save(),
  };
  const clean: Step = {
    label: `$(history) Remove ${copyCount(copies.length)} of this file from Local History`,
    detail: 'VS Code keeps older versions of saved files, and these hold the token',
    run: async () => {
      // A save may have made another one meanwhile.
      const found = await copiesOf(after);
      const removed = await removeCopies(found);
      const left = found.length - removed;
      const rest = left === 0 ? '' : `, ${left} could not be removed`;
      say(`removed ${copyCount(removed)} from Local History${rest}`);
    },
  };
  const close: Step = {
    label: '$(lock) Let nobody but you read this file',
    detail: 'Other users of this machine can read it, and what is written there next (chmod 600)',
    run: async () =>
      say((await closeToOthers(document.uri)) ?? 'nobody but you can read this file now'),
  };
  // Without a page there may still be a reason.
  const rotate: Step = {
    label: '$(warning) Replace the token where it was issued',
    detail: plainLabel(why),
    run: () => vscode.commands.executeCommand('mcpPosture.secrets.focus'),
  };
  return [
    ...(document.isDirty ? [save] : []),
    ...(around?.readableByOthers === true ? [close] : []),
    ...(pages.length === 0 && reasons.length > 0 ? [rotate] : pages),
    ...(copies.length > 0 ? [clean] : []),
  ];
}
