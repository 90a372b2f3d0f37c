import { realpathSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { askBrokers } from '../secrets/broker-client.ts';
import { oneLine, type BrokerAnswer, type BrokerRequest } from '../secrets/protocol.ts';
import { runFolder } from '../secrets/run-folder.ts';
import { become, type End } from './become.ts';
import { childEnvironment, hashed, withVariables, type Environment } from './environment.ts';
import { findProgram } from './find-program.ts';
import { expanded, idsIn, readWords, type Words } from './words.ts';

/** Exit codes: of sysexits.h, and those of a shell for programs. */
export const codes = {
  usage: 64,
  internal: 70,
  refused: 77,
  notExecutable: 126,
  missing: 127,
} as const;

const longestWait = 10_000;

/**
 * Gets the secrets that the words name and becomes the server; or says in one line why not. With `--keep` it writes an
 * item of the keychain, and answers on its output.
 */
export async function launch(argv: readonly string[], signal: AbortSignal): Promise<End> {
  if (argv[0] === '--keep') return keep(argv[1] ?? '', signal);
  const words = readWords(argv);
  if ('why' in words) return { code: codes.usage, why: words.why };
  const { platform } = process;
  const env = childEnvironment(process.env);
  const cwd = workingFolder();
  if (cwd === null)
    return { code: codes.internal, why: 'the folder that this is started in is no longer there' };
  const found = findProgram(words.command, { env, cwd, platform });
  if (found.kind !== 'found')
    return { code: found.kind === 'missing' ? codes.missing : codes.notExecutable, why: found.why };

  const ids = idsIn(words);
  const program = realpathSync(found.path);
  const answer = await secretsFor(words, requestOf(words, { ids, env, cwd, program }), signal);
  if (!answer.ok) return { code: codes.refused, why: oneLine(answer.why) };
  const values = new Map(Object.entries(answer.values));
  for (const id of ids) {
    const value = values.get(id);
    if (value === undefined) return { code: codes.refused, why: `there is no secret ${id}` };
    if (value.includes('\0'))
      return { code: codes.refused, why: `the secret ${id} holds a zero byte` };
  }
  const secrets = new Map(
    [...words.variables].map(([name, id]) => [name, values.get(id) ?? ''] as const),
  );
  return become(
    {
      path: found.path,
      command: words.command,
      args: expanded(words.args, values),
      env: withVariables(env, secrets, platform),
    },
    process.env['MCP_LAUNCH_NO_EXECVE'] === undefined,
  );
}

/** Null when it is gone, or cannot be looked at. */
function workingFolder(): string | null {
  try {
    return process.cwd();
  } catch {
    return null;
  }
}

async function keep(account: string, signal: AbortSignal): Promise<End> {
  const { keepFromInput } = await import('../secrets/keychain-launch.ts');
  const answer = await keepFromInput(account, process.stdin, signal);
  writeSync(1, `${JSON.stringify(answer)}\n`);
  return { code: answer.ok ? 0 : codes.refused };
}

function requestOf(
  { command, args, variables: byName }: Words,
  rest: {
    readonly ids: readonly string[];
    readonly env: Environment;
    readonly cwd: string;
    readonly program: string;
  },
): BrokerRequest {
  const { ids, env, cwd, program } = rest;
  const argv = [command, ...args];
  const variables = Object.fromEntries(byName);
  return { version: 1, ids, variables, argv, cwd, program, env: hashed(env), pid: process.pid };
}

async function secretsFor(
  { keychain }: Words,
  request: BrokerRequest,
  signal: AbortSignal,
): Promise<BrokerAnswer> {
  if (request.ids.length === 0) return { ok: true, values: {} };
  if (keychain) {
    const { secretsFromKeychain } = await import('../secrets/keychain-launch.ts');
    return secretsFromKeychain(request, signal);
  }
  const { env, platform } = process;
  const owner = { uid: process.getuid?.() ?? -1, platform };
  const folder = runFolder({ env, tmpdir: tmpdir(), ...owner });
  if ('why' in folder) return { ok: false, why: folder.why };
  return askBrokers({ folder: folder.path, owner, request, wait: waitOf(env), signal });
}

/** Shorter where a test says so. */
function waitOf({ MCP_LAUNCH_WAIT: told }: Readonly<Record<string, string | undefined>>): number {
  const milliseconds = Number(told ?? longestWait);
  return milliseconds >= 0 ? Math.min(milliseconds, longestWait) : longestWait;
}
