import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** Stands before a registry on loopback and can keep it from answering. */
export interface CountingProxy {
  /** `127.0.0.1:port`. */
  readonly host: string;
  /** How many connections have come. */
  requests(): number;
  /** From now on connections wait. */
  hold(): void;
  /** How many wait now. */
  held(): number;
  /** Lets those that wait go on, and what comes. */
  release(): void;
  /** True: every connection is ended at once. */
  cut(off: boolean): void;
  close(): void;
}

export async function countingProxy(target: string): Promise<CountingProxy> {
  const [host = '', port = ''] = target.split(':');
  const sockets = new Set<Socket>();
  const waiting = new Set<Socket>();
  let count = 0;
  let holding = false;
  let off = false;

  function pass(from: Socket): void {
    const to = connect(Number(port), host);
    sockets.add(to);
    from.on('close', () => to.destroy());
    to.on('error', () => from.destroy());
    to.on('close', () => {
      sockets.delete(to);
      from.destroy();
    });
    from.pipe(to).pipe(from);
  }

  const server = createServer((socket) => {
    count++;
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      sockets.delete(socket);
      waiting.delete(socket);
    });
    if (off) socket.destroy();
    else if (holding) waiting.add(socket);
    else pass(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: () => count,
    hold() {
      holding = true;
      // What is kept alive would go round the waiting room.
      for (const socket of sockets) socket.destroy();
    },
    held: () => waiting.size,
    release() {
      holding = false;
      for (const socket of waiting) pass(socket);
      waiting.clear();
    },
    cut(wanted) {
      off = wanted;
      if (off) for (const socket of sockets) socket.destroy();
    },
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
