import * as vscode from 'vscode';
import { rangeOf } from '../diagnostics.ts';
import { oneLine } from '../tree/words.ts';
import { descriptionOf, labelOf } from './changes.ts';
import type { ReadyFile } from './prepare.ts';

/**
 * One change of all these files that opens VS Code's Refactor Preview, every edit ticked. VS Code opens it for an edit
 * that needs a confirmation, and shows that edit unticked and without its text; so what needs one is the creation of a
 * file that is there already, which the preview leaves out and which does nothing.
 */
export function previewedChange(files: readonly ReadyFile[]): vscode.WorkspaceEdit {
  const change = new vscode.WorkspaceEdit();
  const there = files.find(({ document }) => !document.isUntitled);
  const opener = { label: 'Pin everything', needsConfirmation: true };
  if (there !== undefined) change.createFile(there.uri, { ignoreIfExists: true }, opener);
  for (const { uri, report, changes } of files) {
    const { lines } = report.document;
    change.set(
      uri,
      changes.map((one): [vscode.TextEdit, vscode.WorkspaceEditEntryMetadata] => [
        vscode.TextEdit.replace(rangeOf(lines.range(one.edit.span)), one.edit.newText),
        {
          label: labelOf(one),
          description: oneLine(descriptionOf(one)),
          needsConfirmation: there === undefined,
          iconPath: new vscode.ThemeIcon('pinned'),
        },
      ]),
    );
  }
  return change;
}
