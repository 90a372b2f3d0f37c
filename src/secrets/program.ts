import { constants } from 'node:fs';
import { access, realpath, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join, relative, sep } from 'node:path';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface ProgramSearch {
  readonly env: Environment;
  readonly platform: NodeJS.Platform;
  /** Folders whose programs are never run: the workspace's. Absolute. */
  readonly forbidden: readonly string[];
}

/** A program as it was found once: later changes of PATH or links do not matter. */
export interface Program {
  /** With every link resolved: what is run. */
  readonly path: string;
  /** As PATH names it: programs that are many in one tell by it what they are. */
  readonly name: string;
  /** The folders of PATH in which it may look for programs itself. */
  readonly folders: readonly string[];
}

/** Finds a program by PATH, links resolved, outside every forbidden folder. Rejects with one line. */
export async function findProgram(name: string, search: ProgramSearch): Promise<Program> {
  const { env, platform } = search;
  // On Windows only `.exe`: a `.cmd` is run by a shell, which reads its arguments its own way.
  const file = platform === 'win32' ? `${name}.exe` : name;
  const isForbidden = await belowAny(search.forbidden, platform);
  const folders = await allowedFolders(pathOf(env, platform), isForbidden);
  for (const folder of folders) {
    const found = await programAt(join(folder, file));
    if (found !== undefined && !isForbidden(found))
      return { path: found, name: join(folder, file), folders };
  }
  throw new Error(`${name} was not found on PATH outside the workspace`);
}

/** What npm puts in front of PATH for a script, of the folder it stands in and of all above: some project's programs. */
const OF_PROJECTS = /[\\/]node_modules[\\/]\.bin[\\/]*$/i;

/** PATH without what depends on where one stands, without projects' programs, and without forbidden folders. */
async function allowedFolders(
  path: string,
  isForbidden: (path: string) => boolean,
): Promise<readonly string[]> {
  const folders = path
    .split(delimiter)
    .filter((folder) => isAbsolute(folder) && !OF_PROJECTS.test(folder));
  const allowed: string[] = [];
  for (const folder of new Set(folders)) {
    const real = await realpath(folder).catch(() => undefined);
    if (real === undefined || OF_PROJECTS.test(real)) continue;
    if (isForbidden(real) || isForbidden(folder)) continue;
    allowed.push(folder);
  }
  return allowed;
}

async function programAt(path: string): Promise<string | undefined> {
  try {
    const real = await realpath(path);
    if (!(await stat(real)).isFile()) return undefined;
    await access(real, constants.X_OK);
    return real;
  } catch {
    return undefined;
  }
}

/** Whether a path lies in one of these folders, as written or with links resolved, or is one. */
async function belowAny(
  folders: readonly string[],
  platform: NodeJS.Platform,
): Promise<(path: string) => boolean> {
  // Where cases are told apart and where not is the disk's to say: on these systems, mostly not.
  const fold = (path: string): string =>
    platform === 'win32' || platform === 'darwin' ? path.toLowerCase() : path;
  const real = await Promise.all(folders.map((folder) => realpath(folder).catch(() => folder)));
  const all = [...new Set([...folders, ...real])].map(fold);
  return (path) =>
    all.some((folder) => {
      const way = relative(folder, fold(path));
      return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
    });
}

function pathOf(env: Environment, platform: NodeJS.Platform): string {
  if (platform !== 'win32') return env['PATH'] ?? '';
  const key = Object.keys(env).find((name) => name.toUpperCase() === 'PATH');
  return (key === undefined ? undefined : env[key]) ?? '';
}
