import * as vscode from 'vscode';
import { keyOf } from '../place.ts';
import { say } from '../parts.ts';

export interface UndoLine extends vscode.Disposable {
  /** From now on an undo that takes one of these ids out of the document is answered with one line. */
  watch(document: vscode.TextDocument, ids: readonly string[], place: string): void;
}

/** Says, when the edit of a move is undone, that the stored copy remains. */
export function createUndoLine(): UndoLine {
  const watched = new Map<string, { readonly ids: readonly string[]; readonly place: string }>();
  const listener = vscode.workspace.onDidChangeTextDocument(({ document, reason }) => {
    const moved = watched.get(keyOf(document.uri));
    if (moved === undefined || reason !== vscode.TextDocumentChangeReason.Undo) return;
    const text = document.getText();
    if (moved.ids.every((id) => text.includes(id))) return;
    say(
      `the file is as it was; a copy stays in ${moved.place} until it is deleted in the Secrets view`,
    );
  });
  return {
    watch(document, ids, place) {
      const before = watched.get(keyOf(document.uri));
      watched.set(keyOf(document.uri), { ids: [...(before?.ids ?? []), ...ids], place });
    },
    dispose: () => listener.dispose(),
  };
}
