import { isAbsolute, join, relative, sep } from 'node:path';

/** Whether a path is a folder or lies below it. */
export function isBelow(path: string, folder: string): boolean {
  const way = relative(join(folder), path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
