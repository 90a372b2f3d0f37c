import { constants } from 'node:fs';
import { chmod, open } from 'node:fs/promises';
import { homedir } from 'node:os';
import type * as vscode from 'vscode';
import type { Surroundings } from '../core/config/surroundings.ts';
import { codeOf } from '../secrets/error-code.ts';
import type { LookAround } from '../secrets/surroundings.ts';
import { diskPath } from './secrets/world.ts';

/**
 * Finds out about the place of a file; null when it is on no disk of this machine. Never rejects. What looks is loaded
 * for the first file that holds a credential or names a file of variables.
 */
export function createAround(
  log: (line: string) => void,
  isTrusted: () => boolean,
): (uri: vscode.Uri, envFiles: readonly string[]) => Promise<Surroundings | null> {
  let loading: Promise<LookAround | null> | null = null;

  async function load(): Promise<LookAround | null> {
    try {
      const { createLookAround } = await import('../secrets/surroundings.ts');
      return createLookAround({ home: homedir(), platform: process.platform, isTrusted });
    } catch (error) {
      log(`What looks around a file could not be loaded: ${String(error)}`);
      return null;
    }
  }

  return async (uri, envFiles) => {
    const path = diskPath(uri);
    if (path === null) return null;
    loading ??= load();
    return (await (await loading)?.(path, envFiles)) ?? null;
  };
}

/**
 * Lets nobody but its owner read or write a file, or the other one that it names. Null when that is done, else one line.
 */
export async function closeToOthers(
  uri: vscode.Uri,
  other: string | null = null,
): Promise<string | null> {
  const path = diskPath(uri);
  if (path === null) return 'the file is on no disk of this machine';
  try {
    await (other === null ? chmod(path, 0o600) : closePlain(other));
    return null;
  } catch (error) {
    return `the permissions of the file were not changed (${codeOf(error) ?? 'it failed'})`;
  }
}

/** A file that another names: what has become a link since it was looked at stays as it is. */
async function closePlain(path: string): Promise<void> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    if ((await file.stat()).isFile()) await file.chmod(0o600);
  } finally {
    await file.close();
  }
}
