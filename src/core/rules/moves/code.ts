import { keep } from '../../config/kept.ts';
import type { Atom } from '../../config/node.ts';
import type { Server } from '../../config/server.ts';

/** The arguments that say what is run: scripts, packages, images, addresses. Hidden whole, nobody could tell. */
export function linesOfCode(server: Server): ReadonlySet<Atom> {
  return keep(server, readAtoms);
}

function readAtoms({ launch }: Server): ReadonlySet<Atom> {
  const { packages, git, image, downloads, remote, shell, program } = launch;
  const slices = [
    ...packages.map(({ at }) => at),
    ...git.map(({ at }) => at),
    ...downloads,
    ...[image?.at, remote?.at, shell?.script, program].filter(
      (at) => at !== undefined && at !== null,
    ),
    // A word that is a part of its argument: the argument is a line of its own.
    ...(shell?.commands ?? [])
      .flatMap(({ words }) => words)
      .filter(({ atom, start, end }) => end - start < String(atom.value).length),
  ];
  return new Set(slices.map(({ atom }) => atom));
}
