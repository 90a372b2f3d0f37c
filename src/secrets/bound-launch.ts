import { isAbsolute, join, resolve } from 'node:path';
import { child, isString } from '../core/config/node.ts';
import { expand, textOf, withHome, type Pattern } from './expand.ts';
import type { SecretEntry } from './secret-entry.ts';
import type { World } from './world.ts';

/** The words of an entry as its client reads them, and where they are read from. */
export interface BoundLaunch {
  readonly words: readonly Pattern[];
  /** Where the entry or the client's own rule says that it starts, links resolved; null where the client chooses. */
  readonly cwd: string | null;
  /** Where its relative paths start from. */
  readonly base: string;
  readonly env: ReadonlyMap<string, Pattern>;
  /** Variables that the entry takes away. */
  readonly unset: ReadonlySet<string>;
}

export async function boundLaunch(entry: SecretEntry, world: World): Promise<BoundLaunch> {
  const words = entry.words.map((word) => expand(word, world));
  const env = new Map<string, Pattern>();
  const unset = new Set<string>();
  for (const { name, value } of entry.server.env) {
    if (value?.kind !== 'atom') continue;
    if (value.value === null) unset.add(name);
    else env.set(name, expand(String(value.value), world));
  }
  const cwd = await cwdOf(entry, world);
  const base = cwd ?? world.reported?.cwd ?? world.workspace ?? world.home;
  return { words, cwd, base, env, unset };
}

async function cwdOf({ server }: SecretEntry, world: World): Promise<string | null> {
  const { home, workspace, reported, files } = world;
  const start = workspace ?? home;
  const written = child(server.node, 'cwd');
  let path: string | null = null;
  if (isString(written)) {
    const text = textOf(expand(withHome(written.value, world), world));
    path = text === null ? (reported?.cwd ?? null) : resolve(start, text);
  } else if (world.env !== null) path = start;
  return path === null ? null : ((await files.real(path)) ?? path);
}

/** The absolute path that a command resolves to, links resolved, as the system looks for it. */
export async function programOf(launch: BoundLaunch, world: World): Promise<string | null> {
  const [first] = launch.words;
  const command = first === undefined ? null : textOf(first);
  // Only the launcher knows the client's own PATH.
  if (command === null || (world.env === null && world.reported !== null))
    return world.reported?.program ?? null;
  const { platform, files } = world;
  const name = withHome(command, world);
  const isPath = name.includes('/') || (platform === 'win32' && name.includes('\\'));
  const folders = isPath ? [''] : searchPath(launch, world).split(platform === 'win32' ? ';' : ':');
  for (const folder of folders) {
    for (const end of endingsOf(name, platform)) {
      const path = isPath
        ? resolve(launch.base, name + end)
        : join(folderAt(folder, launch), name + end);
      if (await files.runs(path)) return files.real(path);
    }
  }
  return null;
}

function folderAt(folder: string, { base }: BoundLaunch): string {
  return isAbsolute(folder) ? folder : join(base, folder);
}

function searchPath({ env }: BoundLaunch, world: World): string {
  const isPath = (name: string): boolean =>
    world.platform === 'win32' ? name.toUpperCase() === 'PATH' : name === 'PATH';
  const own = [...env].find(([name]) => isPath(name))?.[1];
  const clients = Object.entries(world.env ?? {}).find(([name]) => isPath(name))?.[1];
  return (own === undefined ? null : textOf(own)) ?? clients ?? world.path;
}

function endingsOf(name: string, platform: NodeJS.Platform): readonly string[] {
  if (platform !== 'win32' || /\.(?:exe|com|cmd|bat)$/i.test(name)) return [''];
  return ['.com', '.exe', '.bat', '.cmd'];
}
