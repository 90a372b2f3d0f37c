import { namesInFile } from './agreement.ts';
import { boundLaunch } from './bound-launch.ts';
import { loadsCode } from './differences.ts';
import { sha256 } from './entry-hash.ts';
import { textOf } from './expand.ts';
import type { BrokerRequest } from './protocol.ts';
import type { SecretEntry } from './secret-entry.ts';
import type { World } from './world.ts';

/** Not the same from one terminal to the next. What PATH finds for the command is bound by itself. */
const CHANGING = /^(?:PATH|PATHEXT|COMSPEC)$/i;
/** Of an AppImage it names another folder at each start. */
const BY_NAME = new Set(['LD_LIBRARY_PATH']);
const SHORT = 16;

/**
 * What a launch has that its entry does not say, where no editor vouches for it: variables that load code, and what was
 * put into the gaps of the line. Another file with the same line could otherwise add its own.
 */
export async function clientSide(
  request: BrokerRequest,
  entry: SecretEntry,
  world: World,
): Promise<string> {
  const launch = await boundLaunch(entry, world);
  const fold = (name: string): string => (world.platform === 'win32' ? name.toUpperCase() : name);
  const settled = new Set<string>(namesInFile(launch, world));
  for (const [name, value] of launch.env) if (textOf(value) !== null) settled.add(fold(name));
  const items = launch.words.flatMap((word, n) =>
    textOf(word) === null ? [`argument ${n}=${shortHash(sha256(request.argv[n] ?? ''))}`] : [],
  );
  for (const [name, hash] of Object.entries(request.env))
    if (!settled.has(fold(name)) && counts(name)) items.push(itemOf(name, hash));
  return items.sort().join(' ');
}

/**
 * Of a client that adds nothing but the home folder of this user, and perhaps what the terminal has in which the secret is
 * bound: who put something there has this program already. What may be missing begins with `?`.
 */
export function plainClientSide({ home, platform, terminal = {} }: World): string {
  const plain = platform === 'win32' ? [] : [itemOf('HOME', sha256(home))];
  const more = Object.entries(terminal).flatMap(([name, value]) =>
    value === undefined || !counts(name) || (name === 'HOME' && platform !== 'win32')
      ? []
      : [`?${itemOf(name, sha256(value))}`],
  );
  return [...plain, ...more.sort()].join(' ');
}

function counts(name: string): boolean {
  return !CHANGING.test(name) && loadsCode(name);
}

function itemOf(name: string, hash: string): string {
  const shown = /^\w+$/.test(name) ? name : JSON.stringify(name);
  return BY_NAME.has(name) ? shown : `${shown}=${shortHash(hash)}`;
}

function shortHash(hash: string): string {
  return hash.slice(0, SHORT);
}
