import { exec, type ExecResult } from './exec.ts';
import { findProgram, type Environment } from './program.ts';

export interface ScannerProgramOptions {
  readonly env: Environment;
  /** Absolute. */
  readonly home: string;
  readonly platform: NodeJS.Platform;
  /** Folders whose programs are never run: the workspace's. Absolute, read at each use. */
  readonly forbidden: () => readonly string[];
}

/** Null: there is no such program. Rejects with one line that holds nothing of its output. */
export type RunScanner = (
  program: string,
  args: readonly string[],
  limits: { readonly timeLimit?: number; readonly maxOutput?: number },
  signal: AbortSignal,
) => Promise<ExecResult | null>;

const programs: ReadonlySet<string> = new Set(['trivy', 'grype', 'docker']);

/** What a scanner is not to send: usage, and the question whether there is a newer version. */
const quiet = {
  TRIVY_DISABLE_TELEMETRY: 'true',
  TRIVY_SKIP_VERSION_CHECK: 'true',
  GRYPE_CHECK_FOR_APP_UPDATE: 'false',
} as const;

/** Of the user's own environment: where a scanner gets and keeps its database, and whom it trusts. */
const own = [
  'TRIVY_CACHE_DIR',
  'TRIVY_DB_REPOSITORY',
  'TRIVY_JAVA_DB_REPOSITORY',
  'TRIVY_SKIP_DB_UPDATE',
  'TRIVY_SKIP_JAVA_DB_UPDATE',
  'TRIVY_OFFLINE_SCAN',
  'TRIVY_TOKEN',
  'GRYPE_DB_CACHE_DIR',
  'GRYPE_DB_UPDATE_URL',
  'GRYPE_DB_AUTO_UPDATE',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'DOCKER_HOST',
] as const;

/** Runs scanners of images, as programs of the user's are run. */
export function createScannerProgram(options: ScannerProgramOptions): RunScanner {
  const { env, home, platform } = options;
  return async (program, args, limits, signal) => {
    if (!programs.has(program)) return null;
    const forbidden = options.forbidden();
    const found = await findProgram(program, { env, platform, forbidden }).then(
      () => true,
      () => false,
    );
    if (!found) return null;
    const picked = own.flatMap((name) => {
      const value = env[name];
      return value === undefined ? [] : [[name, value] as const];
    });
    const besides = { ...Object.fromEntries(picked), ...quiet };
    return await exec({
      ...{ program, args, input: '', env, home, platform, forbidden, besides, signal },
      ...limits,
    });
  };
}
