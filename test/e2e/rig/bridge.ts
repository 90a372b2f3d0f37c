import { randomBytes, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import type { Questions } from './questions.ts';
import { waitFor } from './wait.ts';

/** Asks the extension host of the window that was opened last. */
export type Ask = <Name extends keyof Questions>(
  name: Name,
  ...args: Parameters<Questions[Name]>
) => Promise<Awaited<ReturnType<Questions[Name]>>>;

export interface Bridge {
  /** For the environment of the extension host. */
  readonly address: string;
  readonly ask: Ask;
  /** Forgets the host that answers now; the next question waits for the next one. */
  expectNew(): void;
  close(): void;
}

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

const answerMs = 20_000;

/** The test's end of the line to the extension host: loopback, and nobody without the token. */
export async function openBridge(): Promise<Bridge> {
  const token = randomBytes(24).toString('hex');
  const state: { host: Socket | null; next: number } = { host: null, next: 0 };
  const waiting = new Map<number, Waiting>();
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      sockets.delete(socket);
      if (state.host === socket) state.host = null;
    });
    createInterface({ input: socket }).on('line', (line) => {
      const said = JSON.parse(line) as {
        token?: string;
        id: number;
        value?: unknown;
        error?: string;
      };
      if (state.host !== socket) {
        if (same(said.token, token)) state.host = socket;
        else socket.destroy();
        return;
      }
      const asked = waiting.get(said.id);
      waiting.delete(said.id);
      if (said.error === undefined) asked?.resolve(said.value);
      else asked?.reject(new Error(said.error));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  async function ask(name: string, ...args: readonly unknown[]): Promise<unknown> {
    const host = await waitFor('the extension host', () => state.host, 60_000);
    const id = state.next++;
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const timer = setTimeout(
      () => reject(new Error(`no answer to ${name} in ${answerMs} ms`)),
      answerMs,
    );
    waiting.set(id, { resolve, reject });
    host.write(`${JSON.stringify({ id, name, args })}\n`);
    return promise.finally(() => clearTimeout(timer));
  }

  return {
    address: `${(server.address() as AddressInfo).port}:${token}`,
    ask: ask as Ask,
    expectNew() {
      state.host = null;
    },
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

function same(said: string | undefined, token: string): boolean {
  return said?.length === token.length && timingSafeEqual(Buffer.from(said), Buffer.from(token));
}
