import { accessSync, constants, statSync } from 'node:fs';
import { posix, win32 } from 'node:path';
import { variable, type Environment } from './environment.ts';

export type Found =
  | { readonly kind: 'found'; readonly path: string }
  | { readonly kind: 'missing' | 'not-executable'; readonly why: string };

export interface Where {
  /** Of the child: its PATH counts. */
  readonly env: Environment;
  readonly cwd: string;
  readonly platform: NodeJS.Platform;
}

/** The absolute path of what a command names, as the system itself would find it. Links are kept. */
export function findProgram(command: string, where: Where): Found {
  const { env, cwd, platform } = where;
  const paths = platform === 'win32' ? win32 : posix;
  const isPath = platform === 'win32' ? /[\\/]/.test(command) : command.includes('/');
  // The system's own when there is no PATH.
  const path = variable(env, 'PATH', platform) ?? (platform === 'win32' ? '' : '/bin:/usr/bin');
  const folders = isPath ? [''] : path.split(paths.delimiter);
  let denied: string | undefined;
  for (const folder of folders) {
    const base = paths.isAbsolute(folder) ? folder : paths.resolve(cwd, folder);
    for (const name of namesOf(command, where)) {
      const file = paths.isAbsolute(name) ? name : paths.join(base, name);
      const state = stateOf(file);
      if (state === 'executable') return { kind: 'found', path: file };
      if (state === 'not-executable') denied ??= file;
    }
  }
  if (denied !== undefined)
    return { kind: 'not-executable', why: `${denied} is not an executable file` };
  const place = isPath ? '' : ` on PATH (${path === '' ? 'which is empty' : path})`;
  return { kind: 'missing', why: `${command} was not found${place}` };
}

/** On Windows with each ending that makes a program, unless it has one. */
function namesOf(command: string, { env, platform }: Where): readonly string[] {
  if (platform !== 'win32') return [command];
  const endings = (variable(env, 'PATHEXT', platform) ?? '.COM;.EXE;.BAT;.CMD')
    .split(';')
    .filter((ending) => ending !== '');
  const has = endings.some((ending) => command.toUpperCase().endsWith(ending.toUpperCase()));
  return has ? [command] : endings.map((ending) => command + ending.toLowerCase());
}

function stateOf(file: string): 'executable' | 'not-executable' | 'missing' {
  try {
    if (!statSync(file).isFile()) return 'not-executable';
  } catch {
    return 'missing';
  }
  try {
    accessSync(file, constants.X_OK);
    return 'executable';
  } catch {
    return 'not-executable';
  }
}
