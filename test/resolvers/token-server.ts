import { execFile } from 'node:child_process';
import { createPrivateKey, randomUUID, sign, X509Certificate, type KeyObject } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startServer, type LocalServer } from './server.ts';

export interface TokenServer extends AsyncDisposable {
  readonly server: LocalServer;
  /** What docker-registry's `auth: token` needs to trust it. */
  readonly token: { realm: string; service: string; issuer: string; rootcertbundle: string };
}

/**
 * Gives anybody a token to pull, and only that, as the token servers of public registries do: signed with RS256, the
 * certificate in `x5c`. `publicRepositories` are the ones that anonymous people may read.
 */
export async function startTokenServer(
  publicRepositories: readonly string[],
): Promise<TokenServer> {
  const folder = await mkdtemp(join(tmpdir(), 'mcp-posture-token-'));
  const [keyFile, certificateFile] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
  const selfSigned = 'req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=test'.split(' ');
  await promisify(execFile)('openssl', [
    ...selfSigned,
    '-keyout',
    keyFile,
    '-out',
    certificateFile,
  ]);
  const key = createPrivateKey(await readFile(keyFile));
  const certificate = new X509Certificate(await readFile(certificateFile));
  const issuer = 'token server of a test';

  const server = await startServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const [type, name, actions] = (url.searchParams.get('scope') ?? '').split(':');
    const granted =
      type === 'repository' &&
      actions === 'pull' &&
      name !== undefined &&
      publicRepositories.includes(name);
    // An anonymous question with an Authorization header is a mistake that real token servers refuse.
    if (request.headers.authorization !== undefined) return void response.writeHead(401).end();
    const now = Math.floor(Date.now() / 1000);
    const claims = {
      iss: issuer,
      sub: '',
      aud: url.searchParams.get('service'),
      exp: now + 300,
      nbf: now - 10,
      iat: now,
      jti: randomUUID(),
      access: granted ? [{ type, name, actions: ['pull'] }] : [],
    };
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ token: signed(claims, key, certificate), expires_in: 300 }));
  });

  return {
    server,
    token: {
      realm: `http://${server.host}/token`,
      service: 'registry of a test',
      issuer,
      rootcertbundle: certificateFile,
    },
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function signed(claims: unknown, key: KeyObject, certificate: X509Certificate): string {
  const header = { typ: 'JWT', alg: 'RS256', x5c: [certificate.raw.toString('base64')] };
  const text = [header, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  return `${text}.${sign('sha256', Buffer.from(text), key).toString('base64url')}`;
}
