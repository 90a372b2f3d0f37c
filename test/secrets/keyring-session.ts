import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** A session bus of its own, with or without a keyring. */
export interface KeyringSession extends AsyncDisposable {
  /** For the processes that are to use it: a home, a run folder and the bus. */
  readonly env: Readonly<Record<string, string>>;
  readonly home: string;
  /** Runs a program in it and gives what it prints. Rejects when it fails. */
  run(program: string, ...args: readonly string[]): string;
  /** As a person locks it; nobody is there to answer the prompt that unlocks it. */
  lock(): void;
}

const PASSWORD = 'the password of this test';
/** No service can be started on it. */
const EMPTY_BUS = `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/>
<allow own="*"/></policy></busconfig>`;

/** A real gnome-keyring that is unlocked. Rejects when the programs are missing. */
export async function keyringSession(): Promise<KeyringSession> {
  return session(
    [],
    'echo "$DBUS_SESSION_BUS_ADDRESS"; exec gnome-keyring-daemon --foreground --unlock --components=secrets',
    true,
  );
}

/** A session bus on which nothing answers for secrets. */
export async function emptySession(): Promise<KeyringSession> {
  const folder = await mkdtemp(join(tmpdir(), 'mcp-bus-'));
  const config = join(folder, 'bus.conf');
  await writeFile(config, EMPTY_BUS);
  try {
    return await session(
      [`--config-file=${config}`],
      'echo "$DBUS_SESSION_BUS_ADDRESS"; exec cat',
      false,
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function session(
  flags: readonly string[],
  script: string,
  hasKeyring: boolean,
): Promise<KeyringSession> {
  const home = await mkdtemp(join(tmpdir(), 'mcp-keyring-'));
  const base = { PATH: process.env['PATH'] ?? '', HOME: home, XDG_RUNTIME_DIR: home };
  const child = spawn('dbus-run-session', [...flags, '--', 'sh', '-c', script], {
    env: base,
    stdio: ['pipe', 'pipe', 'ignore'],
    detached: true,
  });
  const stop = (): void => stopAll(child);
  process.once('exit', stop);
  if (hasKeyring) child.stdin.end(PASSWORD);
  const address = await firstLine(child).catch(async (error: unknown) => {
    stop();
    await rm(home, { recursive: true, force: true });
    throw error;
  });
  const env = { ...base, DBUS_SESSION_BUS_ADDRESS: address };

  function run(program: string, ...args: readonly string[]): string {
    const done = spawnSync(program, args, { env, encoding: 'utf8', timeout: 20_000 });
    if (done.status !== 0) throw new Error(`${program} ended with ${done.status}: ${done.stderr}`);
    return done.stdout;
  }

  const result: KeyringSession = {
    env,
    home,
    run,
    lock() {
      run('dbus-send', '--session', '--print-reply', ...LOCK);
    },
    async [Symbol.asyncDispose]() {
      process.off('exit', stop);
      stop();
      await rm(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
  if (!hasKeyring) return result;
  try {
    await untilUnlocked(result);
    return result;
  } catch (error) {
    await result[Symbol.asyncDispose]();
    throw error;
  }
}

const SECRETS = '--dest=org.freedesktop.secrets';
const LOCK = [
  SECRETS,
  '/org/freedesktop/secrets',
  'org.freedesktop.Secret.Service.Lock',
  'array:objpath:/org/freedesktop/secrets/collection/login',
];

const OWNED = [
  '--dest=org.freedesktop.DBus',
  '/org/freedesktop/DBus',
  'org.freedesktop.DBus.NameHasOwner',
  'string:org.freedesktop.secrets',
];
const IS_LOCKED = [
  SECRETS,
  '/org/freedesktop/secrets/collection/login',
  'org.freedesktop.DBus.Properties.Get',
  'string:org.freedesktop.Secret.Collection',
  'string:Locked',
];

/** Whoever asks before it has its name has the bus start another one, which knows no password. */
async function untilUnlocked(at: KeyringSession): Promise<void> {
  await until('the keyring did not start', () => asked(at, OWNED).includes('boolean true'));
  await until('the keyring is locked', () => asked(at, IS_LOCKED).includes('boolean false'));
}

function asked(at: KeyringSession, question: readonly string[]): string {
  try {
    return at.run('dbus-send', '--session', '--print-reply', ...question);
  } catch {
    return '';
  }
}

async function until(otherwise: string, holds: () => boolean): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    if (holds()) return;
    await wait(50);
  }
  throw new Error(otherwise);
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout?.setEncoding('utf8').on('data', (piece: string) => {
      text += piece;
      if (text.includes('\n')) resolve(text.slice(0, text.indexOf('\n')));
    });
    child.on('error', reject);
    child.on('exit', (code) => reject(new Error(`dbus-run-session ended with ${code}`)));
  });
}

function stopAll({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGTERM');
  } catch {
    // It has ended already.
  }
}
