import type { Launch } from '../launch/launch.ts';

/** What a launch can have, and most lack: a rule about one of these has nothing to say of the others. */
export type LaunchPart = keyof typeof bits;

const bits = {
  packages: 1,
  git: 2,
  downloads: 4,
  image: 8,
  container: 16,
  remote: 32,
  shell: 64,
  program: 128,
} as const satisfies Partial<Record<keyof Launch, number>>;

/** Of any launch. */
const ANY = 256;

/** These parts as one number; that of any launch where they are left out. */
export function maskOf(parts: readonly LaunchPart[] | undefined): number {
  return parts?.reduce((mask, part) => mask | bits[part], 0) ?? ANY;
}

/** The parts that a launch has; never none, so that rules about any server are called. */
export function partsIn(launch: Launch): number {
  const { packages, git, downloads, image, container, remote, shell, program } = launch;
  return (
    ANY |
    (packages.length > 0 ? bits.packages : 0) |
    (git.length > 0 ? bits.git : 0) |
    (downloads.length > 0 ? bits.downloads : 0) |
    (image === null ? 0 : bits.image) |
    (container === null ? 0 : bits.container) |
    (remote === null ? 0 : bits.remote) |
    (shell === null ? 0 : bits.shell) |
    (program === null ? 0 : bits.program)
  );
}
