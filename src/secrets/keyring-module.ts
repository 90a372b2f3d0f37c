import type { AsyncEntry, findCredentialsAsync } from '@napi-rs/keyring';
import { existsSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { ownFile } from './own-file.ts';

/** What is used of the native module. */
export interface Keyring {
  readonly AsyncEntry: typeof AsyncEntry;
  readonly findCredentialsAsync: typeof findCredentialsAsync;
}

/**
 * The native module for this system: beside this program, or in a `node_modules` above it. Throws one line when there is
 * none. The package's own loader is passed by: it runs whatever library NAPI_RS_NATIVE_LIBRARY_PATH names, and the
 * environment may come from a file that we are to judge.
 */
export function loadKeyring(from: string = ownFile): Keyring {
  return keyringAt(from).keyring;
}

/** The file of the module that `loadKeyring` loads. Throws as that does. */
export function keyringFile(from: string = ownFile): string {
  return keyringAt(from).path;
}

function keyringAt(from: string): { readonly keyring: Keyring; readonly path: string } {
  let found = false;
  for (const system of systemNames()) {
    const path = libraryOf(system, from);
    if (path === undefined) continue;
    found = true;
    try {
      const keyring: unknown = createRequire(from)(path);
      if (isKeyring(keyring)) return { keyring, path };
    } catch {
      // What the system says of it does not help a person further.
    }
  }
  const module = `the keychain module for ${process.platform}-${process.arch}`;
  throw new Error(
    found
      ? `${module} cannot be loaded here: install this program anew on this system`
      : `${module} is not installed with this program: install it anew on this system`,
  );
}

/** As the module's files are called, for either C library of Linux. */
function systemNames(): readonly string[] {
  const { platform, arch } = process;
  switch (platform) {
    case 'win32':
      return [`win32-${arch}-msvc`];
    case 'linux':
      return ['gnu', 'musl', 'gnueabihf'].map((library) => `linux-${arch}-${library}`);
    default:
      return [`${platform}-${arch}`];
  }
}

function libraryOf(system: string, from: string): string | undefined {
  const file = `keyring.${system}.node`;
  const beside = join(dirname(from), file);
  if (existsSync(beside)) return beside;
  for (let folder = dirname(from), last = ''; folder !== last; folder = dirname(folder)) {
    const scope = join(folder, 'node_modules/@napi-rs');
    const found = [scope, ...scopesOf(join(scope, 'keyring'))]
      .map((at) => join(at, `keyring-${system}`, file))
      .find(existsSync);
    if (found !== undefined) return found;
    last = folder;
  }
  return undefined;
}

/** Where a package manager may have put what the package needs: below it, or beside its real place. */
function scopesOf(keyring: string): readonly string[] {
  if (!existsSync(keyring)) return [];
  const real = realpathSync(keyring);
  return [join(real, 'node_modules/@napi-rs'), dirname(real)];
}

function isKeyring(value: unknown): value is Keyring {
  return (
    typeof value === 'object' &&
    value !== null &&
    'AsyncEntry' in value &&
    typeof value.AsyncEntry === 'function' &&
    'findCredentialsAsync' in value &&
    typeof value.findCredentialsAsync === 'function'
  );
}
