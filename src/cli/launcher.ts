import { dirname } from 'node:path';
import manifest from '../../package.json' with { type: 'json' };
import { visible } from '../output/visible.ts';
import {
  installedLauncher,
  installLauncher,
  launcherPath,
  uninstallLauncher,
  type LauncherUser,
} from '../secrets/install-launcher.ts';
import { ownFile } from '../secrets/own-file.ts';
import { thisUser } from './user.ts';

const FOUND = 1;

/** Copies the launcher to where configurations of any client can name it. */
export async function installHere(): Promise<number> {
  const { path, changed } = await installLauncher(
    { program: dirname(dirname(ownFile)), version: manifest.version, runtime: process.execPath },
    launcherUser(),
  );
  process.stdout.write(`${changed ? 'Installed' : 'Installed already'}: ${visible(path)}\n`);
  return 0;
}

export async function uninstallHere(): Promise<number> {
  const user = launcherUser();
  if (!(await uninstallLauncher(user))) {
    process.stderr.write('The launcher is not installed.\n');
    return FOUND;
  }
  const path = launcherPath(user);
  process.stdout.write(
    `${visible(`Removed: ${path}. What still names it does not start: mcp-posture unwrap <files>`)}\n`,
  );
  return 0;
}

/** Where the launcher is. Rejects when it is not installed; `dryRun` takes the place where it would be. */
export async function launcherHere(dryRun: boolean): Promise<string> {
  const user = launcherUser();
  const path = await installedLauncher(user);
  if (path !== null) return path;
  if (dryRun) return launcherPath(user);
  throw new Error('the launcher is not installed: install it first by mcp-posture secrets install');
}

function launcherUser(): LauncherUser {
  return { ...thisUser(), uid: process.getuid?.() ?? -1 };
}
