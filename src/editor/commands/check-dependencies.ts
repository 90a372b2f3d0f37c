import * as vscode from 'vscode';
import { NO_NETWORK, say, type Parts } from '../parts.ts';
import { fileOfRow } from './pin-file.ts';

/** Checks the server or the file of the row it is called on, else the active file. */
export async function checkDependencies(parts: Parts, id: unknown): Promise<void> {
  const uri = fileOfRow(parts, id);
  if (uri === undefined) return say('the active file is no MCP configuration');
  const node = typeof id === 'string' ? parts.tree.node(id) : undefined;
  const { checkEverything } = await import('../pins/pins.ts');
  await checkEverything(parts, [uri], node?.kind === 'server' ? node.key : null);
}

/** Checks every configuration of the open folders. */
export async function checkWorkspace(parts: Parts): Promise<void> {
  if (!parts.mayReach()) return say(NO_NETWORK);
  const { checkEverything } = await import('../pins/pins.ts');
  // The first command of a window may come before anybody has looked.
  await parts.discovery.refresh();
  const uris = parts.session
    .entries()
    .filter(({ uri }) => vscode.workspace.getWorkspaceFolder(uri) !== undefined)
    .toSorted((a, b) => (a.label < b.label ? -1 : 1))
    .map(({ uri }) => uri);
  if (uris.length === 0) return say('the open folders have no MCP configuration');
  await checkEverything(parts, uris);
}
