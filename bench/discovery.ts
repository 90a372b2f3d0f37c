import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { userFiles } from '../src/cli/user-files.ts';

export interface DiscoveryTimes {
  /** Milliseconds, medians. */
  readonly empty: number;
  readonly full: number;
}

/** How long it takes to find the user's files in a home folder with nothing else in it, and in one with 2,000 projects. */
export async function measureDiscovery(rounds: number): Promise<DiscoveryTimes> {
  const empty = homeWith(0);
  const full = homeWith(2000);
  try {
    return { empty: await medianOf(rounds, empty), full: await medianOf(rounds, full) };
  } finally {
    for (const home of [empty, full]) rmSync(home, { recursive: true });
  }
}

function homeWith(projects: number): string {
  const home = mkdtempSync(join(tmpdir(), 'mcp-posture-bench-home-'));
  const server = { command: '/opt/notes' };
  const names = Array.from({ length: projects }, (_, index) => `project-${index}`);
  const files = new Map<string, unknown>([
    ['.cursor/mcp.json', { mcpServers: { server } }],
    ['.config/Code/User/profiles/5f0c/mcp.json', { servers: { server } }],
    [
      '.claude.json',
      {
        projects: Object.fromEntries(
          names.map((name) => [join(home, name), { mcpServers: { server } }]),
        ),
      },
    ],
    ...names.map((name) => [`${name}/.vscode/mcp.json`, { servers: { server } }] as const),
  ]);
  for (const [path, data] of files) {
    mkdirSync(dirname(join(home, path)), { recursive: true });
    writeFileSync(join(home, path), JSON.stringify(data));
  }
  return home;
}

async function medianOf(rounds: number, home: string): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < rounds; i++) {
    const begun = performance.now();
    await userFiles({ os: 'linux', home, env: {} }, () => true);
    times.push(performance.now() - begun);
  }
  return times.toSorted((a, b) => a - b)[rounds >> 1] ?? Number.NaN;
}
