import { spawn, type ChildProcess } from 'node:child_process';
import { basename, delimiter } from 'node:path';
import { codeInBrackets } from './error-code.ts';
import { findProgram, type Environment, type Program } from './program.ts';

export interface ExecOptions {
  /** A name, found by PATH. */
  readonly program: string;
  /** Ours: nothing that a file says. */
  readonly args: readonly string[];
  readonly input: string;
  readonly env: Environment;
  /** Absolute; the program starts here. */
  readonly home: string;
  readonly platform: NodeJS.Platform;
  /** Folders whose programs are never run: the workspace's. Absolute. */
  readonly forbidden: readonly string[];
  readonly signal: AbortSignal;
  /** Milliseconds; default: ten seconds. */
  readonly timeLimit?: number | undefined;
  /** Bytes; default: 64 KB. */
  readonly maxOutput?: number | undefined;
  /** Variables that the program gets besides: ours, or picked from the user's own by us. */
  readonly besides?: Readonly<Record<string, string>> | undefined;
}

export interface ExecResult {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly output: string;
}

const longest = 10_000;
const mostOutput = 64 * 1024;

/** What a program needs to find its user's settings, keychain and network; nothing that loads code into it. */
const passedOn = new Set([
  'HOME',
  'USERPROFILE',
  'APPDATA',
  'LOCALAPPDATA',
  'SYSTEMROOT',
  'TEMP',
  'TMP',
  'TMPDIR',
  'LANG',
  'DBUS_SESSION_BUS_ADDRESS',
  'DISPLAY',
  'WAYLAND_DISPLAY',
  'GOOGLE_APPLICATION_CREDENTIALS',
  'DOCKER_CONFIG',
  'GNUPGHOME',
  'PASSWORD_STORE_DIR',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
]);
const passedOnStarts = /^(?:XDG|AWS|CLOUDSDK|AZURE)_/;

/**
 * Runs a program of the user's: found once by PATH outside the forbidden folders, without a shell, in the home folder,
 * with a short environment, for ten seconds and 64 KB at most unless the caller allows more. When it is stopped, so is all that it started. What it
 * says of errors is not read. Rejects with one line that holds nothing of its output.
 */
export async function exec(options: ExecOptions): Promise<ExecResult> {
  const { signal, program: name } = options;
  if (signal.aborted) throw new Error('stopped');
  const program = await findProgram(name, options);
  if (signal.aborted) throw new Error('stopped');
  return run(program, options);
}

/** The environment that a program gets. */
export function environmentFor(
  { env, platform, besides }: Pick<ExecOptions, 'env' | 'platform' | 'besides'>,
  folders: readonly string[],
): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    // Windows does not tell the cases apart, and proxies are written both ways everywhere.
    const known = platform === 'win32' || name.endsWith('_proxy') ? name.toUpperCase() : name;
    if (value !== undefined && (passedOn.has(known) || passedOnStarts.test(known)))
      kept[name] = value;
  }
  return { ...kept, ...besides, PATH: folders.join(delimiter) };
}

function run(program: Program, options: ExecOptions): Promise<ExecResult> {
  const { args, input, home, signal, timeLimit = longest, maxOutput = mostOutput } = options;
  const name = basename(program.name);
  return new Promise((resolve, reject) => {
    const child = spawn(program.path, args, {
      argv0: program.name,
      cwd: home,
      env: environmentFor(options, program.folders),
      // A group of its own, so that all of it can be stopped; and no terminal to ask questions in.
      detached: process.platform !== 'win32',
      shell: false,
      stdio: ['pipe', 'pipe', 'ignore'],
      windowsHide: true,
    });
    const chunks: Buffer[] = [];
    let size = 0;

    function end(settle: () => void): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      settle();
    }
    function fail(why: string): void {
      stopAll(child);
      end(() => reject(new Error(why)));
    }
    function stop(): void {
      fail('stopped');
    }

    const timer = setTimeout(
      fail,
      timeLimit,
      `${name} did not answer within ${timeLimit / 1000} s`,
    );
    signal.addEventListener('abort', stop, { once: true });
    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxOutput) fail(`${name} sent more than ${shownSize(maxOutput)}`);
      else chunks.push(chunk);
    });
    child.on('error', (error) => fail(`${name} could not be started${codeInBrackets(error)}`));
    child.on('close', (code) =>
      end(() => resolve({ code, output: Buffer.concat(chunks).toString('utf8') })),
    );
    // It may end without reading.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}

function stopAll(child: ChildProcess): void {
  const { pid } = child;
  child.stdout?.destroy();
  if (pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill('SIGKILL');
    else process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}

/** `64 MB`: the limits are round numbers. */
function shownSize(bytes: number): string {
  const kilo = bytes / 1024;
  return kilo >= 1024 ? `${Math.round(kilo / 1024)} MB` : `${Math.round(kilo)} KB`;
}
