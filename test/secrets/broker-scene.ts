import { once } from 'node:events';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { startBroker, type Broker, type BrokerOptions } from '../../src/secrets/broker.ts';
import type { BrokerRequest } from '../../src/secrets/protocol.ts';

export const limit = { timeout: 30_000 };
export const secret = ['made', 'up', 'Zx81kQpLw'].join('-');
export const request: BrokerRequest = {
  version: 1,
  ids: ['a.b'],
  variables: { TOKEN: 'a.b' },
  argv: ['npx', '-y', 'server', '{secret:a.b}'],
  cwd: '/work',
  program: '/usr/bin/npx',
  env: { PATH: 'a'.repeat(64), __proto__x: 'b'.repeat(64) },
  pid: 12,
};
export const line = `${JSON.stringify(request)}\n`;
export const given = { ok: true, values: { 'a.b': secret } };

export type Started = {
  readonly broker: Broker;
  readonly folder: string;
  readonly asked: BrokerRequest[];
  readonly log: string[];
};

export async function started(t: TestContext, more: Partial<BrokerOptions> = {}): Promise<Started> {
  const folder = join(await temporary(t), 'run');
  const asked: BrokerRequest[] = [];
  const log: string[] = [];
  const broker = await startBroker({
    ...options(folder),
    handle: (got) => (asked.push(got), Promise.resolve({ ok: true, values: { 'a.b': secret } })),
    log: (text) => log.push(text),
    ...more,
  });
  t.after(() => broker.close());
  return { broker, folder, asked, log };
}

export function options(folder: string): BrokerOptions {
  return {
    folder,
    handle: () => Promise.resolve({ ok: true, values: { 'a.b': secret } }),
    log: () => {},
  };
}

export async function temporary(t: TestContext): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'broker-')));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** All that is answered until the connection ends; each piece is sent apart. */
export async function say({ address }: Broker, ...pieces: readonly string[]): Promise<string> {
  const socket: Socket = connect(address);
  const chunks: Buffer[] = [];
  socket.on('error', () => {});
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  const closed = once(socket, 'close');
  for (const piece of pieces) {
    socket.write(piece);
    if (pieces.length > 1) await sleep(20);
  }
  await closed;
  return Buffer.concat(chunks).toString('utf8');
}
