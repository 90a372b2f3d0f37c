import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { median } from './keystroke.ts';
import { activateScript } from './stand-in.ts';

const project = join(import.meta.dirname, '..');

/** What a window without any configuration costs; milliseconds. */
export interface Activation {
  readonly load: number;
  readonly activate: number;
  /** Of Node.js alone from spawn to exit, run in turn with the others. */
  readonly node: number;
  /** The names of the bundles that were loaded until it had looked for files. */
  readonly bundles: readonly string[];
}

/** Medians of loading and activating the extension's bundle beside a stand-in vscode without files. */
export function measureActivation(runs: number): Activation {
  const file = join(project, 'dist/extension.js');
  const all = Array.from({ length: runs }, () => {
    const started = performance.now();
    run(['-e', '0']);
    const node = performance.now() - started;
    const { stdout, stderr, status } = run(['-e', activateScript, file]);
    if (status !== 0 || stdout === '')
      throw new Error(`dist/extension.js does not start: ${stderr.slice(-400)}`);
    // Our own script printed it.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    return { ...(JSON.parse(stdout) as Omit<Activation, 'node'>), node };
  });
  const medianOf = (key: 'load' | 'activate' | 'node') => median(all.map((one) => one[key]));
  return {
    load: medianOf('load'),
    activate: medianOf('activate'),
    node: medianOf('node'),
    bundles: [...new Set(all.flatMap(({ bundles }) => bundles))],
  };
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
