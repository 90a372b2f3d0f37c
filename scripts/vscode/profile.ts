import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Settings of a VS Code that shows one extension and nothing else. */
export const quietSettings = {
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'files.autoSave': 'off',
  'json.schemaDownload.enable': false,
} as const satisfies Record<string, unknown>;

/** For a person's window: the question of trust comes at once, where this build would wait to be asked. */
export const peopleSettings = {
  ...quietSettings,
  'security.workspace.trust.startupPrompt': 'always',
} as const satisfies Record<string, unknown>;

/** Writes the settings of the person whose data folder this is. */
export function writeSettings(data: string, settings: Readonly<Record<string, unknown>>): void {
  const user = join(data, 'User');
  mkdirSync(user, { recursive: true, mode: 0o700 });
  writeFileSync(join(user, 'settings.json'), `${JSON.stringify(settings, undefined, 2)}\n`);
}

/** The same, unless there are settings already: what a person changed stays. */
export function writeSettingsOnce(data: string, settings: Readonly<Record<string, unknown>>): void {
  if (!existsSync(join(data, 'User', 'settings.json'))) writeSettings(data, settings);
}
