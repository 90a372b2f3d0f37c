import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBroker } from '../src/secrets/broker.ts';
import { median } from './keystroke.ts';

const shim = join(import.meta.dirname, '../bin/mcp-launch');

/** Median milliseconds of a launch with one secret, from spawn to the end of `true`, and of Node alone. */
export async function measureLauncher(
  runs: number,
): Promise<{ readonly launch: number; readonly node: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'mcp-posture-bench-'));
  const broker = await startBroker({
    folder: join(folder, 'mcp-posture'),
    handle: ({ ids }) =>
      Promise.resolve({ ok: true, values: Object.fromEntries(ids.map((id) => [id, 'value'])) }),
    log: () => {},
  });
  const env = { ...process.env, XDG_RUNTIME_DIR: folder };
  const launches: number[] = [];
  const nodes: number[] = [];
  try {
    // In turns, so that a busy moment of the machine counts for both.
    for (let index = 0; index < runs; index += 1) {
      launches.push(await timed(shim, ['--env', 'TOKEN=bench', '--', 'true'], env));
      nodes.push(await timed(process.execPath, ['-e', '0'], env));
    }
  } finally {
    await broker.close();
    rmSync(folder, { recursive: true, force: true });
  }
  return { launch: median(launches), node: median(nodes) };
}

async function timed(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<number> {
  const started = performance.now();
  const child = spawn(program, args, { env, stdio: ['ignore', 'ignore', 'inherit'] });
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`${program} ended with ${code}`);
  return performance.now() - started;
}
