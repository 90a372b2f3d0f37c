import * as vscode from 'vscode';
import type { Lines } from '../../core/config/text.ts';
import { rangeOf } from '../diagnostics.ts';
import { oneLine } from '../tree/words.ts';
import type { WholeEdit } from './whole-servers.ts';

export interface PreviewedFile {
  readonly document: vscode.TextDocument;
  readonly lines: Lines;
  readonly edits: readonly WholeEdit[];
}

/** How the preview names what it shows. */
export interface PreviewWords {
  readonly title: string;
  /** Above each edit. */
  readonly label: string;
  /** Above an edit that belongs to no server. */
  readonly other: string;
  readonly icon: string;
}

/**
 * One change of all these files that opens VS Code's Refactor Preview, every edit ticked. As in pins/preview.ts: what
 * needs the confirmation is the creation of a file that is there already.
 */
export function previewedServers(
  files: readonly PreviewedFile[],
  { title, label, other, icon }: PreviewWords,
): vscode.WorkspaceEdit {
  const change = new vscode.WorkspaceEdit();
  const there = files.find(({ document }) => !document.isUntitled);
  const opener = { label: title, needsConfirmation: true };
  if (there !== undefined) change.createFile(there.document.uri, { ignoreIfExists: true }, opener);
  for (const { document, lines, edits } of files) {
    change.set(
      document.uri,
      edits.map(({ edit, server }): [vscode.TextEdit, vscode.WorkspaceEditEntryMetadata] => [
        vscode.TextEdit.replace(rangeOf(lines.range(edit.span)), edit.newText),
        {
          label: server === null ? other : label,
          description: server === null ? '' : oneLine(server),
          needsConfirmation: there === undefined,
          iconPath: new vscode.ThemeIcon(icon),
        },
      ]),
    );
  }
  return change;
}
