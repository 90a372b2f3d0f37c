import { spawn } from 'node:child_process';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '..');

/** Longer than any step takes on a slow machine; a hanging one must not hang the machine that tests. */
const limitMs = 15 * 60_000;

/** Exit code of a script on this Node, its output on ours; it ends with us. */
export function runNode(args: readonly string[]): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    const end = () => child.kill('SIGTERM');
    const timer = setTimeout(end, limitMs);
    process.once('exit', end);
    child.on('error', () => resolve(1));
    child.on('exit', (code) => {
      clearTimeout(timer);
      process.off('exit', end);
      resolve(code ?? 1);
    });
  });
}
