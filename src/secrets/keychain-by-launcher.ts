import { basename, delimiter, dirname } from 'node:path';
import { exec } from './exec.ts';
import { installedLauncher, type LauncherUser } from './install-launcher.ts';
import { jsonOf, record } from './json.ts';
import { keepWord } from './keychain-keep.ts';
import type { Keychain } from './keychain.ts';

/** A person may have to unlock the keychain. Milliseconds. */
const LIMIT = 60_000;

/**
 * A keychain whose items are written by the installed launcher where an item belongs to the program that made it, as on
 * macOS: then the launcher reads it unasked. Without an installed one by this program itself.
 */
export function writtenByLauncher(keychain: Keychain, user: LauncherUser): Keychain {
  if (user.platform !== 'darwin') return keychain;
  return {
    ...keychain,
    async setPassword(account, password) {
      const launcher = await installedLauncher(user);
      if (launcher === null) return keychain.setPassword(account, password);
      await keepBy(launcher, account, password, user);
    },
  };
}

async function keepBy(
  launcher: string,
  account: string,
  password: string,
  { env, home, platform }: LauncherUser,
): Promise<void> {
  const { output } = await exec({
    program: basename(launcher),
    args: [keepWord, account],
    input: password,
    env: { ...env, PATH: [dirname(launcher), env['PATH'] ?? ''].join(delimiter) },
    home,
    platform,
    forbidden: [],
    signal: AbortSignal.timeout(LIMIT),
    timeLimit: LIMIT,
  });
  const answer = record(jsonOf(output));
  if (answer?.get('ok') === true) return;
  const why = answer?.get('why');
  throw new Error(
    typeof why === 'string'
      ? why
      : 'the installed launcher could not write to the keychain: install it anew by mcp-posture secrets install',
  );
}
