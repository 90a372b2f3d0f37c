import { execFile } from 'node:child_process';
import { createPrivateKey, randomUUID, sign, X509Certificate, type KeyObject } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text as textOf } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { startServer, type LocalServer } from './server.ts';

export interface TokenServer extends AsyncDisposable {
  readonly server: LocalServer;
  /** What docker-registry's `auth: token` needs to trust it. */
  readonly token: { realm: string; service: string; issuer: string; rootcertbundle: string };
  /** What was sent by POST, in order. */
  readonly forms: readonly URLSearchParams[];
}

/** Somebody who may read more than anybody may. */
export interface Account {
  readonly username: string;
  readonly password: string;
  /** Taken in place of the password, by POST. */
  readonly identityToken: string;
  readonly repositories: readonly string[];
}

/**
 * Gives anybody a token to pull, and only that, as the token servers of public registries do: signed with RS256, the
 * certificate in `x5c`. `publicRepositories` are the ones that anonymous people may read; without an account every
 * Authorization header is refused.
 */
export async function startTokenServer(
  publicRepositories: readonly string[],
  account?: Account,
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

  const forms: URLSearchParams[] = [];

  function granted(scope: string | null, repositories: readonly string[]): readonly unknown[] {
    const [type, name = '', actions] = (scope ?? '').split(':');
    const may = type === 'repository' && actions === 'pull' && repositories.includes(name);
    return may ? [{ type, name, actions: ['pull'] }] : [];
  }

  function give(response: ServerResponse, asked: URLSearchParams, signedIn: boolean): void {
    const now = Math.floor(Date.now() / 1000);
    const repositories = signedIn ? (account?.repositories ?? []) : publicRepositories;
    const claims = {
      iss: issuer,
      sub: '',
      aud: asked.get('service'),
      exp: now + 300,
      nbf: now - 10,
      iat: now,
      jti: randomUUID(),
      access: granted(asked.get('scope'), repositories),
    };
    const token = signed(claims, key, certificate);
    response.writeHead(200, { 'content-type': 'application/json' });
    // Real ones name it this way for forms, and the other for all else.
    const field = forms.includes(asked) ? 'access_token' : 'token';
    response.end(JSON.stringify({ [field]: token, expires_in: 300 }));
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { authorization } = request.headers;
    if (request.method === 'POST') {
      const form = new URLSearchParams(await textOf(request));
      forms.push(form);
      const right =
        form.get('grant_type') === 'refresh_token' &&
        form.get('refresh_token') === account?.identityToken;
      return right ? give(response, form, true) : void response.writeHead(400).end();
    }
    const asked = new URL(request.url ?? '/', 'http://localhost').searchParams;
    if (authorization === undefined) return give(response, asked, false);
    const pair = Buffer.from(`${account?.username}:${account?.password}`).toString('base64');
    const right = account !== undefined && authorization === `Basic ${pair}`;
    return right ? give(response, asked, true) : void response.writeHead(401).end();
  }

  const server = await startServer((request, response) => void answer(request, response));

  return {
    server,
    forms,
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
