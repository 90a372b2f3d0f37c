import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from './program.ts';

/**
 * Why the session bus of this environment is not asked, in one clause; null when it can be. An address may also name a
 * program to run (`unixexec:`) or a host, and the environment may come from a file that we are to judge: only sockets of
 * this machine are used.
 */
export function busProblem(env: Environment): string | null {
  const address = env['DBUS_SESSION_BUS_ADDRESS'] ?? '';
  if (address === '') {
    const folder = env['XDG_RUNTIME_DIR'] ?? '';
    if (folder !== '' && isSocket(join(folder, 'bus'))) return null;
    return 'there is no session bus, so no keychain: run this in a desktop session';
  }
  if (address.split(';').every((part) => part === '' || part.startsWith('unix:'))) return null;
  return 'the session bus is no socket of this machine (DBUS_SESSION_BUS_ADDRESS), so it is not asked';
}

function isSocket(path: string): boolean {
  try {
    return statSync(path).isSocket();
  } catch {
    return false;
  }
}
