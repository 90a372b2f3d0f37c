import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { startServer, type LocalServer } from '../resolvers/server.ts';

const indexType = 'application/vnd.oci.image.index.v1+json';
const day = 86_400_000;

export interface LocalRegistry extends LocalServer {
  /** Of `repository:tag`. */
  readonly digest: (image: string) => string;
}

export interface Stock {
  /** `repository:tag`. */
  readonly images?: readonly string[];
  /** Days since each release, by package. */
  readonly packages?: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** `user:password`; without it nothing is answered. */
  readonly signIn?: string;
  /** Called before each answer. */
  readonly onRequest?: () => void;
  /** True: nothing is ever answered. */
  readonly hangs?: boolean;
}

/** A registry on loopback for images and npm packages that knows these and no others. */
export async function startLocalRegistry(stock: Stock): Promise<LocalRegistry> {
  const server = await startServer((request, response) => {
    stock.onRequest?.();
    if (stock.hangs !== true) answer(stock, request, response);
  });
  return { ...server, digest, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

function answer(stock: Stock, request: IncomingMessage, response: ServerResponse): void {
  const given = `Basic ${Buffer.from(stock.signIn ?? '').toString('base64')}`;
  if (stock.signIn !== undefined && request.headers.authorization !== given) {
    response.writeHead(401, { 'www-authenticate': 'Basic realm="test"' }).end();
    return;
  }
  const path = decodeURIComponent(request.url ?? '/');
  const [, repository, tag] = /^\/v2\/(.+)\/manifests\/(.+)$/.exec(path) ?? [];
  const image = `${repository}:${tag}`;
  if (repository !== undefined && stock.images?.includes(image) === true) {
    response.setHeader('docker-content-digest', digest(image));
    response.setHeader('content-type', indexType);
    response.end(request.method === 'HEAD' ? undefined : indexOf(image));
    return;
  }
  const releases = Object.entries(stock.packages ?? {}).find(([name]) => path === `/${name}`)?.[1];
  response.setHeader('content-type', 'application/json');
  if (releases !== undefined) {
    response.end(JSON.stringify(packument(path.slice(1), releases)));
  } else {
    const code = repository === undefined ? 'NOT_FOUND' : 'MANIFEST_UNKNOWN';
    response.writeHead(404).end(JSON.stringify({ errors: [{ code, message: 'unknown' }] }));
  }
}

function digest(image: string): string {
  return `sha256:${createHash('sha256').update(indexOf(image)).digest('hex')}`;
}

function indexOf(image: string): string {
  const annotations = { image };
  return JSON.stringify({ schemaVersion: 2, mediaType: indexType, manifests: [], annotations });
}

function packument(name: string, releases: Readonly<Record<string, number>>): unknown {
  const versions = Object.keys(releases);
  const date = (days: number): string => new Date(Date.now() - days * day - 60_000).toISOString();
  return {
    name,
    'dist-tags': { latest: versions.at(-1) },
    versions: Object.fromEntries(versions.map((version) => [version, { name, version }])),
    time: Object.fromEntries(versions.map((version) => [version, date(releases[version] ?? 0)])),
  };
}
