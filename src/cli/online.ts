import { defaultChoices, type PinChoices } from '../core/rules/facts.ts';
import { createFileStore } from '../resolvers/file-store.ts';
import { createResolver, type Resolver } from '../resolvers/index.ts';
import { createCredentialHelper } from '../secrets/credential-helper.ts';
import { createScannerProgram } from '../secrets/scanner-program.ts';
import { answersFile, importedFile } from '../resolvers/answers-file.ts';
import { choicesOf, type CommonFlags, type ScanFlags } from './options.ts';
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
  /** Address of a mirror of OSV; without it OSV is asked. */
  readonly osv?: string | undefined;
  /** A bundle of answers besides those that were imported. */
  readonly bundle?: string | undefined;
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
    osv: () => options.osv ?? null,
    trivyServer: () => options.trivyServer ?? null,
    bundles: [
      ...(cache ? [importedFile(user)] : []),
      ...(options.bundle === undefined ? [] : [options.bundle]),
    ].map(createFileStore),
    store: cache ? createFileStore(answersFile(user)) : undefined,
  });
}

/** The resolver that the flags of a command ask for. */
export function onlineFor(
  paths: readonly string[],
  flags: CommonFlags & Pick<ScanFlags, 'db'>,
): Resolver {
  const { network, cache, registryHost, osv, trivyServer, db } = flags;
  return createOnline({
    ...{ paths, network, cache, osv, trivyServer },
    registryHosts: registryHost,
    bundle: db,
    choices: choicesOf(flags),
  });
}

/** A resolver that knows and asks nothing. */
export function createOffline(): Resolver {
  const nothing = { paths: [], registryHosts: [], choices: defaultChoices };
  return createOnline({ ...nothing, network: false, cache: false });
}
