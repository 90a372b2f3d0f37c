import * as vscode from 'vscode';
import { createSettings, type Settings } from './settings.ts';

const SECTION = 'mcpPosture';

/** Only the user's own settings count, never a workspace's. Whoever makes it tells it of changes. */
export function ownSettings(): Settings {
  return createSettings((name) => {
    const found = vscode.workspace.getConfiguration(SECTION).inspect(name);
    return found?.globalValue ?? found?.defaultValue;
  });
}

export function concernsSettings(event: vscode.ConfigurationChangeEvent): boolean {
  return event.affectsConfiguration(SECTION);
}
