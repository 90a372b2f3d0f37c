import { chmod } from 'node:fs/promises';
import { homedir } from 'node:os';
import type * as vscode from 'vscode';
import type { Surroundings } from '../core/config/surroundings.ts';
import { codeOf } from '../secrets/error-code.ts';
import type { LookAround } from '../secrets/surroundings.ts';
import { diskPath } from './secrets/world.ts';

/**
 * Finds out about the place of a file; null when it is on no disk of this machine. Never rejects. What looks is loaded
 * for the first file that holds a credential.
 */
export function createAround(
  log: (line: string) => void,
): (uri: vscode.Uri) => Promise<Surroundings | null> {
  let loading: Promise<LookAround | null> | null = null;

  async function load(): Promise<LookAround | null> {
    try {
      const { createLookAround } = await import('../secrets/surroundings.ts');
      return createLookAround({ home: homedir(), platform: process.platform });
    } catch (error) {
      log(`What looks around a file could not be loaded: ${String(error)}`);
      return null;
    }
  }

  return async (uri) => {
    const path = diskPath(uri);
    if (path === null) return null;
    loading ??= load();
    return (await (await loading)?.(path)) ?? null;
  };
}

/** Lets nobody but its owner read or write a file. Null when that is done, else one line. */
export async function closeToOthers(uri: vscode.Uri): Promise<string | null> {
  const path = diskPath(uri);
  if (path === null) return 'the file is on no disk of this machine';
  try {
    await chmod(path, 0o600);
    return null;
  } catch (error) {
    return `the permissions of the file were not changed (${codeOf(error) ?? 'it failed'})`;
  }
}
