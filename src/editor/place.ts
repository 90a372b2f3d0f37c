import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { dialectOf } from '../core/config/dialects/index.ts';

/** Schemes of texts that only copy another file: the old side of a comparison, the local history. */
const copies: ReadonlySet<string> = new Set([
  'git',
  'gitlens',
  'vscode-local-history',
  'chat-editing-snapshot-text-model',
]);

const languages: ReadonlySet<string> = new Set(['json', 'jsonc', 'toml', 'yaml']);

/** What the providers are registered for; the name decides the rest. No scheme: virtual files count as well. */
export const selector: vscode.DocumentSelector = [
  ...[...languages].map((language) => ({ language })),
  // A language that VS Code knows by extensions only.
  { pattern: '**/*.toml' },
];

/** Whether this document may be an MCP configuration, by its language and its name. */
export function mayBeConfig({ uri, languageId }: vscode.TextDocument): boolean {
  const isRead = languages.has(languageId) || uri.path.endsWith('.toml');
  return isRead && !copies.has(uri.scheme) && dialectOf(uri.path) !== null;
}

/** One text for one file. VS Code opens the user's own files under a scheme of its own, with the path they have. */
export function keyOf(uri: vscode.Uri): string {
  return (uri.scheme === 'vscode-userdata' ? uri.with({ scheme: 'file' }) : uri).toString();
}

/** How many names of a path elsewhere are shown. */
const SHOWN = 3;

/** The place of a file as people know it: below its workspace folder, below `~`, else the end of its path. */
export function labelOf(uri: vscode.Uri): string {
  if (vscode.workspace.getWorkspaceFolder(uri) !== undefined) {
    return vscode.workspace.asRelativePath(uri);
  }
  const path = uri.scheme === 'file' ? uri.fsPath.replaceAll('\\', '/') : uri.path;
  const home = homedir().replaceAll('\\', '/');
  if (path.startsWith(`${home}/`)) return `~${path.slice(home.length)}`;
  const names = path.split('/');
  return names.length <= SHOWN + 1 ? path : `…/${names.slice(-SHOWN).join('/')}`;
}
