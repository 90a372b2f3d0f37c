import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** A server over TLS whose certificate is its own word only. */
export interface SelfSigned extends AsyncDisposable {
  /** `127.0.0.1:port`. */
  readonly host: string;
  /** Requests that came through. */
  asked(): number;
}

export async function startSelfSigned(): Promise<SelfSigned> {
  const { key, cert } = await selfSigned();
  let asked = 0;
  const server = createServer({ key, cert }, (_, response) => {
    asked += 1;
    response.end();
  });
  server.on('tlsClientError', () => {});
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    host: `127.0.0.1:${port}`,
    asked: () => asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

async function selfSigned(): Promise<{ readonly key: Buffer; readonly cert: Buffer }> {
  const folder = await mkdtemp(join(tmpdir(), 'mcp-posture-tls-'));
  try {
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const how = 'req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost'.split(' ');
    const alternative = ['-addext', 'subjectAltName=IP:127.0.0.1'];
    await promisify(execFile)('openssl', [...how, ...alternative, '-keyout', key, '-out', cert]);
    return { key: await readFile(key), cert: await readFile(cert) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
