import { spawn, type ChildProcess } from 'node:child_process';
import { constants } from 'node:os';
import { isatty } from 'node:tty';
import { codeOf } from '../secrets/error-code.ts';
import { cmdLine } from './cmd-line.ts';
import { variable, type Environment } from './environment.ts';
import { isRunnable } from './runnable.ts';

export interface Server {
  /** Absolute. */
  readonly path: string;
  /** As it was written: the first word that a program sees. */
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Environment;
}

/** How a launch ended; a line for people where the server did not. */
export interface End {
  readonly code: number;
  readonly why?: string;
}

/** Beyond this `execve` may fail, and only `spawn` says so without a crash. */
const longestWord = 128 * 1024 - 1;
const longestAll = 512 * 1024;

const forwarded = [
  'SIGTERM',
  'SIGINT',
  'SIGHUP',
  'SIGQUIT',
  'SIGUSR1',
  'SIGUSR2',
  'SIGCONT',
] as const;
const parentLooks = 1000;
const graceAfterParent = 5000;

/** Becomes the server, and so does not return, where the runtime and the program allow; else runs it and waits. */
export function become(server: Server, mayReplace: boolean): Promise<End> {
  const { path, command, args, env } = server;
  if (mayReplace && process.execve !== undefined && fits(server)) {
    if (isRunnable(path, process.platform)) {
      giveBackSignals();
      process.execve(path, [command, ...args], Object.fromEntries(env));
    }
  }
  return run(server);
}

function fits({ command, args, env }: Server): boolean {
  const words = [command, ...args, ...[...env].map(([name, value]) => `${name}=${value}`)];
  const sizes = words.map((word) => Buffer.byteLength(word) + 1);
  return (
    sizes.every((size) => size <= longestWord) && sizes.reduce((a, b) => a + b + 8, 0) <= longestAll
  );
}

/** Node ignores these, and what is ignored stays so in a new program; what is handled does not. */
function giveBackSignals(): void {
  for (const name of ['SIGPIPE', 'SIGXFSZ'] as const) process.on(name, () => {});
}

function run(server: Server): Promise<End> {
  const child = tryToStart(server);
  if (child !== undefined && 'code' in child) return Promise.resolve(child);
  if (child === undefined)
    return Promise.resolve({
      code: 64,
      why: `${server.command} is a batch file and cannot take an argument with %, a quote or a line break`,
    });
  const parent = process.ppid;
  for (const name of forwarded) {
    // A terminal sends these to all of its processes.
    const isSent = (name === 'SIGINT' || name === 'SIGQUIT') && isatty(0);
    if (process.platform !== 'win32' || name === 'SIGTERM' || name === 'SIGINT')
      process.on(name, () => void (isSent || child.kill(name)));
  }
  process.on('exit', () => child.kill('SIGKILL'));
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    child.kill('SIGTERM');
    setTimeout(() => child.kill('SIGKILL'), graceAfterParent).unref();
  }, parentLooks);
  return new Promise((resolve) => {
    child.on('error', (error) => {
      clearInterval(watch);
      resolve(notStarted(server, error));
    });
    child.on('exit', (code, signal) => {
      clearInterval(watch);
      resolve({ code: signal === null ? (code ?? 70) : 128 + constants.signals[signal] });
    });
  });
}

/** Some of the system's refusals are thrown, others come as an event. */
function tryToStart(server: Server): ChildProcess | End | undefined {
  try {
    return start(server);
  } catch (error) {
    return notStarted(server, error);
  }
}

function notStarted({ path }: Server, error: unknown): End {
  const code = codeOf(error) ?? 'no reason given';
  return { code: code === 'ENOENT' ? 127 : 126, why: `${path} could not be started (${code})` };
}

function start({ path, command, args, env }: Server): ChildProcess | undefined {
  const options = { env: Object.fromEntries(env), stdio: 'inherit', windowsHide: true } as const;
  if (process.platform !== 'win32' || !/\.(?:cmd|bat)$/i.test(path))
    return spawn(path, args, { ...options, argv0: command });
  const line = cmdLine(path, args);
  if (line === undefined) return undefined;
  const root = variable(env, 'SYSTEMROOT', 'win32') ?? 'C:\\Windows';
  return spawn(`${root}\\System32\\cmd.exe`, ['/d', '/s', '/c', line], {
    ...options,
    windowsVerbatimArguments: true,
  });
}
