import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import {
  chmod,
  copyFile,
  mkdir,
  mkdtemp,
  realpath,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { build } from 'esbuild';
import { launcherBundle } from '../../scripts/launcher-bundle.ts';
import { startBroker, type Broker } from '../../src/secrets/broker.ts';
import type { BrokerAnswer, BrokerRequest } from '../../src/secrets/protocol.ts';

export const project = join(import.meta.dirname, '../..');

/** No run of this stands in any text of ours. */
export const secret = ['made', 'up', '7Qm3xW9dLr2'].join('-');

export type Environment = Readonly<Record<string, string>>;

export interface Started {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly ended: Promise<Ended>;
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Scene {
  readonly folder: string;
  /** The run folder, which the first broker makes. */
  readonly run: string;
  readonly shim: string;
  /** What every launch gets: the run folder's place, PATH and no more. */
  readonly env: Environment;
  readonly broker: (
    handle?: (request: BrokerRequest, signal: AbortSignal) => Promise<BrokerAnswer>,
    pid?: number,
  ) => Promise<Broker>;
  /** Writes word of a runtime, as the extension does. */
  readonly runtime: (path: string) => Promise<void>;
  readonly start: (args: readonly string[], options?: StartOptions) => Started;
  readonly launch: (args: readonly string[], options?: StartOptions) => Promise<Ended>;
}

export interface StartOptions {
  readonly env?: Environment;
  readonly cwd?: string;
  readonly input?: string;
  /** Instead of the shim itself: a program, its first word and the arguments before ours. */
  readonly through?: readonly [string, string, ...string[]];
}

const bundle = build({ ...launcherBundle, write: false });

/** A folder laid out as the extension's, with a run folder of its own; gone with the test, and all that it started. */
export async function scene(t: TestContext): Promise<Scene> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'launch-')));
  const children = new Set<ChildProcess>();
  const brokers: Broker[] = [];
  t.after(async () => {
    for (const child of children) child.kill('SIGKILL');
    await Promise.all(brokers.map((broker) => broker.close()));
    await rm(folder, { recursive: true, force: true });
  });
  for (const name of ['bin', 'dist', 'xdg', 'work'])
    await mkdir(join(folder, name), { mode: 0o700 });
  const shim = join(folder, 'bin/mcp-launch');
  await copyFile(join(project, 'bin/mcp-launch'), shim);
  await chmod(shim, 0o755);
  const [file] = (await bundle).outputFiles;
  await writeFile(join(folder, 'dist/launcher.js'), file?.contents ?? '');
  await symlink(process.execPath, join(folder, 'work/node'));

  const run = join(folder, 'xdg/mcp-posture');
  const env = {
    PATH: `${join(folder, 'work')}:/usr/bin:/bin`,
    XDG_RUNTIME_DIR: join(folder, 'xdg'),
  };

  function start(args: readonly string[], options: StartOptions = {}): Started {
    const [program, argv0, ...before] = options.through ?? [shim, shim];
    const child = spawn(program, [...before, ...args], {
      argv0,
      cwd: options.cwd ?? join(folder, 'work'),
      env: { ...env, ...options.env },
    });
    children.add(child);
    const ended = endOf(child);
    void ended.finally(() => children.delete(child));
    child.stdin.on('error', () => {});
    if (options.input !== undefined) child.stdin.end(options.input);
    return { child, pid: child.pid ?? -1, ended };
  }

  return {
    folder,
    run,
    shim,
    env,
    start,
    launch: (args, options) => start(args, { input: '', ...options }).ended,
    async broker(handle = knowsAll, pid = process.pid) {
      const broker = await startBroker({ folder: run, handle, pid, log: () => {} });
      brokers.push(broker);
      return { ...broker, close: async () => void (await closeOnce(broker, brokers)) };
    },
    async runtime(path) {
      await mkdir(run, { mode: 0o700, recursive: true });
      await writeFile(join(run, 'runtime'), `${path}\n`, { mode: 0o600 });
    },
  };
}

/** Gives every id a value that names it. */
export function knowsAll({ ids }: BrokerRequest): Promise<BrokerAnswer> {
  return Promise.resolve({
    ok: true,
    values: Object.fromEntries(ids.map((id) => [id, `${secret} ${id}`])),
  });
}

async function closeOnce(broker: Broker, brokers: Broker[]): Promise<void> {
  const index = brokers.indexOf(broker);
  if (index < 0) return;
  brokers.splice(index, 1);
  await broker.close();
}

async function endOf(child: ChildProcess): Promise<Ended> {
  const [out, err]: Buffer[][] = [[], []];
  child.stdout?.on('data', (chunk: Buffer) => out?.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => err?.push(chunk));
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  return {
    code,
    signal,
    stdout: Buffer.concat(out ?? []).toString('utf8'),
    stderr: Buffer.concat(err ?? []).toString('utf8'),
  };
}

/** What a server says first. */
export function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString('utf8');
      if (text.includes('\n')) resolve(text.split('\n')[0] ?? '');
    });
    child.on('close', () => reject(new Error('it ended without a line')));
  });
}

/** Of a `/proc/<pid>/environ`. */
export function environmentIn(text: string): Record<string, string> {
  const entries = text.split('\0').slice(0, -1);
  const named = entries.map((entry) => [
    entry.slice(0, entry.indexOf('=')),
    entry.slice(entry.indexOf('=') + 1),
  ]);
  assert.equal(new Set(named.map(([name]) => name)).size, named.length);
  return Object.fromEntries(named) as Record<string, string>;
}
