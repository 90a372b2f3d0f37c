import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createScannerProgram } from '../../src/secrets/scanner-program.ts';
import { writeProgram } from './docker-home.ts';
import type { UserSetting } from './resolver-for.ts';

/** A person's home, and a folder of their programs with stand-ins for scanners. Every report is synthetic. */
export interface Scanners extends AsyncDisposable {
  readonly home: string;
  /** On PATH. */
  readonly programs: string;
  /** On PATH too, before the programs; nothing in it is ever run. */
  readonly workspace: string;
  /** Puts a stand-in there; `script` gets the arguments. */
  add(name: string, script: string, folder?: string): Promise<void>;
  /** A stand-in that prints this report for every image, and notes how it was started. */
  replay(name: string, report: unknown, code?: number): Promise<void>;
  /** `trivy image …`, one a start, in order. */
  calls(): Promise<readonly string[]>;
  /** The environment of the last start of a stand-in that replays. */
  environment(): Promise<Readonly<Record<string, string>>>;
  user(
    env?: Readonly<Record<string, string>>,
  ): Required<Pick<UserSetting, 'env' | 'home' | 'runProgram'>>;
}

export async function scanners(): Promise<Scanners> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'mcp-posture-scanners-')));
  const at = (name: string): string => join(root, name);
  const [home, programs, workspace, noted] = [at('home'), at('programs'), at('ws'), at('calls')];
  for (const folder of [home, programs, workspace]) await mkdir(folder);
  // What stand-ins need, and no scanner that this machine may have.
  const tools = ['/usr/bin', '/bin'].join(':');

  async function add(name: string, script: string, folder = programs): Promise<void> {
    const rest = `PATH="${tools}:$PATH"\n${script}`;
    await writeProgram(join(folder, name), `/usr/bin/env > '${at('env')}'\n${rest}`);
  }

  return {
    home,
    programs,
    workspace,
    add,
    async replay(name, report, code = 0) {
      const file = at(`${name}.json`);
      await writeFile(file, typeof report === 'string' ? report : JSON.stringify(report));
      await add(
        name,
        `echo "${name} $*" >> '${noted}'\ntest "$PWD" = "$HOME" || exit 9\ncat '${file}'\nexit ${code}`,
      );
    },
    async calls() {
      const text = await readFile(noted, 'utf8').catch(() => '');
      return text.split('\n').filter((line) => line !== '');
    },
    async environment() {
      const lines = (await readFile(at('env'), 'utf8')).trim().split('\n');
      return Object.fromEntries(
        lines.map((line) => {
          const sign = line.indexOf('=');
          return [line.slice(0, sign), line.slice(sign + 1)];
        }),
      );
    },
    user(more = {}) {
      const env = { PATH: `${workspace}:${programs}`, HOME: home, ...more };
      const platform = process.platform;
      const forbidden = (): readonly string[] => [workspace];
      return { env, home, runProgram: createScannerProgram({ env, home, platform, forbidden }) };
    },
    async [Symbol.asyncDispose]() {
      await rm(root, { recursive: true, force: true });
    },
  };
}

/** As Trivy has written it since 0.20; `made` since 0.67. */
export function trivyReport(
  vulnerabilities: readonly (readonly [
    id: string,
    name: string,
    severity: string,
    fixed?: string,
  ])[],
  made?: string,
): unknown {
  return {
    SchemaVersion: 2,
    ...(made === undefined ? {} : { Trivy: { Version: made } }),
    ArtifactName: 'ghcr.io/acme/mcp@sha256:…',
    ArtifactType: 'container_image',
    Metadata: { OS: { Family: 'alpine', Name: '3.20.5' } },
    Results: [
      {
        Target: 'ghcr.io/acme/mcp (alpine 3.20.5)',
        Class: 'os-pkgs',
        Type: 'alpine',
        ...(vulnerabilities.length === 0
          ? {}
          : {
              Vulnerabilities: vulnerabilities.map(([VulnerabilityID, PkgName, Severity, fix]) => ({
                VulnerabilityID,
                PkgName,
                InstalledVersion: '1.0.0-r0',
                ...(fix === undefined ? {} : { FixedVersion: fix }),
                Severity,
              })),
            }),
      },
      { Target: 'Node.js', Class: 'lang-pkgs', Type: 'node-pkg' },
    ],
  };
}
