import { spawn } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, type TestContext } from 'node:test';
import { build, type BuildOptions } from 'esbuild';
import { launcherBundle } from '../../scripts/launcher-bundle.ts';
import { apart } from '../../scripts/lazy-bundles.ts';
import type { JsonReport } from '../../src/output/json.ts';

const built = mkdtempSync(join(tmpdir(), 'mcp-posture-bundle-'));
const root = join(import.meta.dirname, '../..');
const program = join(built, 'dist/cli.js');
// Somebody else than root runs it too.
chmodSync(built, 0o755);
// The keychain's module is native, so it is in no bundle.
symlinkSync(join(root, 'node_modules'), join(built, 'node_modules'));
cpSync(join(root, 'bin'), join(built, 'bin'), { recursive: true });
const shared: BuildOptions = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  mainFields: ['module', 'main'],
  logLevel: 'error',
};
await Promise.all([
  build({ ...shared, entryPoints: [join(root, 'src/cli/main.ts')], outfile: program }),
  build({ ...launcherBundle, outfile: join(built, 'dist/launcher.js') }),
  build({
    ...shared,
    entryPoints: [join(root, 'src/secrets/keychain-launch.ts')],
    outfile: join(built, 'dist/keychain-launch.js'),
    define: { 'import.meta.filename': '__filename' },
    plugins: [apart],
    supported: { 'dynamic-import': false },
  }),
  build({
    ...shared,
    entryPoints: [join(root, 'src/core/config/all-formats.ts')],
    outfile: join(built, 'dist/all-formats.js'),
  }),
]);
after(() => rmSync(built, { recursive: true, force: true }));

export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Closes our end of its output after the first piece, as `head` does. */
  readonly closeEarly?: boolean;
  /** Another Node than this one. */
  readonly node?: string;
  /** Runs as this user and the group of the same number; for who is root. */
  readonly uid?: number;
  /** What stands on its standard input; nothing without. */
  readonly input?: string;
  /** When to press Ctrl-C. */
  readonly interrupt?: Promise<unknown>;
}

/**
 * Runs the bundled command line in a process of its own, with an environment that says nothing of colours or proxies, and
 * a home and a cache in which nothing is.
 */
export async function runCli(args: readonly string[], options: RunOptions = {}): Promise<Run> {
  const { node = process.execPath, uid } = options;
  const by = uid === undefined ? [] : ['-e', becoming(uid)];
  const child = spawn(node, [...by, program, ...args, ...nobody(args)], {
    cwd: options.cwd,
    env: { PATH: process.env.PATH, ...emptyHome(), ...options.env },
    stdio: ['pipe', 'pipe', 'pipe'],
    timeout: 60_000,
  });
  // It may end without reading.
  child.stdin.on('error', () => {});
  child.stdin.end(options.input ?? '');
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    if (options.closeEarly === true) child.stdout.destroy();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  void options.interrupt?.then(() => child.kill('SIGINT'));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  return { code, stdout, stderr };
}

/**
 * Gives up root's rights before the program is loaded. Not by `spawn`: where the checkout lies below a folder of root's
 * own, that user could not start the Node in it. Nor may the program be looked for from the working directory.
 */
function becoming(uid: number): string {
  return `process.setgroups([]);
process.setgid(${uid});
process.setuid(${uid});
const [, program] = process.argv;
require('node:module').createRequire(program)(program);`;
}

/** What asks for advisories asks a port on which nobody listens, unless the test says whom. */
function nobody(args: readonly string[]): readonly string[] {
  const [first = '', second = ''] = args;
  const asks = ['scan', 'pin'].includes(first) || (first === 'db' && second === 'export');
  const isSaid = args.includes('--osv') || args.includes('--no-network') || args.includes('--help');
  return asks && !isSaid ? ['--osv', 'http://127.0.0.1:9'] : [];
}

function emptyHome(): Readonly<Record<string, string>> {
  const home = mkdtempSync(join(built, 'home-'));
  chmodSync(home, 0o755);
  return { HOME: home, XDG_CACHE_HOME: join(home, 'cache') };
}

/** The report of an offline run that must print JSON and nothing else. */
export async function scanJson(
  paths: readonly string[],
  options: RunOptions & { readonly flags?: readonly string[] } = {},
): Promise<{ readonly code: number | null; readonly report: JsonReport }> {
  const flags = options.flags ?? ['--no-network'];
  const run = await runCli(['scan', ...paths, '--format', 'json', ...flags], options);
  return { code: run.code, report: JSON.parse(run.stdout) as JsonReport };
}

/** A folder of its own with these files, gone after the test. */
export function folderWith(
  t: TestContext,
  files: Readonly<Record<string, string | Buffer>>,
): string {
  const folder = mkdtempSync(join(tmpdir(), 'mcp-posture-cli-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}
