import * as vscode from 'vscode';
import { applyEdits, linesOf, type TextEdit } from '../../core/config/text.ts';
import { workspaceEdit } from '../edits.ts';
import { difference } from '../fix-all.ts';
import { carriedOver } from './carried-over.ts';
import type { ReadyFile } from './prepare.ts';

/** Somebody types faster than that only for a moment. */
const MOST_TRIES = 20;

interface Changed {
  readonly document: vscode.TextDocument;
  readonly before: string;
  readonly after: string;
  readonly edits: readonly TextEdit[];
}

/**
 * VS Code makes one undo of a change of several files, and takes back all of them whichever it is called in. So the
 * change that was just made is taken back by that undo and made again file by file: each has an undo of its own then.
 * Where that does not come out as it should, everything stays as it is.
 */
export async function undoApart(files: readonly ReadyFile[]): Promise<void> {
  const changed = files.map(changedFile).filter(({ before, after }) => before !== after);
  const active = vscode.window.activeTextEditor?.document;
  const first = changed.find(({ document }) => document === active) ?? changed[0];
  if (first === undefined || changed.length === 1) return;
  await vscode.window.showTextDocument(first.document, { preview: false });
  if (!changed.every(({ document, after }) => document.getText() === after)) return;
  await vscode.commands.executeCommand('undo');
  if (!changed.every(({ document, before }) => document.getText() === before)) {
    if (first.document.getText() === first.before) await vscode.commands.executeCommand('redo');
    return;
  }
  for (const one of changed) await changeAgain(one);
}

/** A key that was pressed meanwhile has changed the text: VS Code takes no edit of an older one, and is asked anew. */
async function changeAgain({ document, before, edits }: Changed): Promise<void> {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const now = document.getText();
    const here = carriedOver(before, now, edits);
    if (here.length === 0) return;
    const change = workspaceEdit(document.uri, linesOf(now), here);
    if (await vscode.workspace.applyEdit(change)) return;
  }
}

function changedFile({ document, report, changes }: ReadyFile): Changed {
  const before = report.document.text;
  const after = document.getText();
  const all = changes.map(({ edit }) => edit);
  const isWhole = applyEdits(before, all) === after;
  return { document, before, after, edits: isWhole ? all : [difference(before, after)] };
}
