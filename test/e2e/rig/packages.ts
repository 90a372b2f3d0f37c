import { startServer, type LocalServer } from '../../resolvers/server.ts';

const hour = 3_600_000;
const day = 24 * hour;

/** Releases by package and version, each with the whole days that it is out. */
export type Published = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** A registry of npm packages on loopback that knows names, versions and dates, and no code. */
export async function startPackages(published: Published): Promise<LocalServer> {
  return startServer((request, response) => {
    const name = decodeURIComponent((request.url ?? '').slice(1));
    const versions = Object.hasOwn(published, name) ? published[name] : undefined;
    const body = versions === undefined ? { error: 'Not found' } : packument(name, versions);
    response
      .writeHead(versions === undefined ? 404 : 200, { 'content-type': 'application/json' })
      .end(JSON.stringify(body));
  });
}

function packument(name: string, versions: Readonly<Record<string, number>>): unknown {
  const all = Object.entries(versions);
  const time = all.map(([version, days]) => [
    version,
    new Date(Date.now() - days * day - hour).toISOString(),
  ]);
  return {
    name,
    'dist-tags': { latest: all.at(-1)?.[0] },
    versions: Object.fromEntries(all.map(([version]) => [version, { name, version }])),
    time: Object.fromEntries(time),
  };
}
