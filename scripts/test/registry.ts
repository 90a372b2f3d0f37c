import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../run-node.ts';
import { runNpm } from '../run-npm.ts';
import { cached } from '../vscode/cache.ts';
import { install, isOnPath, missing } from './debian.ts';
import type { Outcome } from './steps.ts';

/** The test files that need a real OCI registry on this machine: those that start one. */
export const registryTests: readonly string[] = globSync('test/**/*.test.ts', { cwd: root })
  .filter((file) => /from '\.[^']*\/registry\.ts'/.test(readFileSync(join(root, file), 'utf8')))
  .sort();

const PROGRAM = 'docker-registry';

export function hasRegistry(): boolean {
  return isOnPath(PROGRAM);
}

/** Debian's docker-registry, installed where that needs nobody's password. */
export function installRegistry(): Outcome {
  if (hasRegistry()) return { kind: 'passed' };
  install([PROGRAM]);
  // The tests start their own; the one that the package starts would only hold its port.
  if (isOnPath('service')) spawnSync('service', [PROGRAM, 'stop'], { stdio: 'ignore' });
  return hasRegistry() ? { kind: 'passed' } : missing([PROGRAM], registryTests);
}

/**
 * The folder of a real npm registry (verdaccio), and of npm's own reader of settings; fetched once a user and lock file.
 * Kept out of the project's own packages: it would treble their number.
 */
export async function npmRegistry(): Promise<string> {
  const source = join(root, 'test/resolvers/verdaccio');
  const lock = readFileSync(join(source, 'package-lock.json'));
  const name = `npm-registry-${createHash('sha256').update(lock).digest('hex').slice(0, 12)}`;
  return cached(name, (folder) => {
    for (const file of ['package.json', 'package-lock.json'])
      copyFileSync(join(source, file), join(folder, file));
    console.log('Fetching an npm registry (verdaccio) for the tests, once …');
    runNpm(folder, ['ci']);
  });
}
