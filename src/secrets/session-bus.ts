import { statSync } from 'node:fs';
import { connect } from 'node:net';
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

const WORD = /^unix:(?:[^;]*,)?(path|abstract)=([^,;%]+)/;

/**
 * Whether a bus is there and greets. Who connects by the native module waits for it without end, and holds up everything
 * else. An address in an unusual form is not tried.
 */
export async function busGreets(env: Environment, signal: AbortSignal): Promise<boolean> {
  const address = env['DBUS_SESSION_BUS_ADDRESS'] ?? '';
  const own = join(env['XDG_RUNTIME_DIR'] ?? '', 'bus');
  const [, kind, name = ''] = address === '' ? ['', 'path', own] : (WORD.exec(address) ?? []);
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
