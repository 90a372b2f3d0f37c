import * as vscode from 'vscode';
import { keyOf, mayBeConfig } from './place.ts';
import type { Session } from './session.ts';

/** Tells the session which documents are open. A document whose last tab was closed counts as closed. */
export function followDocuments(session: Session): vscode.Disposable {
  /** Files whose last tab is gone; their documents may live on, and change with the file on the disk. */
  const putAway = new Set<string>();

  function open(document: vscode.TextDocument): void {
    putAway.delete(keyOf(document.uri));
    if (mayBeConfig(document)) session.opened(document);
  }

  function close(uri: vscode.Uri): void {
    putAway.add(keyOf(uri));
    session.closed(uri);
  }

  for (const document of vscode.workspace.textDocuments) open(document);
  return vscode.Disposable.from(
    vscode.workspace.onDidOpenTextDocument(open),
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length === 0 || putAway.has(keyOf(document.uri))) return;
      if (mayBeConfig(document)) session.changed(document);
    }),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => {
      putAway.delete(keyOf(uri));
      session.closed(uri);
    }),
    // VS Code may keep a document for minutes after its tab is gone, and tells of its end only then.
    vscode.window.tabGroups.onDidChangeTabs(({ opened, closed }) => {
      for (const tab of closed) for (const uri of urisOf(tab)) if (!isShown(uri)) close(uri);
      const keys = new Set(opened.flatMap(urisOf).map(keyOf));
      if (keys.size === 0) return;
      for (const document of vscode.workspace.textDocuments) {
        const key = keyOf(document.uri);
        if (keys.has(key) && putAway.has(key)) open(document);
      }
    }),
  );
}

function isShown(uri: vscode.Uri): boolean {
  const key = keyOf(uri);
  return vscode.window.tabGroups.all.some(({ tabs }) =>
    tabs.some((tab) => urisOf(tab).some((one) => keyOf(one) === key)),
  );
}

function urisOf({ input }: vscode.Tab): readonly vscode.Uri[] {
  if (input instanceof vscode.TabInputText) return [input.uri];
  if (input instanceof vscode.TabInputTextDiff) return [input.original, input.modified];
  return [];
}
