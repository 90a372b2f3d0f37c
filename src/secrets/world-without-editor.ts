import { basename, dirname } from 'node:path';
import { isBelow } from './below.ts';
import type { Environment } from './program.ts';
import { disk, type Files, type World } from './world.ts';

export interface User {
  readonly env: Environment;
  /** Absolute. */
  readonly home: string;
  readonly platform: NodeJS.Platform;
}

/** What is known where no editor is: of the client that starts the server neither the environment nor the folder. */
export function worldWithoutEditor(
  file: string,
  user: User,
  reported: World['reported'] = null,
  files: Files = disk,
): World {
  const { env, home, platform } = user;
  const place = placeOf(file);
  // The home folder itself, and what lies above it, is nobody's workspace.
  const workspace = isBelow(home, place) ? null : place;
  return {
    platform,
    home,
    env: null,
    terminal: env,
    path: env['PATH'] ?? env['Path'] ?? '',
    workspace,
    folders: workspace === null ? [] : [workspace],
    installFolder: () => null,
    reported,
    files,
  };
}

/** The folder that holds a client's own folder such as `.cursor`, else the file's. */
function placeOf(file: string): string {
  const folder = dirname(file);
  return basename(folder).startsWith('.') ? dirname(folder) : folder;
}
