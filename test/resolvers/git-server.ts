import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startServer, type Answer, type LocalServer } from './server.ts';

const run = promisify(execFile);

export interface Repository extends AsyncDisposable {
  /** Runs git in the repository and gives what it prints, trimmed. */
  readonly git: (...args: readonly string[]) => Promise<string>;
  /** A new commit on the branch that is out; its id. */
  readonly commit: (message: string) => Promise<string>;
  /** Answers as git's own server does, at `/repo.git`. `protocol` false: as one that knows only the first version. */
  readonly serve: (protocol?: boolean) => Answer;
}

/** A real repository in a temporary folder, with one commit on `main`. No setting of this machine counts. */
export async function makeRepository(format: 'sha1' | 'sha256' = 'sha1'): Promise<Repository> {
  const home = await mkdtemp(join(tmpdir(), 'git-server-'));
  const folder = join(home, 'repo.git');
  const who = { name: 'Test', email: 'test@example.invalid' };
  const env = {
    PATH: process.env['PATH'],
    HOME: home,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_AUTHOR_NAME: who.name,
    GIT_AUTHOR_EMAIL: who.email,
    GIT_COMMITTER_NAME: who.name,
    GIT_COMMITTER_EMAIL: who.email,
  };
  const git = async (...args: readonly string[]): Promise<string> => {
    const { stdout } = await run('git', ['-C', folder, ...args], { env });
    return stdout.trim();
  };
  await run('git', ['init', '-q', '-b', 'main', `--object-format=${format}`, folder], { env });
  const commit = async (message: string): Promise<string> => {
    await git('commit', '-q', '--allow-empty', '-m', message);
    return git('rev-parse', 'HEAD');
  };
  await commit('first');

  function serve(protocol = true): Answer {
    return (request, response) => {
      const cgi = {
        ...env,
        GIT_PROJECT_ROOT: home,
        GIT_HTTP_EXPORT_ALL: '1',
        ...(protocol ? { GIT_PROTOCOL: String(request.headers['git-protocol'] ?? '') } : {}),
      };
      answer(request, response, cgi);
    };
  }

  return {
    git,
    commit,
    serve,
    async [Symbol.asyncDispose]() {
      await rm(home, { recursive: true, force: true });
    },
  };
}

/** Between a request and `git http-backend`, by CGI. */
function answer(
  request: IncomingMessage,
  response: ServerResponse,
  env: Readonly<Record<string, string | undefined>>,
): void {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const backend = spawn('git', ['http-backend'], {
    env: {
      ...env,
      REQUEST_METHOD: request.method,
      PATH_INFO: decodeURIComponent(url.pathname),
      QUERY_STRING: url.search.slice(1),
      CONTENT_TYPE: request.headers['content-type'] ?? '',
      CONTENT_LENGTH: request.headers['content-length'] ?? '',
    },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  backend.stdin.on('error', () => {});
  request.pipe(backend.stdin);
  const chunks: Buffer[] = [];
  backend.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  backend.on('close', () => {
    const all = Buffer.concat(chunks);
    const end = all.indexOf('\r\n\r\n');
    const head = all.subarray(0, Math.max(end, 0)).toString('latin1').split('\r\n');
    const headers = head.flatMap((line) => {
      const at = line.indexOf(':');
      return at < 0 ? [] : [[line.slice(0, at).toLowerCase(), line.slice(at + 1).trim()] as const];
    });
    const { status = '200', ...others } = Object.fromEntries(headers);
    response.writeHead(end < 0 ? 500 : Number.parseInt(status, 10), others);
    response.end(all.subarray(end + 4));
  });
}

export async function serveRepository(
  repository: Repository,
  protocol = true,
): Promise<LocalServer> {
  return startServer(repository.serve(protocol));
}
