import type { Atom } from '../config/node.ts';
import type { Server } from '../config/server.ts';

/**
 * Whether the runner itself is given an option: words that the server gets do not count, nor what stands in a shell line
 * behind them.
 */
export function hasOption({ command, words, launch }: Server, wanted: RegExp): boolean {
  const served = new Map<Atom, number>();
  for (const { atom, start } of launch.args) {
    served.set(atom, Math.min(served.get(atom) ?? start, start));
  }
  const atoms = command === null ? words : [command, ...words];
  return atoms.some((atom) => {
    const text = String(atom.value).slice(0, served.get(atom) ?? 4096);
    return text.split(/[\s"']+/).some((word) => wanted.test(word.split('=', 1)[0] ?? ''));
  });
}
