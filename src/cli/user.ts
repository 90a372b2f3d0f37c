import { homedir } from 'node:os';
import { parse } from 'node:path';
import { osOf, type Machine } from '../core/config/dialects/locations.ts';
import type { UserSide } from '../resolvers/source.ts';

/** Who runs this program. */
export function thisUser(): UserSide {
  return { env: process.env, home: home(), platform: process.platform };
}

/** The machine and whose files on it count. */
export function thisMachine(): Machine {
  const { env, home: own, platform } = thisUser();
  return { os: osOf(platform), home: own, env };
}

/** In a container the user may have none; the root then holds no settings of anybody. */
function home(): string {
  try {
    return homedir();
  } catch {
    return parse(process.cwd()).root;
  }
}
