import type { Environment } from './program.ts';
import { busGreets, busProblem, untoldAddress } from './session-bus.ts';
import { loadKeyring, type Keyring } from './keyring-module.ts';

/** The keychain of the operating system, in keytar's verbs. Every method rejects with one line that holds no secret. */
export interface Keychain {
  /** Null when there is none. */
  getPassword(account: string): Promise<string | null>;
  setPassword(account: string, password: string): Promise<void>;
  /** Whether there was one. */
  deletePassword(account: string): Promise<boolean>;
  findCredentials(): Promise<readonly KeychainItem[]>;
}

export interface KeychainItem {
  readonly account: string;
  readonly password: string;
}

export interface KeychainOptions {
  readonly env: Environment;
  readonly platform: NodeJS.Platform;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds for one question. */
  readonly timeLimit?: number | undefined;
  /** Default: what is installed with this program. */
  readonly load?: () => Keyring;
}

/** Under which all our items rest; an item's user name is the secret's id. */
const SERVICE = 'mcp-posture';
const LIMIT = 15_000;
const INSTEAD = 'or use a password prompt or an environment variable instead';

/**
 * The keychain of this user. On Linux a secret service (gnome-keyring, KWallet, KeePassXC) and nothing else: the kernel's
 * keyring is lost at a reboot. Opens nothing until it is asked.
 */
export function openKeychain(options: KeychainOptions): Keychain {
  const { env, platform, signal, timeLimit = LIMIT, load = loadKeyring } = options;

  async function ask<Answer>(
    question: (keyring: Keyring, limit: AbortSignal) => Promise<Answer>,
  ): Promise<Answer> {
    signal?.throwIfAborted();
    if (platform === 'linux') {
      const problem = busProblem(env);
      if (problem !== null) throw new Error(`${problem}, ${INSTEAD}`);
      const address = untoldAddress(env);
      if (address !== null) process.env['DBUS_SESSION_BUS_ADDRESS'] = address;
    }
    const keyring = load();
    const limit = AbortSignal.any([
      AbortSignal.timeout(timeLimit),
      ...(signal === undefined ? [] : [signal]),
    ]);
    try {
      if (platform === 'linux' && !(await busGreets(env, limit))) throw new Error('zbus error');
      const answer = await Promise.race([question(keyring, limit), refusalOf(limit, timeLimit)]);
      // The module says "none" when it was stopped.
      if (limit.aborted) throw stopped(signal, timeLimit);
      return answer;
    } catch (error) {
      throw limit.aborted ? stopped(signal, timeLimit) : lineOf(error, platform);
    }
  }

  function entryOf(keyring: Keyring, account: string) {
    return new keyring.AsyncEntry(SERVICE, account, { linux: { store: 'secret-service' } });
  }

  return {
    getPassword: (account) =>
      ask(async (keyring, limit) => entryOf(keyring, account).getPassword(limit)),
    setPassword: (account, password) =>
      ask(async (keyring, limit) => entryOf(keyring, account).setPassword(password, limit)),
    deletePassword: (account) =>
      ask(async (keyring, limit) => entryOf(keyring, account).deletePassword(limit)),
    findCredentials: () =>
      ask(async (keyring, limit) => keyring.findCredentialsAsync(SERVICE, undefined, limit)),
  };
}

async function refusalOf(limit: AbortSignal, timeLimit: number): Promise<never> {
  return new Promise((_, reject) => {
    const refuse = (): void => reject(stopped(undefined, timeLimit));
    if (limit.aborted) refuse();
    else limit.addEventListener('abort', refuse, { once: true });
  });
}

function stopped(signal: AbortSignal | undefined, timeLimit: number): Error {
  if (signal?.aborted === true) return new Error('stopped');
  return new Error(
    `the keychain did not answer within ${timeLimit / 1000} s: unlock it and try again, ${INSTEAD}`,
  );
}

/** The module's own text may quote what it was given, so only its kind is told. */
function lineOf(error: unknown, platform: NodeJS.Platform): Error {
  const text = error instanceof Error ? error.message : '';
  if (/prompt was dismissed|IsLocked|locked|not allowed without|-25308/i.test(text))
    return new Error(`the keychain is locked: unlock it and try again, ${INSTEAD}`);
  if (
    platform === 'linux' &&
    /not provided|ServiceUnknown|no result found|NoSuchObject/i.test(text)
  )
    return new Error(
      `there is no secret service with a keyring: start gnome-keyring, KWallet or KeePassXC, ${INSTEAD}`,
    );
  if (/Failed to connect|DBus error|zbus error/i.test(text))
    return new Error(`the session bus cannot be reached: ${desktop}, ${INSTEAD}`);
  if (/ambiguous/i.test(text))
    return new Error('the keychain holds two items of this name: remove one of them');
  if (/too long|TooLong|platform limit/i.test(text))
    return new Error('the secret is too long for the keychain of this system');
  return new Error(`the keychain refused, ${INSTEAD}`);
}

const desktop = 'run this in a desktop session';
