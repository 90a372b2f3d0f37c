import { randomBytes } from 'node:crypto';
import { lstat, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from './error-code.ts';

/** Where a broker listens, and the file in the run folder that tells of it. */
export interface Door {
  readonly address: string;
  /** The socket itself, or on Windows a file that holds the address and the key. */
  readonly file: string;
  /** What a caller says first on Windows, where any user can list and open pipes. */
  readonly key: string | null;
  readonly pid: number;
  /** Milliseconds since the epoch. */
  readonly madeAt: number;
}

/** More than so many editors of one user nobody opens. */
const maxDoors = 64;
const maxFile = 1024;

/** A door that nobody listens at yet. */
export function newDoor(folder: string, pid: number, platform: NodeJS.Platform): Door {
  const madeAt = Date.now();
  if (platform !== 'win32') {
    const file = join(folder, `${pid}.sock`);
    return { address: file, file, key: null, pid, madeAt };
  }
  const address = `\\\\.\\pipe\\mcp-posture-${randomBytes(16).toString('hex')}`;
  const key = randomBytes(32).toString('hex');
  return { address, file: join(folder, `${pid}.pipe`), key, pid, madeAt };
}

/** What the file of a door on Windows holds. */
export function doorText({ address, key }: Door): string {
  return JSON.stringify({ address, key });
}

/** The address and the key that such a file holds, or undefined. */
export function readDoorText(text: string): Pick<Door, 'address' | 'key'> | undefined {
  const found =
    /^\{"address":"(\\\\\\\\\.\\\\pipe\\\\mcp-posture-[0-9a-f]{32})","key":"([0-9a-f]{64})"\}$/.exec(
      text,
    );
  const [, address, key] = found ?? [];
  if (address === undefined || key === undefined) return undefined;
  return { address: address.replaceAll('\\\\', '\\'), key };
}

/** The doors of a run folder, newest first, whether anybody listens or not. Never throws. */
export async function doorsIn(folder: string, platform: NodeJS.Platform): Promise<readonly Door[]> {
  const names = await readdir(folder).catch(() => []);
  const ending = platform === 'win32' ? 'pipe' : 'sock';
  const doors: Door[] = [];
  for (const name of names) {
    const [, digits] = /^(\d{1,10})\.([a-z]+)$/.exec(name) ?? [];
    if (digits === undefined || !name.endsWith(`.${ending}`)) continue;
    const door = await doorAt(join(folder, name), Number(digits), platform).catch(() => undefined);
    if (door !== undefined) doors.push(door);
  }
  return doors.sort((a, b) => b.madeAt - a.madeAt).slice(0, maxDoors);
}

async function doorAt(
  file: string,
  pid: number,
  platform: NodeJS.Platform,
): Promise<Door | undefined> {
  const stats = await lstat(file);
  const madeAt = stats.mtimeMs;
  if (platform !== 'win32')
    return stats.isSocket() ? { address: file, file, key: null, pid, madeAt } : undefined;
  if (!stats.isFile() || stats.size > maxFile) return undefined;
  const read = readDoorText(await readFile(file, 'utf8'));
  return read === undefined ? undefined : { ...read, file, pid, madeAt };
}

/** Removes a door at which nobody answered, when the process that made it is gone. */
export async function removeDead(door: Door): Promise<void> {
  if (!isAlive(door.pid)) await rm(door.file, { force: true }).catch(() => {});
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it is there, and another user's.
    return codeOf(error) !== 'ESRCH';
  }
}
