import { startServer, type Answer, type LocalServer, type Seen } from './server.ts';

/** Hosts by their real names, all of them on loopback. */
export interface World extends AsyncDisposable {
  /** Brings what is meant for a name to its server here; a name that has none refuses the connection. */
  readonly fetch: typeof globalThis.fetch;
  readonly lookup: () => Promise<readonly string[]>;
  /** What a host was asked, in order; empty for a host that nobody asked. */
  seen(host: string): readonly Seen[];
  /** Every name that was asked, in order, one a request. */
  readonly asked: readonly string[];
}

export async function startWorld(hosts: Readonly<Record<string, Answer>>): Promise<World> {
  const servers = new Map<string, LocalServer>();
  for (const [host, answer] of Object.entries(hosts)) servers.set(host, await startServer(answer));
  const asked: string[] = [];
  return {
    async fetch(input, init) {
      const url = new URL(input instanceof Request ? input.url : input);
      asked.push(url.host);
      const server = servers.get(url.host);
      if (server === undefined) throw new Error(`${url.host} is not there`);
      return fetch(`http://${server.host}${url.pathname}${url.search}`, init);
    },
    lookup: async () => ['140.82.121.34'],
    seen: (host) => servers.get(host)?.seen ?? [],
    asked,
    async [Symbol.asyncDispose]() {
      for (const server of servers.values()) await server[Symbol.asyncDispose]();
    },
  };
}
