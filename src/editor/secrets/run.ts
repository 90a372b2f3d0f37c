import { rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBroker, type Broker, type BrokerOptions } from '../../secrets/broker.ts';
import { runFolder } from '../../secrets/run-folder.ts';

/** Listens for launches and leaves word, for `bin/mcp-launch`, of the program to run with. Rejects with one line. */
export async function openRun(options: Pick<BrokerOptions, 'handle' | 'log'>): Promise<Broker> {
  const { env, platform } = process;
  const place = { env, uid: process.getuid?.() ?? -1, platform, tmpdir: tmpdir() };
  const folder = runFolder(place);
  if ('why' in folder) throw new Error(folder.why);
  const broker = await startBroker({ ...options, folder: folder.path });
  try {
    await writeRuntime(folder.path, process.execPath);
  } catch (error) {
    await broker.close();
    throw error;
  }
  return broker;
}

/** Whole or not at all: another window may write the same, and a launcher may read it now. */
export async function writeRuntime(folder: string, program: string): Promise<void> {
  const file = join(folder, 'runtime');
  const draft = `${file}.${process.pid}`;
  await rm(draft, { force: true });
  await writeFile(draft, `${program}\n`, { mode: 0o600, flag: 'wx' });
  await rename(draft, file);
}
