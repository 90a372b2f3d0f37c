import { exec } from './exec.ts';
import { jsonOf } from './json.ts';
import type { Environment } from './program.ts';

export interface CredentialHelperOptions {
  readonly env: Environment;
  /** Absolute. */
  readonly home: string;
  readonly platform: NodeJS.Platform;
  /** Folders whose programs are never run: the workspace's. Absolute, read at each use. */
  readonly forbidden: () => readonly string[];
  /** Milliseconds. */
  readonly timeLimit?: number | undefined;
}

/** What a helper holds for a server. */
export interface HelperAnswer {
  /** `<token>` when the secret is an identity token. */
  readonly username: string;
  readonly secret: string;
}

/** Null: it has none for this server. Rejects with one line that holds nothing of its answer. */
export type AskHelper = (
  name: string,
  server: string,
  signal: AbortSignal,
) => Promise<HelperAnswer | null>;

/** Asks docker's credential helpers, `docker-credential-<name>`, by their protocol: the server in, JSON out. */
export function createCredentialHelper(options: CredentialHelperOptions): AskHelper {
  const { env, home, platform, forbidden, timeLimit } = options;
  return async (name, server, signal) => {
    if (!/^[A-Za-z0-9_-]{1,64}$/.test(name) || /[\r\n\0]/.test(server))
      throw new Error('this is no credential helper of docker');
    const program = `docker-credential-${name}`;
    const { code, output } = await exec({
      program,
      args: ['get'],
      input: server,
      env,
      home,
      platform,
      forbidden: forbidden(),
      signal,
      timeLimit,
    });
    // The protocol says so on the standard output, with a code that is not 0.
    if (/^credentials not found/i.test(output.trim())) return null;
    if (code !== 0) throw new Error(`${program} ended with ${code ?? 'a signal'}`);
    const answer = answerOf(output);
    if (answer === undefined) throw new Error(`${program} gave no answer that could be read`);
    return answer.secret === '' ? null : answer;
  };
}

function answerOf(output: string): HelperAnswer | undefined {
  const read = jsonOf(output);
  if (typeof read !== 'object' || read === null) return undefined;
  const username = 'Username' in read ? read.Username : undefined;
  const secret = 'Secret' in read ? read.Secret : undefined;
  if (typeof username !== 'string' || typeof secret !== 'string') return undefined;
  return { username, secret };
}
