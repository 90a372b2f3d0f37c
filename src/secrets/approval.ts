import { bindingOf, differences, type Difference } from './binding.ts';
import { entryInFile, worldWithoutEditor, type User } from './bound-file.ts';
import type { KeychainVault } from './keychain-vault.ts';
import type { SecretEntry } from './secret-entry.ts';
import type { Binding, StoredSecret } from './vault.ts';
import { disk, type Files, type Reported } from './world.ts';

/** What a person is asked to allow. */
export interface Proposal {
  readonly secret: StoredSecret;
  readonly entry: SecretEntry;
  readonly binding: Binding;
  /** Empty when it is allowed already. */
  readonly changes: readonly Difference[];
  /** The file that it is for so far, where that is another: the empty string for none. Null when it is this one. */
  readonly elsewhere: string | null;
  /** Other secrets of the entry that were allowed to the very same launch: they go with it. */
  readonly others: readonly StoredSecret[];
}

/** What nothing was said of. */
const none: Binding = {
  entry: '',
  text: null,
  envFile: null,
  program: null,
  script: null,
  cwd: null,
  client: null,
  steering: null,
};

/** The launch of a secret as its file says it now, beside the one it is allowed to. One line when there is none. */
export async function proposalFor(
  id: string,
  vault: KeychainVault,
  user: User,
  options: { readonly file?: string | undefined; readonly files?: Files } = {},
): Promise<Proposal | string> {
  const secret = await vault.get(id);
  if (secret === undefined)
    return `the keychain holds no value for ${id}: set it by mcp-posture secrets set ${id}`;
  const file = options.file ?? secret.file;
  // A client may find another program than this terminal does: the last one that was refused tells, and is shown.
  const found = await bindingIn(file, id, user, {
    reported: await vault.refused(id),
    files: options.files ?? disk,
  });
  if (typeof found === 'string') return found;
  const changes = differences(secret.binding ?? none, found.binding);
  const elsewhere = file === secret.file ? null : secret.file;
  return {
    secret: { ...secret, file, server: found.entry.server.name },
    changes,
    elsewhere,
    others: elsewhere === null && changes.length > 0 ? await boundAlike(secret, found, vault) : [],
    ...found,
  };
}

/** Else who has two secrets in an entry is refused once more, and asked the same again. */
async function boundAlike(
  { id, file, binding }: StoredSecret,
  { entry }: { readonly entry: SecretEntry },
  vault: KeychainVault,
): Promise<readonly StoredSecret[]> {
  const others: StoredSecret[] = [];
  for (const other of entry.ids) {
    const found = other === id || binding === null ? undefined : await vault.get(other);
    if (found?.file !== file || found.binding === null || binding === null) continue;
    if (differences(binding, found.binding).length === 0) others.push(found);
  }
  return others;
}

/**
 * What a secret is bound to by a file as it is now. One clause when its entry is not found. What a launch has reported
 * is only for those who show it: who was refused must not be allowed by the next thing that a person does.
 */
export async function bindingIn(
  file: string,
  id: string,
  user: User,
  {
    reported = null,
    files = disk,
  }: { readonly reported?: Reported | null; readonly files?: Files } = {},
): Promise<string | { readonly entry: SecretEntry; readonly binding: Binding }> {
  const found = await entryInFile(file, id, files);
  if (!found.ok) return found.why;
  const world = worldWithoutEditor(file, user, reported, files);
  return { entry: found.entry, binding: await bindingOf(found.entry, world) };
}

/** Binds a secret to what was proposed, and those that go with it. */
export async function allow(
  { secret, others, binding }: Proposal,
  vault: KeychainVault,
): Promise<void> {
  for (const one of [secret, ...others]) {
    await vault.set({ ...one, binding });
    await vault.setRefused(one.id, null);
  }
}
