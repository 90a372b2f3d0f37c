import { homedir } from 'node:os';
import * as vscode from 'vscode';
import type { Document } from '../../core/config/document.ts';
import { worldWithoutEditor } from '../../secrets/bound-file.ts';
import { installLauncher, launcherPath } from '../../secrets/install-launcher.ts';
import { openKeychain } from '../../secrets/keychain.ts';
import { writtenByLauncher } from '../../secrets/keychain-by-launcher.ts';
import { keychainVault } from '../../secrets/keychain-vault.ts';
import type { Vault } from '../../secrets/vault.ts';
import type { Destination } from './move.ts';
import type { Rest } from './offers.ts';
import { diskPath, worldOf } from './world.ts';

/** The vaults of this editor and this user. */
export interface Destinations {
  readonly keychain: Vault;
  /** Where the secrets of a file go: VS Code's own files have SecretStorage, those of other clients the keychain. */
  readonly of: (uri: vscode.Uri, document: Document) => Destination;
}

export function createDestinations(
  { extensionPath, extension }: Pick<vscode.ExtensionContext, 'extensionPath' | 'extension'>,
  editor: Vault,
): Destinations {
  const { env, platform } = process;
  const user = { env, home: homedir(), platform, uid: process.getuid?.() ?? -1 };
  const keychain = keychainVault(writtenByLauncher(openKeychain(user), user), platform);

  function inEditor(file: string | null): Destination {
    const world = file === null ? null : worldOf(file);
    const elsewhere = { why: 'the file belongs to no folder of this window' };
    const rest =
      world === null ? elsewhere : ({ vault: 'editor', windows: isWindows } satisfies Rest);
    return {
      rest: refusal(file) ?? rest,
      vault: editor,
      place: 'SecretStorage',
      prepare: async () => {},
      file,
      world,
    };
  }

  function inKeychain(file: string | null): Destination {
    const launcher = launcherPath(user);
    const { version }: { readonly version?: unknown } = extension.packageJSON;
    const source = {
      program: extensionPath,
      version: typeof version === 'string' ? version : '0',
      runtime: process.execPath,
    };
    return {
      rest: refusal(file) ?? { vault: 'keychain', launcher, windows: isWindows },
      vault: keychain,
      place: 'the OS keychain',
      prepare: () => installLauncher(source, user),
      file,
      world: file === null ? null : worldWithoutEditor(file, user),
    };
  }

  return {
    keychain,
    of(uri, { dialect }) {
      const file = diskPath(uri);
      return dialect.launcher === 'editor' ? inEditor(file) : inKeychain(file);
    },
  };
}

const isWindows = process.platform === 'win32';

function refusal(file: string | null): { readonly why: string } | null {
  if (file === null) return { why: 'the file is not on the machine that the extension runs on' };
  return vscode.workspace.isTrusted ? null : { why: 'this workspace is not trusted' };
}
