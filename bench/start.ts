import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { median } from './keystroke.ts';

const project = join(import.meta.dirname, '..');

/** Loads the bundle in a fresh process where `vscode` is a stand-in that answers any property. */
const loadScript = `
  const Module = require('node:module');
  // A bundle copies what it requires and keeps the prototype: the stand-in answers from there.
  const standIn = new Proxy(function () {}, { get: (_, key) => (key === Symbol.toPrimitive ? () => '' : standIn), apply: () => standIn, construct: () => standIn });
  const load = Module._load;
  Module._load = (request, ...rest) => (request === 'vscode' ? Object.create(standIn) : load(request, ...rest));
  const started = performance.now();
  require(process.argv[1]);
  process.stdout.write(String(performance.now() - started));
  process.exit(0);
`;

/** Median milliseconds to load the extension's bundle. Its activation is measured in a real VS Code. */
export function measureLoad(runs: number): number {
  return median(
    Array.from({ length: runs }, () => {
      const { stdout, stderr, status } = run([
        '-e',
        loadScript,
        join(project, 'dist/extension.js'),
      ]);
      if (status !== 0) throw new Error(`dist/extension.js does not load: ${stderr.slice(-400)}`);
      return Number(stdout);
    }),
  );
}

/** Median milliseconds from spawn to exit of `mcp-posture --version`, and of Node alone. */
export function measureCliStart(runs: number): { readonly cli: number; readonly node: number } {
  const timed = (args: readonly string[]): number =>
    median(
      Array.from({ length: runs }, () => {
        const started = performance.now();
        run(args);
        return performance.now() - started;
      }),
    );
  return { cli: timed([join(project, 'dist/cli.js'), '--version']), node: timed(['-e', '0']) };
}

function run(args: readonly string[]) {
  return spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 30_000 });
}
