import * as vscode from 'vscode';
import { createSettings, type Settings } from './settings.ts';

const SECTION = 'mcpPosture';

/** What a workspace may say as well; VS Code keeps it back while the workspace is not trusted. */
const SHARED: ReadonlySet<string> = new Set(['rules']);

/** Of most settings only the user's own count, never a workspace's. Whoever makes it tells it of changes. */
export function ownSettings(): Settings {
  return createSettings((name) => {
    if (SHARED.has(name)) return vscode.workspace.getConfiguration(SECTION).get(name);
    const found = vscode.workspace.getConfiguration(SECTION).inspect(name);
    return found?.globalValue ?? found?.defaultValue;
  });
}

export function concernsSettings(event: vscode.ConfigurationChangeEvent): boolean {
  return event.affectsConfiguration(SECTION);
}
