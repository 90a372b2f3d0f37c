import * as vscode from 'vscode';

export type NetworkMode = 'auto' | 'onRequest' | 'off';

/** What the person chose. Read at each use; only the user's own settings count, never a workspace's. */
export interface Settings {
  network(): NetworkMode;
  /** Registries beside the well-known public ones, `host` or `host:port`. */
  registries(): readonly string[];
}

const SECTION = 'mcpPosture';

export const settings: Settings = {
  network() {
    const value = usersOwn('network');
    return value === 'off' || value === 'onRequest' ? value : 'auto';
  },
  registries() {
    const value = usersOwn('registries');
    return Array.isArray(value) ? value.filter((host) => typeof host === 'string') : [];
  },
};

export function concernsSettings(event: vscode.ConfigurationChangeEvent): boolean {
  return event.affectsConfiguration(SECTION);
}

function usersOwn(name: string): unknown {
  const found = vscode.workspace.getConfiguration(SECTION).inspect(name);
  return found?.globalValue ?? found?.defaultValue;
}
