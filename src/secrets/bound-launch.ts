import { resolve } from 'node:path';
import { child, isString } from '../core/config/node.ts';
import { variablesIn } from './env-file.ts';
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
  /** The variables of the entry's own file, which `env` goes before. */
  readonly fileEnv: ReadonlyMap<string, string>;
}

const MAX_ENV_FILE = 4 * 1024 * 1024;

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
  return { words, cwd, base, env, unset, fileEnv: await fileEnvOf(entry, base, world) };
}

async function fileEnvOf(
  { server }: SecretEntry,
  base: string,
  world: World,
): Promise<ReadonlyMap<string, string>> {
  const path = server.envFile === null ? null : textOf(expand(server.envFile.value, world));
  if (path === null) return new Map();
  const content = await world.files.read(resolve(base, withHome(path, world)), MAX_ENV_FILE);
  return variablesIn(content === null ? '' : new TextDecoder().decode(content));
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
