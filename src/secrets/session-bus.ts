import { statSync } from 'node:fs';
import { connect } from 'node:net';
import { isAbsolute, join } from 'node:path';
import type { Environment } from './program.ts';

/**
 * Why the session bus of this environment is not asked, in one clause; null when it can be. An address may also name a
 * program to run (`unixexec:`) or a host, and the environment may come from a file that we are to judge: only sockets of
 * this machine are used.
 */
export function busProblem(env: Environment, folders = RUN_FOLDERS): string | null {
  const address = env['DBUS_SESSION_BUS_ADDRESS'] ?? '';
  if (address === '') {
    if (isSocket(ownBus(env, folders))) return null;
    return 'there is no session bus, so no keychain: run this in a desktop session';
  }
  if (address.split(';').every((part) => part === '' || part.startsWith('unix:'))) return null;
  return 'the session bus is no socket of this machine (DBUS_SESSION_BUS_ADDRESS), so it is not asked';
}

const RUN_FOLDERS = '/run/user';

/** Where the bus of this user is. Some clients start a server without the variables that tell. */
function ownBus(env: Environment, folders = RUN_FOLDERS): string {
  return join(env['XDG_RUNTIME_DIR'] ?? join(folders, String(process.geteuid?.() ?? '')), 'bus');
}

/**
 * What the variables do not say of the bus that is asked; null where they say it. A part of the module goes by
 * DBUS_SESSION_BUS_ADDRESS and XDG_RUNTIME_DIR alone.
 */
export function untoldAddress(env: Environment, folders = RUN_FOLDERS): string | null {
  const isTold = (env['DBUS_SESSION_BUS_ADDRESS'] ?? '') !== '' || 'XDG_RUNTIME_DIR' in env;
  return isTold ? null : `unix:path=${ownBus(env, folders)}`;
}

function isSocket(path: string): boolean {
  try {
    return isAbsolute(path) && statSync(path).isSocket();
  } catch {
    return false;
  }
}

const WORD = /^unix:(?:[^;]*,)?(path|abstract)=([^,;%]+)/;

/**
 * Whether a bus is there and greets. Who connects by the native module waits for it without end, and holds up everything
 * else. An address in an unusual form is not tried.
 */
export async function busGreets(env: Environment, signal: AbortSignal): Promise<boolean> {
  const address = env['DBUS_SESSION_BUS_ADDRESS'] ?? '';
  const [, kind, name = ''] =
    address === '' ? ['', 'path', ownBus(env)] : (WORD.exec(address) ?? []);
  if (kind === undefined || address.includes(';')) return true;
  return new Promise((resolve) => {
    const socket = connect(kind === 'abstract' ? `\0${name}` : name);
    function end(greets: boolean): void {
      signal.removeEventListener('abort', stop);
      socket.destroy();
      resolve(greets);
    }
    function stop(): void {
      end(false);
    }
    if (signal.aborted) return stop();
    signal.addEventListener('abort', stop, { once: true });
    socket.on('error', stop);
    socket.on('close', stop);
    // Any answer will do: it names the ways to sign in, or refuses this one.
    socket.on('data', () => end(true));
    socket.on('connect', () => socket.write('\0AUTH\r\n'));
  });
}
