import { homedir } from 'node:os';
import { importedFile } from '../resolvers/answers-file.ts';
import { createFileStore } from '../resolvers/file-store.ts';
import { createResolver, type Resolver } from '../resolvers/index.ts';
import { createCredentialHelper } from '../secrets/credential-helper.ts';
import { createScannerProgram } from '../secrets/scanner-program.ts';
import type { ResolverWishes } from './resolver.ts';

/** The part of the extension that talks to registries: a bundle of its own, loaded when the first question comes. */
export function createOnline({ answersFile, ...options }: ResolverWishes): Resolver {
  const user = { env: process.env, home: homedir(), platform: process.platform };
  const programs = { ...user, forbidden: options.workspaceFolders };
  return createResolver({
    ...options,
    user: {
      ...user,
      helper: createCredentialHelper(programs),
      runProgram: createScannerProgram(programs),
    },
    store: createFileStore(answersFile),
    // What the command line has imported counts here too.
    bundles: [createFileStore(importedFile(user))],
  });
}
