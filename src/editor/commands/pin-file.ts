import * as vscode from 'vscode';
import { say, type Parts } from '../parts.ts';
import { mayBeConfig } from '../place.ts';

/** Pins what can be pinned in the file of the row it is called on, else in the active file. */
export async function pinFile(parts: Parts, id: unknown): Promise<void> {
  const uri = fileOfRow(parts, id);
  if (uri === undefined) return say('the active file is no MCP configuration');
  const { pinEverything } = await import('../pins/pins.ts');
  await pinEverything(parts, [uri]);
}

/** The file of a row of the tree; the active one without a row. */
export function fileOfRow(parts: Parts, id: unknown): vscode.Uri | undefined {
  return typeof id === 'string' ? uriOfRow(parts, id) : activeUri();
}

function activeUri(): vscode.Uri | undefined {
  const document = vscode.window.activeTextEditor?.document;
  return document !== undefined && mayBeConfig(document) ? document.uri : undefined;
}

/** A row of a file, or the group that a file is. */
function uriOfRow({ session, tree }: Parts, id: string): vscode.Uri | undefined {
  let node = tree.node(id);
  while (node?.kind === 'group') [node] = node.children;
  if (node?.kind !== 'file' && node?.kind !== 'server') return undefined;
  return session.at(node.file.key)?.uri ?? vscode.Uri.parse(node.file.key);
}
