import type { PinChoices } from '../core/rules/facts.ts';
import { createFileStore } from '../resolvers/file-store.ts';
import { createResolver, type Resolver } from '../resolvers/index.ts';
import { createCredentialHelper } from '../secrets/credential-helper.ts';
import { createScannerProgram } from '../secrets/scanner-program.ts';
import { answersFile } from './answers-file.ts';
import { useProxyOfEnvironment } from './proxy.ts';
import { thisUser } from './user.ts';
import { workspacesOf } from './workspaces.ts';

const HOUR = 3_600_000;

export interface OnlineOptions {
  readonly network: boolean;
  /** Whether answers are kept between runs. */
  readonly cache: boolean;
  /** Registries that may be asked besides the built-in public ones: a host, with its port if it has one. */
  readonly registryHosts: readonly string[];
  readonly choices: PinChoices;
  /** Address of a Trivy server; without it Trivy works by itself. */
  readonly trivyServer?: string | undefined;
  /** What is looked at: no program in there is run. */
  readonly paths: readonly string[];
}

/** The one resolver of a run. Throws when the environment names a proxy that is none. */
export function createOnline(options: OnlineOptions): Resolver {
  const { network, cache, registryHosts, choices } = options;
  if (network) useProxyOfEnvironment();
  const user = thisUser();
  const forbidden = workspacesOf(options.paths, user.home);
  const programs = { ...user, forbidden: () => forbidden };
  return createResolver({
    userHosts: () => registryHosts,
    network: () => network,
    choices: () => choices,
    lifetimes: () => ({ images: HOUR, versions: 6 * HOUR, advisories: 24 * HOUR }),
    user: {
      ...user,
      helper: createCredentialHelper(programs),
      runProgram: createScannerProgram(programs),
    },
    trivyServer: () => options.trivyServer ?? null,
    store: cache ? createFileStore(answersFile(user)) : undefined,
  });
}
