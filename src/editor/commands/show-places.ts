import * as vscode from 'vscode';
import type { Parts } from '../parts.ts';
import { count } from '../tree/words.ts';

/** Lists where it looked for servers and what was there; a file that is there opens. */
export async function showPlaces({ discovery }: Parts): Promise<void> {
  const items = discovery.places().map(({ uri, of, isFolder, found }) => ({
    label: uri.scheme === 'file' ? uri.fsPath : uri.toString(true),
    description: isFolder
      ? `open folder, ${count(found, 'file')}`
      : found > 0
        ? of
        : `${of}, not there`,
    uri: !isFolder && found > 0 ? uri : null,
  }));
  const picked = await vscode.window.showQuickPick(items, {
    title: 'Where it looked for MCP servers',
    matchOnDescription: true,
  });
  if (picked?.uri != null) await vscode.window.showTextDocument(picked.uri);
}
