import { isAbsolute, join, resolve } from 'node:path';
import type { BoundLaunch } from './bound-launch.ts';
import { textOf, withHome } from './expand.ts';
import type { World } from './world.ts';

/**
 * The absolute path that a command resolves to, links resolved, as the system looks for it; more than one where clients
 * differ in what they take for the PATH.
 */
export async function programsOf(launch: BoundLaunch, world: World): Promise<readonly string[]> {
  // Only the launcher knows the client's own PATH.
  if (world.env === null && world.reported !== null) return listOf(world.reported.program);
  if (textOf(launch.words[0] ?? [null]) === null) return listOf(world.reported?.program ?? null);
  const found = new Set<string>();
  for (const path of pathsOf(launch, world)) {
    const program = await programAlong(path, launch, world);
    if (program !== null) found.add(program);
  }
  return [...found];
}

/** The same along one PATH; null when it resolves to nothing. */
export async function programAlong(
  path: string,
  launch: BoundLaunch,
  world: World,
): Promise<string | null> {
  const command = textOf(launch.words[0] ?? []);
  if (command === null) return null;
  const { platform, files } = world;
  const name = withHome(command, world);
  const isPath = name.includes('/') || (platform === 'win32' && name.includes('\\'));
  const folders = isPath ? [''] : path.split(separator(platform));
  for (const folder of folders) {
    for (const end of endingsOf(name, platform)) {
      const at = isPath
        ? resolve(launch.base, name + end)
        : join(folderAt(folder, launch), name + end);
      if (await files.runs(at)) return files.real(at);
    }
  }
  return null;
}

/**
 * What a launch has for PATH: the client's own, its file's in the place of that. What the entry says comes behind it in
 * VS Code since 2026-03; before, and in other clients, in its place.
 */
export function pathsOf({ env, unset, fileEnv }: BoundLaunch, world: World): readonly string[] {
  const { platform } = world;
  const isPath = (name: string): boolean =>
    platform === 'win32' ? name.toUpperCase() === 'PATH' : name === 'PATH';
  if ([...unset].some(isPath)) return [platform === 'win32' ? '' : '/bin:/usr/bin'];
  const files = [...fileEnv].find(([name]) => isPath(name))?.[1];
  const clients = Object.entries(world.env ?? {}).find(([name]) => isPath(name))?.[1];
  const before = files ?? clients ?? world.path;
  const written = [...env].find(([name]) => isPath(name))?.[1];
  const own = written === undefined ? null : textOf(written);
  if (own === null) return [before];
  if (world.env === null || before === '') return [own];
  return [`${before}${separator(platform)}${own}`, own];
}

function separator(platform: NodeJS.Platform): string {
  return platform === 'win32' ? ';' : ':';
}

function listOf(program: string | null): readonly string[] {
  return program === null ? [] : [program];
}

function folderAt(folder: string, { base }: BoundLaunch): string {
  return isAbsolute(folder) ? folder : join(base, folder);
}

function endingsOf(name: string, platform: NodeJS.Platform): readonly string[] {
  if (platform !== 'win32' || /\.(?:exe|com|cmd|bat)$/i.test(name)) return [''];
  return ['.com', '.exe', '.bat', '.cmd'];
}
