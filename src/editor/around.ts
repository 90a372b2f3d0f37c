import { chmod } from 'node:fs/promises';
import { homedir } from 'node:os';
import type * as vscode from 'vscode';
import type { Surroundings } from '../core/config/surroundings.ts';
import { createLookAround } from '../secrets/surroundings.ts';
import { diskPath } from './secrets/world.ts';

/** Finds out about the place of a file; null when it is on no disk of this machine. Never rejects. */
export function createAround(): (uri: vscode.Uri) => Promise<Surroundings | null> {
  const lookAround = createLookAround({ home: homedir(), platform: process.platform });
  return async (uri) => {
    const path = diskPath(uri);
    return path === null ? null : await lookAround(path);
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
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'it failed';
    return `the permissions of the file were not changed (${code})`;
  }
}
