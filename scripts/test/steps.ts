import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root, runNode } from '../run-node.ts';
import { downloadedDesktop, hasDisplay } from '../vscode/desktop.ts';
import { hasKeyring, installKeyring, keyringTests } from './keyring.ts';
import { hasRegistry, installRegistry, registryTests } from './registry.ts';
import type { Tally } from './tally.ts';

export type Outcome =
  | { readonly kind: 'passed'; readonly tally?: Tally }
  | { readonly kind: 'failed'; readonly why: string; readonly tally?: Tally }
  /** Could not be run on this machine. */
  | { readonly kind: 'skipped'; readonly why: string };

export interface Step {
  readonly name: string;
  readonly run: () => Promise<Outcome>;
}

/** Everything that has to hold, in the order in which it is cheapest to find out. */
export const steps: readonly Step[] = [
  { name: 'types', run: () => check('node_modules/typescript/bin/tsc', '--noEmit') },
  { name: 'lint', run: () => check('node_modules/oxlint/bin/oxlint', '--type-aware') },
  { name: 'format', run: () => check('node_modules/oxfmt/bin/oxfmt', '--check') },
  { name: 'build', run: () => check('esbuild.config.mjs') },
  // The tests after these two leave out what needs them where there is none.
  { name: 'registry', run: async () => installRegistry() },
  { name: 'keyring', run: async () => installKeyring() },
  {
    name: 'unit',
    run: () => testRun(files('test/**/*.test.ts', 'test/e2e/**'), ['--test-isolation=none']),
  },
  // One at a time: each file runs a VS Code and a browser.
  { name: 'e2e', run: () => testRun(files('test/e2e/*.test.ts'), ['--test-concurrency=1']) },
  { name: 'electron', run: electron },
];

async function check(script: string, ...args: readonly string[]): Promise<Outcome> {
  const code = await runNode([join(root, script), ...args]);
  return code === 0 ? { kind: 'passed' } : { kind: 'failed', why: `exit code ${code}` };
}

async function testRun(paths: readonly string[], flags: readonly string[]): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'mcp-posture-test-'));
  const counts = join(folder, 'tally.json');
  try {
    const code = await runNode([
      '--test',
      ...flags,
      ...['--test-reporter=spec', '--test-reporter-destination=stdout'],
      ...[
        `--test-reporter=${new URL('tally.ts', import.meta.url).href}`,
        `--test-reporter-destination=${counts}`,
      ],
      ...paths,
    ]);
    const tally = readTally(counts);
    if (tally === null)
      return { kind: 'failed', why: `the test runner ended with ${code} and no count` };
    if (code !== 0 || tally.failed > 0)
      return { kind: 'failed', why: `${tally.failed} failed`, tally };
    if (tally.passed === 0) return { kind: 'failed', why: 'no test ran', tally };
    return { kind: 'passed', tally };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readTally(file: string): Tally | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Tally;
  } catch {
    return null;
  }
}

/** In the oldest VS Code that the manifest promises: the other end-to-end tests run in a new one. */
async function electron(): Promise<Outcome> {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    engines: { vscode: string };
  };
  const version = process.env['VSCODE_VERSION'] ?? manifest.engines.vscode.replace('^', '');
  if (!hasDisplay()) {
    return { kind: 'skipped', why: 'needs a display (xvfb-run -a npm run test:electron)' };
  }
  try {
    process.env['MCP_POSTURE_DESKTOP'] = await downloadedDesktop(
      version,
      join(root, '.cache/desktop'),
    );
  } catch (error) {
    const why = error instanceof Error ? error.message.split('\n')[0] : String(error);
    return { kind: 'skipped', why: `VS Code ${version} cannot be downloaded here: ${why}` };
  }
  return testRun(files('test/e2e/desktop/*.test.ts'), ['--test-concurrency=1']);
}

function files(pattern: string, but = ''): readonly string[] {
  const found = globSync(pattern, { cwd: root, exclude: but === '' ? [] : [but] }).sort();
  const without = new Set([
    ...(hasRegistry() ? [] : registryTests),
    ...(hasKeyring() ? [] : keyringTests),
  ]);
  return found.filter((file) => !without.has(file));
}
