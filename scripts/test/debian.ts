import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Outcome } from './steps.ts';

/** Installs packages of Debian where that needs nobody's password; else does nothing. */
export function install(packages: readonly string[]): void {
  if (process.getuid?.() !== 0 || !isOnPath('apt-get')) return;
  console.log(`Installing ${packages.join(', ')} …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [
    ['update', '-qq'],
    ['install', '-qq', '-y', '--no-install-recommends', ...packages],
  ]) {
    spawnSync('apt-get', args, { env, stdio: ['ignore', 'ignore', 'inherit'] });
  }
}

/** In CI what is missing is a mistake; on a person's machine it is said. */
export function missing(packages: readonly string[], tests: readonly string[]): Outcome {
  const why = `no ${packages.join(', ')}, so ${tests.join(', ')} did not run (Debian: apt-get install ${packages.join(' ')})`;
  return { kind: process.env['CI'] === 'true' ? 'failed' : 'skipped', why };
}

export function isOnPath(program: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
