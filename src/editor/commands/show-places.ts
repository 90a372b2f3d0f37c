import * as vscode from 'vscode';
import type { Looked } from '../discovery.ts';
import type { Parts } from '../parts.ts';
import { count } from '../tree/words.ts';

/** Lists where it looked for servers and what was there; a file that is there opens. */
export async function showPlaces({ discovery }: Parts): Promise<void> {
  const places = discovery.places();
  const isThere = ({ isFolder, found }: Looked): boolean => isFolder || found > 0;
  // Most clients are not installed.
  const listed = [...places.filter(isThere), ...places.filter((place) => !isThere(place))];
  const items = listed.map(({ uri, of, isFolder, found }) => ({
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
