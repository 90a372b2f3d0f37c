import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as textOf } from 'node:stream/consumers';

/** A server on loopback that knows every image, package and branch, whatever host they are asked of. */
export interface EveryName extends AsyncDisposable {
  /** In place of the global one: sends everything to this server, with the host in front of the path. */
  readonly fetch: typeof globalThis.fetch;
  requests(): number;
}

const indexType = 'application/vnd.oci.image.index.v1+json';
const simpleType = 'application/vnd.pypi.simple.v1+json';

/** Many lines of releases, so that a range of any configuration finds one; all of them old. */
const versions: readonly string[] = [
  ...Array.from({ length: 60 }, (_, minor) => `0.${minor}.9`),
  ...Array.from({ length: 20 * 40 }, (_, i) => `${1 + Math.floor(i / 40)}.${i % 40}.7`),
  '2025.8.9',
];
const published = '2025-01-02T03:04:05.000Z';

export async function startEveryName(): Promise<EveryName> {
  let requests = 0;
  const server = createServer((request, response) => {
    requests += 1;
    answer(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    fetch: (input, init) => {
      const url = new URL(input instanceof Request ? input.url : input);
      return fetch(`http://127.0.0.1:${port}/${url.host}${url.pathname}${url.search}`, init);
    },
    requests: () => requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const [, host = '', ...rest] = url.pathname.split('/');
  const path = rest.join('/');
  if (path.startsWith('v2/')) {
    const digest = `sha256:${createHash('sha256').update(`${host}/${path}`).digest('hex')}`;
    response.writeHead(200, { 'content-type': indexType, 'docker-content-digest': digest }).end();
  } else if (path.endsWith('info/refs')) {
    response
      .writeHead(200, { 'content-type': 'application/x-git-upload-pack-advertisement' })
      .end(
        `${line('# service=git-upload-pack\n')}0000${line('version 2\n')}${line('ls-refs\n')}0000`,
      );
  } else if (path.endsWith('git-upload-pack')) {
    response
      .writeHead(200, { 'content-type': 'application/x-git-upload-pack-result' })
      .end(refs(`${host}/${path}`, await textOf(request)));
  } else if (request.headers.accept?.includes(simpleType) === true) {
    json(response, simpleType, simple(rest.at(-2) ?? ''));
  } else {
    json(response, 'application/json', packument());
  }
}

function json(response: ServerResponse, type: string, value: unknown): void {
  response.writeHead(200, { 'content-type': type }).end(JSON.stringify(value));
}

function packument(): unknown {
  return {
    'dist-tags': { latest: versions.at(-2), beta: '99.0.0-beta.1', next: '99.0.0-beta.1' },
    versions: Object.fromEntries([...versions, '99.0.0-beta.1'].map((version) => [version, {}])),
    time: Object.fromEntries(versions.map((version) => [version, published])),
  };
}

function simple(name: string): unknown {
  return {
    name,
    versions,
    files: versions.map((version) => ({
      filename: `${name.replaceAll('-', '_')}-${version}-py3-none-any.whl`,
      'upload-time': published,
      yanked: false,
    })),
  };
}

/** Every branch that was asked for; no tag, so that no name is both. */
function refs(repository: string, asked: string): string {
  const wanted = [...asked.matchAll(/ref-prefix (HEAD|refs\/heads\/[^\n]+)/g)].map(
    ([, ref]) => ref,
  );
  return `${wanted.map((ref) => line(`${shaOf(repository, ref)} ${ref}\n`)).join('')}0000`;
}

function shaOf(repository: string, ref: string | undefined): string {
  return createHash('sha1').update(`${repository} ${ref}`).digest('hex');
}

function line(text: string): string {
  return (text.length + 4).toString(16).padStart(4, '0') + text;
}
