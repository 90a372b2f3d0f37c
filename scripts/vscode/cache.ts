import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** This user's cache, shared by every clone of the project. */
export function cacheFolder(): string {
  const base = process.env['XDG_CACHE_HOME'];
  return join(
    base !== undefined && base.startsWith('/') ? base : join(homedir(), '.cache'),
    'mcp-posture',
  );
}

/** The cache's folder of that name, filled first if it is not there. It appears whole or not at all. */
export async function cached(
  name: string,
  fill: (folder: string) => Promise<void> | void,
): Promise<string> {
  const wanted = join(cacheFolder(), name);
  if (existsSync(wanted)) return wanted;
  mkdirSync(cacheFolder(), { recursive: true, mode: 0o700 });
  const building = mkdtempSync(`${wanted}.`);
  try {
    await fill(building);
    renameSync(building, wanted);
  } catch (error) {
    rmSync(building, { recursive: true, force: true });
    // Another clone may have been faster; its folder is as good as ours.
    if (!existsSync(wanted)) throw error;
  }
  return wanted;
}
