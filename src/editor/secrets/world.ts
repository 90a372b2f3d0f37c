import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { dialectOf } from '../../core/config/dialects/index.ts';
import { endsLike } from '../../core/config/dialects/names.ts';
import { disk, type World } from '../../secrets/world.ts';

/** The path of a file on this machine's disk; null for any other. */
export function diskPath(uri: vscode.Uri): string | null {
  if (uri.scheme === 'file') return uri.fsPath;
  // VS Code opens the user's own files under a scheme of its own. In a remote window they are on the other machine.
  return uri.scheme === 'vscode-userdata' && vscode.env.remoteName === undefined
    ? uri.with({ scheme: 'file' }).fsPath
    : null;
}

/** What a launch of this window is judged against; null for a file that its servers are not started from. */
export function worldOf(file: string): World | null {
  const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(file));
  if (folder === undefined && !isUsersOwn(file)) return null;
  const folders = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath);
  return {
    platform: process.platform,
    home: homedir(),
    env: process.env,
    path: process.env['PATH'] ?? '',
    workspace: folder?.uri.fsPath ?? null,
    folders,
    installFolder: (id) => vscode.extensions.getExtension(id)?.extensionPath ?? null,
    reported: null,
    files: disk,
  };
}

function isUsersOwn(file: string): boolean {
  const path = file.replaceAll('\\', '/');
  const dialect = dialectOf(path);
  return dialect?.launcher === 'editor' && endsLike(path, dialect.userNames);
}
