import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../run-node.ts';
import { install, isOnPath, missing } from './debian.ts';
import type { Outcome } from './steps.ts';

/** The test files that need a real keyring on this machine: those that start one. */
export const keyringTests: readonly string[] = globSync('test/**/*.test.ts', { cwd: root })
  .filter((file) =>
    /from '\.[^']*\/keyring-session\.ts'/.test(readFileSync(join(root, file), 'utf8')),
  )
  .sort();

const PACKAGES = ['dbus', 'gnome-keyring', 'libsecret-tools'];

export function hasKeyring(): boolean {
  return ['dbus-run-session', 'dbus-send', 'gnome-keyring-daemon', 'secret-tool'].every(isOnPath);
}

/** Debian's gnome-keyring with its bus, installed where that needs nobody's password. */
export function installKeyring(): Outcome {
  if (!hasKeyring()) install(PACKAGES);
  return hasKeyring() ? { kind: 'passed' } : missing(PACKAGES, keyringTests);
}
