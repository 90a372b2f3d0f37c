import { homedir } from 'node:os';
import { parse } from 'node:path';
import type { UserSide } from '../resolvers/source.ts';

/** Who runs this program. */
export function thisUser(): UserSide {
  return { env: process.env, home: home(), platform: process.platform };
}

/** In a container the user may have none; the root then holds no settings of anybody. */
function home(): string {
  try {
    return homedir();
  } catch {
    return parse(process.cwd()).root;
  }
}
