import { homedir } from 'node:os';
import * as vscode from 'vscode';
import type { UserFile } from '../core/config/dialects/dialect.ts';
import { dialects } from '../core/config/dialects/index.ts';

/** A file of the user, not of a workspace, that a client may have. */
export interface UserPlace {
  readonly client: string;
  readonly uri: vscode.Uri;
}

/** The user's own files of every client on this system, this editor's own included. */
export async function userPlaces(storage: vscode.Uri): Promise<readonly UserPlace[]> {
  const places: UserPlace[] = [];
  for (const { client, userFiles } of dialects) {
    for (const file of userFiles) {
      if (file.os === 'any' || file.os === thisSystem()) {
        places.push({ client, uri: vscode.Uri.file(expand(file.path)) });
      }
    }
  }
  const own = await profileFiles(storage);
  const all = [...own.map((uri) => ({ client: 'VS Code', uri })), ...places];
  return [...new Map(all.map((place) => [place.uri.toString(), place])).values()];
}

/** This editor's own mcp.json, one for each profile: extensions keep their files two folders below the user's. */
async function profileFiles(storage: vscode.Uri): Promise<readonly vscode.Uri[]> {
  const user = vscode.Uri.joinPath(storage, '..', '..');
  const profiles = vscode.Uri.joinPath(user, 'profiles');
  const names = await vscode.workspace.fs.readDirectory(profiles).then(
    (entries) => entries.filter(([, type]) => type === vscode.FileType.Directory),
    () => [],
  );
  return [
    vscode.Uri.joinPath(user, 'mcp.json'),
    ...names.map(([name]) => vscode.Uri.joinPath(profiles, name, 'mcp.json')),
  ];
}

function thisSystem(): UserFile['os'] {
  if (process.platform === 'win32') return 'windows';
  return process.platform === 'darwin' ? 'macos' : 'linux';
}

function expand(path: string): string {
  const home = homedir();
  return path
    .replace(/^~/, () => home)
    .replace('%APPDATA%', () => process.env['APPDATA'] ?? `${home}/AppData/Roaming`)
    .replace('$XDG_CONFIG_HOME', () => process.env['XDG_CONFIG_HOME'] ?? `${home}/.config`);
}
