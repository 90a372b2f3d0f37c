import { timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { chmod, rm, writeFile } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { doorsIn, doorText, newDoor, removeDead, type Door } from './door.ts';
import { codeOf } from './error-code.ts';
import {
  blankEvery,
  maxAnswer,
  maxConnections,
  maxRequest,
  readRequest,
  requestLimit,
  type BrokerAnswer,
  type BrokerRequest,
} from './protocol.ts';
import { makeRunFolder, type Owner } from './run-folder.ts';

export interface BrokerOptions {
  /** The run folder: made where it is missing, refused when others can enter it. */
  readonly folder: string;
  /** Decides. The signal says that the launch is over, or the broker. */
  readonly handle: (request: BrokerRequest, signal: AbortSignal) => Promise<BrokerAnswer>;
  /** Lines for people, without secrets. */
  readonly log: (line: string) => void;
  /** Of this process, unless told. */
  readonly owner?: Owner | undefined;
  readonly pid?: number | undefined;
  /** Milliseconds for a request to come in and for an answer to go out. */
  readonly limit?: number | undefined;
}

export interface Broker {
  readonly address: string;
  /** Stops all that is under way and removes what it made. */
  readonly close: () => Promise<void>;
}

/** Listens for launches of this user. Rejects with one line when it cannot do so safely. */
export async function startBroker(options: BrokerOptions): Promise<Broker> {
  const { folder, owner = ownerOfThisProcess(), pid = process.pid } = options;
  const fault = await makeRunFolder(folder, owner);
  if (fault !== undefined) throw new Error(fault);
  for (const door of await doorsIn(folder, owner.platform))
    if (!(await isAnswered(door))) await removeDead(door);

  const door = newDoor(folder, pid, owner.platform);
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    serve(socket, door, options);
  });
  server.maxConnections = maxConnections;
  await listen(server, door);
  server.on('error', (error) => options.log(`the broker failed (${codeOf(error) ?? 'unknown'})`));

  async function close(): Promise<void> {
    const closed = once(server, 'close');
    server.close();
    for (const socket of sockets) socket.destroy();
    await closed;
    await rm(door.file, { force: true });
  }
  try {
    if (door.key === null) await chmod(door.address, 0o600);
    else await writeFile(door.file, doorText(door), { mode: 0o600 });
  } catch (error) {
    await close();
    throw new Error(`${door.file} cannot be written (${codeOf(error) ?? 'unknown'})`, {
      cause: error,
    });
  }
  return { address: door.address, close };
}

/** Whose folder a broker of this process trusts. */
export function ownerOfThisProcess(): Owner {
  return { uid: process.getuid?.() ?? -1, platform: process.platform };
}

async function listen(server: Server, door: Door): Promise<void> {
  try {
    await listenOnce(server, door);
  } catch (error) {
    // A process that had this number before has left its socket.
    if (codeOf(error) === 'EADDRINUSE' && !(await isAnswered(door))) {
      await rm(door.file, { force: true });
      await listenOnce(server, door);
    } else
      throw new Error(`cannot listen at ${door.address} (${codeOf(error) ?? 'unknown'})`, {
        cause: error,
      });
  }
}

async function listenOnce(server: Server, { address }: Door): Promise<void> {
  server.listen(address);
  await once(server, 'listening');
}

function isAnswered({ address }: Door): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(address);
    function settle(answered: boolean): void {
      socket.destroy();
      resolve(answered);
    }
    socket.on('connect', () => settle(true));
    socket.on('error', (error) =>
      settle(codeOf(error) !== 'ECONNREFUSED' && codeOf(error) !== 'ENOENT'),
    );
  });
}

function serve(
  socket: Socket,
  { key }: Door,
  { handle, log, limit = requestLimit }: BrokerOptions,
): void {
  const controller = new AbortController();
  const chunks: Buffer[] = [];
  let size = 0;
  let timer = setTimeout(() => finish({ ok: false, why: 'the request came too slowly' }), limit);
  let blanks: NodeJS.Timeout | undefined;
  let isFinished = false;

  function finish(answer: BrokerAnswer): void {
    if (isFinished) return;
    isFinished = true;
    clearInterval(blanks);
    clearTimeout(timer);
    const text = `${JSON.stringify(answer)}\n`;
    const fits = Buffer.byteLength(text) <= maxAnswer;
    timer = setTimeout(() => socket.destroy(), limit);
    socket.end(fits ? text : `${JSON.stringify({ ok: false, why: 'the answer is too large' })}\n`);
  }
  async function decide(request: BrokerRequest): Promise<void> {
    try {
      finish(await handle(request, controller.signal));
    } catch {
      if (controller.signal.aborted) return;
      // The reason may hold anything.
      log(`a launch of process ${request.pid} was refused: the decision failed`);
      finish({ ok: false, why: 'the extension failed to decide; see its output' });
    }
  }

  socket.on('error', () => {});
  socket.on('close', () => {
    isFinished = true;
    clearInterval(blanks);
    clearTimeout(timer);
    controller.abort();
  });
  socket.on('data', (chunk: Buffer) => {
    if (isFinished) return;
    // One request a connection: nothing may follow it.
    if (blanks !== undefined) return void socket.destroy();
    size += chunk.length;
    chunks.push(chunk);
    if (size > maxRequest + (key === null ? 0 : key.length + 1))
      return finish({ ok: false, why: `the request has more than ${maxRequest} bytes` });
    if (chunk.at(-1) !== 0x0a) return;
    const lines = Buffer.concat(chunks).toString('utf8').split('\n').slice(0, -1);
    if (key !== null && lines.length === 1) return;
    clearTimeout(timer);
    if (key !== null && !isSame(lines.shift() ?? '', key)) return void socket.destroy();
    const request = lines.length === 1 ? readRequest(lines[0] ?? '') : undefined;
    if (request === undefined) {
      log('something that is no request came in');
      return finish({ ok: false, why: 'the request cannot be read; update the extension' });
    }
    blanks = setInterval(() => socket.write(' '), blankEvery);
    void decide(request);
  });
}

function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
