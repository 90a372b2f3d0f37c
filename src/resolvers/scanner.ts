import type { ImageScan } from '../core/rules/dependency-facts.ts';
import { failed, type Fact } from '../core/rules/facts.ts';
import { jsonOf } from './json.ts';
import { createQueue } from './queue.ts';
import { readGrype, readScout, readTrivy, type ReadReport } from './scan-reports.ts';
import { summaryOf } from './scan-summary.ts';
import type { RunProgram } from './source.ts';

export interface ScannerOptions {
  /** Undefined: no program is ever run. */
  readonly run: RunProgram | undefined;
  readonly platform: NodeJS.Platform;
  /** Address of a Trivy server of the user's own settings; null: Trivy scans by itself. Read at each use. */
  readonly server: () => string | null;
  /** Of one scan; milliseconds. */
  readonly timeLimit?: number | undefined;
}

/** Looks for known vulnerabilities in an image. `reference`: `registry/repository@sha256:…`. Never rejects. */
export type Scan = (reference: string, signal: AbortSignal) => Promise<Fact<ImageScan>>;

/** An image is fetched and looked through, which takes minutes. */
const minutes = 5 * 60_000;
const maxOutput = 64 * 1024 * 1024;

interface Scanner {
  /** As people know it. */
  readonly name: string;
  readonly program: string;
  /** Whether it is there is not told by its program alone. */
  readonly probe?: readonly string[];
  readonly args: (reference: string) => readonly string[];
  readonly read: ReadReport;
  /** Prints `Version: 1.2.3` where the report does not say it. */
  readonly version?: readonly string[];
}

const trivy = (server: string | null): Scanner => ({
  name: 'trivy',
  program: 'trivy',
  args: (reference) => [
    'image',
    ...(server === null ? [] : ['--server', server]),
    ...['--format', 'json', '--quiet', '--scanners', 'vuln', '--exit-code', '0'],
    '--',
    reference,
  ],
  read: readTrivy,
  version: ['--version'],
});

const grype: Scanner = {
  name: 'grype',
  program: 'grype',
  args: (reference) => ['--output', 'json', '--quiet', '--', `registry:${reference}`],
  read: readGrype,
};

const scout: Scanner = {
  name: 'docker scout',
  program: 'docker',
  probe: ['scout', 'version'],
  args: (reference) => [...['scout', 'cves', '--format', 'sarif'], '--', `registry://${reference}`],
  read: readScout,
};

/** Scans with the first scanner that is installed: Trivy, Grype, Docker Scout. One image at a time, as each fills the disk. */
export function createScanner(options: ScannerOptions): Scan {
  const { run, platform, timeLimit = minutes } = options;
  const queue = createQueue(1);

  async function scan(reference: string, signal: AbortSignal): Promise<Fact<ImageScan>> {
    const server = options.server();
    if (server !== null && !isServer(server))
      return failed('the Trivy server of the settings is no web address');
    if (run === undefined) return failed(missing(platform));
    for (const scanner of [trivy(server), ...(server === null ? [grype, scout] : [])]) {
      const fact = await scanWith(run, scanner, reference, signal);
      if (fact !== null) return fact;
    }
    return failed(missing(platform));
  }

  /** Null: it is not installed. */
  async function scanWith(
    start: RunProgram,
    scanner: Scanner,
    reference: string,
    signal: AbortSignal,
  ): Promise<Fact<ImageScan> | null> {
    const { name, program, probe } = scanner;
    if (probe !== undefined && !(await isThere(start, program, probe, signal))) return null;
    const limits = { timeLimit, maxOutput };
    const result = await start(program, scanner.args(reference), limits, signal);
    if (result === null) return null;
    if (result.code !== 0) return failed(`${name} ended with ${result.code ?? 'a signal'}`);
    const { output } = result;
    // Some write a line of progress first.
    const json = jsonOf(new TextEncoder().encode(output.slice(Math.max(0, output.search(/[[{]/)))));
    const report = scanner.read(json);
    if (report === null) return failed(`${name} gave no report of this image that could be read`);
    const version = report.version ?? (await versionOf(start, scanner, signal));
    return {
      state: 'known',
      value: summaryOf(version === null ? name : `${name} ${version}`, report.hits),
    };
  }

  return async (reference, signal) => {
    try {
      return await queue.run('', signal, () => scan(reference, signal));
    } catch (error) {
      return failed(error instanceof Error ? error.message : 'the scanner could not be run');
    }
  };
}

/** Why nothing was scanned, with the line that changes it. */
function missing(platform: NodeJS.Platform): string {
  const line = platform === 'win32' ? 'winget install AquaSecurity.Trivy' : 'brew install trivy';
  return `no scanner is installed: ${line}, or see https://trivy.dev`;
}

async function isThere(
  run: RunProgram,
  program: string,
  args: readonly string[],
  signal: AbortSignal,
): Promise<boolean> {
  return (await run(program, args, {}, signal))?.code === 0;
}

async function versionOf(
  run: RunProgram,
  { program, version }: Scanner,
  signal: AbortSignal,
): Promise<string | null> {
  if (version === undefined) return null;
  const said = await run(program, version, {}, signal).catch(() => null);
  return /^Version:? v?(\d[\w.+-]{0,60})/m.exec(said?.output.slice(0, 2000) ?? '')?.[1] ?? null;
}

function isServer(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, username, password } = new URL(address);
  return /^https?:$/.test(protocol) && username === '' && password === '';
}
