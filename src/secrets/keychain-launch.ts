import { homedir } from 'node:os';
import { agrees, bindingOf, differences } from './binding.ts';
import { entryInFile, worldWithoutEditor } from './bound-file.ts';
import { clientSide } from './client-side.ts';
import { openKeychain } from './keychain.ts';
import { keychainVault, type KeychainVault } from './keychain-vault.ts';
import { launchOf, openRecord, recordFolder, type LaunchRecord } from './record.ts';
import type { Environment } from './program.ts';
import type { BrokerAnswer, BrokerRequest } from './protocol.ts';
import type { SecretEntry } from './secret-entry.ts';
import type { StoredSecret } from './vault.ts';
import { disk, type Files } from './world.ts';

export { keepFromInput } from './keychain-keep.ts';

export interface KeychainLaunch {
  readonly vault: KeychainVault;
  readonly files: Files;
  readonly env: Environment;
  readonly home: string;
  readonly platform: NodeJS.Platform;
  readonly record: LaunchRecord;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * The values of a launch from the keychain of this user, when the launch is the one that they were stored for; else one
 * line that says what to do. Never rejects.
 */
export async function secretsFromKeychain(
  request: BrokerRequest,
  signal: AbortSignal,
): Promise<BrokerAnswer> {
  const { env, platform } = process;
  const keychain = openKeychain({ env, platform, signal });
  try {
    const home = homedir();
    return await answerFrom(request, {
      vault: keychainVault(keychain, platform),
      files: disk,
      env,
      home,
      platform,
      record: openRecord(recordFolder({ env, home, platform })),
      now: Date.now,
    });
  } catch (error) {
    return refused(error instanceof Error ? error.message : 'the keychain could not be asked');
  }
}

/** As `secretsFromKeychain`, of what it is given. Rejects with one line when the keychain or the disk does. */
export async function answerFrom(
  request: BrokerRequest,
  launch: KeychainLaunch,
): Promise<BrokerAnswer> {
  const values: [string, string][] = [];
  let entry: SecretEntry | null = null;
  for (const id of request.ids) {
    const checked = await check(id, request, launch);
    if (typeof checked === 'string') return refused(checked);
    values.push([id, checked.secret.value]);
    entry = checked.entry;
  }
  if (entry !== null) {
    const at = launch.now();
    // A log that cannot be written is no reason not to start.
    await launch.record.append(launchOf(entry, request.ids, at)).catch(() => {});
  }
  return { ok: true, values: Object.fromEntries(values) };
}

async function check(
  id: string,
  request: BrokerRequest,
  { vault, files, env, home, platform }: KeychainLaunch,
): Promise<string | { readonly secret: StoredSecret; readonly entry: SecretEntry }> {
  const approve = `mcp-posture secrets approve ${id}`;
  const secret = await vault.get(id);
  if (secret === undefined)
    return `the keychain holds no value for ${id}: set it by mcp-posture secrets set ${id}`;
  const { file, binding } = secret;
  if (file === '') return `${id} is stored for no file: name it by ${approve} --file <file>`;
  const found = await entryInFile(file, id, files);
  if (!found.ok && found.isUnread === true)
    return `the file of ${id} cannot be read: if it has moved, name it by ${approve} --file <file>`;
  if (!found.ok) return `no secret is given, as ${found.why}`;
  const { entry } = found;
  const told = { program: request.program, cwd: request.cwd, client: null };
  const world = worldWithoutEditor(file, { env, home, platform }, told, files);
  const disagreement = await agrees(request, entry, world);
  if (disagreement !== null) return `no secret is given, as ${disagreement}`;
  const reported = { ...told, client: await clientSide(request, entry, world) };
  const now = await bindingOf(entry, { ...world, reported });
  if (binding !== null && differences(binding, now).length === 0) return { secret, entry };
  await vault.setRefused(id, reported);
  return binding === null
    ? `${id} is stored for no launch yet: look at it and allow it by ${approve}`
    : `the launch that ${id} was stored for has changed: see what and allow it by ${approve}`;
}

function refused(why: string): BrokerAnswer {
  return { ok: false, why: why.length < 200 ? why : `${why.slice(0, 198)}…` };
}
