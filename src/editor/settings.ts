import * as vscode from 'vscode';
import { defaultChoices, type PinChoices } from '../core/rules/facts.ts';

export type NetworkMode = 'auto' | 'onRequest' | 'off';

/** What the person chose. Read at each use; only the user's own settings count, never a workspace's. */
export interface Settings {
  network(): NetworkMode;
  /** Registries beside the well-known public ones, `host` or `host:port`. */
  registries(): readonly string[];
  choices(): PinChoices;
  /** Whether launches that get secrets are recorded. */
  launchRecord(): boolean;
  /** How long answers are good; milliseconds. */
  lifetimes(): { readonly images: number; readonly versions: number };
}

const SECTION = 'mcpPosture';
const MINUTE = 60_000;
const MOST_MINUTES = 10_080;

export const settings: Settings = {
  network() {
    const value = usersOwn('network');
    return value === 'off' || value === 'onRequest' ? value : 'auto';
  },
  registries() {
    const value = usersOwn('registries');
    return Array.isArray(value) ? value.filter((host) => typeof host === 'string') : [];
  },
  choices: () => ({
    coolDownDays: numberOf('coolDownDays', 0, 365, defaultChoices.coolDownDays),
    keepTag: usersOwn('keepTag') !== false,
  }),
  launchRecord: () => usersOwn('launchRecord') !== false,
  lifetimes: () => ({
    images: numberOf('cache.imageMinutes', 1, MOST_MINUTES, 60) * MINUTE,
    versions: numberOf('cache.versionMinutes', 1, MOST_MINUTES, 360) * MINUTE,
  }),
};

export function concernsSettings(event: vscode.ConfigurationChangeEvent): boolean {
  return event.affectsConfiguration(SECTION);
}

function numberOf(name: string, least: number, most: number, otherwise: number): number {
  const value = usersOwn(name);
  if (typeof value !== 'number' || Number.isNaN(value)) return otherwise;
  return Math.min(Math.max(value, least), most);
}

function usersOwn(name: string): unknown {
  const found = vscode.workspace.getConfiguration(SECTION).inspect(name);
  return found?.globalValue ?? found?.defaultValue;
}
