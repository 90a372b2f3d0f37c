import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';
import { temporaryFolder } from '../temporary-folder.ts';

/** A folder of its own, links resolved, gone after the test. */
export function folderFor(t: TestContext): string {
  const folder = temporaryFolder(t, 'mcp-posture-git');
  return folder;
}

/** Runs git with no settings but its own. */
export function git(folder: string, ...args: readonly string[]): void {
  execFileSync('git', ['-c', 'protocol.file.allow=always', ...args], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: 20_000,
    env: {
      PATH: process.env['PATH'],
      HOME: folder,
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_AUTHOR_NAME: 'a',
      GIT_AUTHOR_EMAIL: 'a@example.com',
      GIT_COMMITTER_NAME: 'a',
      GIT_COMMITTER_EMAIL: 'a@example.com',
    },
  });
}

export function put(folder: string, path: string, text = '{}\n'): string {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
  return join(folder, path);
}
