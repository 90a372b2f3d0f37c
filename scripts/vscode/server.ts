import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

export interface ServerOptions {
  /** From `vscodeServer()`. */
  readonly vscode: string;
  /** Settings, state and logs; `extensions` below it holds what is installed. */
  readonly data: string;
  /** Over the environment of this process; undefined takes a variable out. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly access:
    | { readonly kind: 'token-file'; readonly file: string }
    /** Any local user reaches a shell: for the seconds of a test, on a machine for tests. */
    | { readonly kind: 'open' };
  /** Loads the extension and the tests that the page's address names. */
  readonly testDriver?: boolean;
  /** False: every folder is trusted without a question. */
  readonly workspaceTrust: boolean;
  /** A program with its arguments that becomes the server: what follows it is the server's command line. */
  readonly by?: readonly string[];
  /** Everything is logged, in files whose lines this module writes: an address, loaded before VS Code's own code. */
  readonly traceBy?: string;
}

export interface Server {
  readonly port: number;
  readonly pid: number;
  /** Ends the server and everything it started. */
  stop(): Promise<void>;
  /** When it has ended, by itself or not. */
  readonly ended: Promise<number | null>;
}

/** Starts VS Code's server on a free port of 127.0.0.1 and waits until it listens (60 s, else throws). */
export async function startServer(options: ServerOptions): Promise<Server> {
  mkdirSync(join(options.data, 'extensions'), { recursive: true, mode: 0o700 });
  const [program = '', ...args] = [
    ...(options.by ?? []),
    process.execPath,
    ...argumentsFor(options),
  ];
  const child = spawn(program, args, {
    cwd: options.data,
    env: { ...process.env, ...options.env, MCP_POSTURE_GUARD: String(process.pid) },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // Its own group: everything it starts can be ended with it.
    detached: process.platform !== 'win32',
  });
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  const log = createWriteStream(join(options.data, 'server.log'), { flags: 'a' });
  child.stderr?.pipe(log, { end: false });
  try {
    const port = await Promise.race([
      listening(child, log),
      ended.then((code) => Promise.reject(new Error(`ended with ${code}`))),
      sleep(60_000, undefined, { ref: false }).then(() =>
        Promise.reject(new Error('not listening after 60 s')),
      ),
    ]);
    return { port, pid: child.pid ?? 0, ended, stop: () => stop(child, ended) };
  } catch (error) {
    await stop(child, ended);
    throw new Error(`VS Code's server did not start, see ${join(options.data, 'server.log')}`, {
      cause: error,
    });
  }
}

function argumentsFor(options: ServerOptions): string[] {
  return [
    `--import=${new URL('guard.mjs', import.meta.url).href}`,
    ...(options.traceBy === undefined ? [] : [`--import=${options.traceBy}`]),
    join(options.vscode, 'out', 'server-main.js'),
    ...['--host', '127.0.0.1', '--port', '0'],
    ...(options.access.kind === 'open'
      ? ['--without-connection-token']
      : ['--connection-token-file', options.access.file]),
    '--accept-server-license-terms',
    ...['--server-data-dir', join(options.data, 'server')],
    ...['--user-data-dir', options.data],
    ...['--extensions-dir', join(options.data, 'extensions')],
    ...['--telemetry-level', 'off'],
    ...(options.testDriver === true ? ['--enable-smoke-test-driver'] : []),
    ...(options.workspaceTrust ? [] : ['--disable-workspace-trust']),
    ...(options.traceBy === undefined ? [] : ['--log', 'trace']),
  ];
}

function listening(child: ChildProcess, log: NodeJS.WritableStream): Promise<number> {
  return new Promise((resolve) => {
    if (child.stdout === null) return;
    createInterface({ input: child.stdout }).on('line', (line) => {
      log.write(`${line}\n`);
      const port = /Extension host agent listening on (\d+)/.exec(line)?.[1];
      if (port !== undefined) resolve(Number(port));
    });
  });
}

async function stop(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  if (child.pid === undefined) return;
  signal(child, 'SIGTERM');
  await Promise.race([ended, sleep(3000, undefined, { ref: false })]);
  signal(child, 'SIGKILL');
  await ended;
}

/** To the server's whole group where there are groups; what has ended already is no error. */
function signal(child: ChildProcess, name: NodeJS.Signals): void {
  try {
    if (process.platform === 'win32' || child.pid === undefined) child.kill(name);
    else process.kill(-child.pid, name);
  } catch {
    // ESRCH: the group is gone.
  }
}
