import { constants } from 'node:fs';
import { mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Server } from '../core/config/server.ts';
import { literalsOf } from '../core/rules/credentials/literals.ts';
import { sharesRun } from '../core/rules/credentials/shown.ts';
import { entryHash } from './entry-hash.ts';
import type { Environment } from './program.ts';
import { isSecretId } from './protocol.ts';
import type { SecretEntry } from './secret-entry.ts';
import { jsonOf, record as fieldsOf } from './json.ts';

/** One launch, as it is kept: no value of anything. */
export interface RecordedLaunch {
  /** ISO 8601, UTC. */
  readonly time: string;
  readonly server: string;
  readonly file: string;
  /** As `entryHash` gives it. */
  readonly entry: string;
  /** Image, package, repository or program: without tag, userinfo and query. */
  readonly runs: string | null;
  /** The digest of the image, the version of the package or the commit, as written. */
  readonly version: string | null;
  readonly secrets: readonly string[];
}

/** A log of launches that only its owner can read, in two files of bounded size. */
export interface LaunchRecord {
  /** Rejects when the disk does; does nothing while it is switched off. */
  append(launch: RecordedLaunch): Promise<void>;
  /** The oldest first. Lines that are no record are left out. */
  read(): Promise<readonly RecordedLaunch[]>;
  isOn(): Promise<boolean>;
  /** Off: nothing is kept from now on; what is there stays until it is cleared. */
  turn(on: boolean): Promise<void>;
  clear(): Promise<void>;
}

const MAX_BYTES = 1024 * 1024;
const STALE = 10_000;

/** Where a user's state is kept. Absolute. */
export function recordFolder(user: {
  readonly env: Environment;
  readonly home: string;
  readonly platform: NodeJS.Platform;
}): string {
  const { env, home, platform } = user;
  if (platform === 'win32')
    return join(env['LOCALAPPDATA'] ?? join(home, 'AppData/Local'), 'mcp-posture');
  if (platform === 'darwin') return join(home, 'Library/Application Support/mcp-posture');
  const state = env['XDG_STATE_HOME'] ?? '';
  return join(state.startsWith('/') ? state : join(home, '.local/state'), 'mcp-posture');
}

/** Opens nothing until it is asked; many processes may append at once. */
export function openRecord(folder: string, maxBytes = MAX_BYTES): LaunchRecord {
  const current = join(folder, 'launches.jsonl');
  const older = join(folder, 'launches.older.jsonl');
  const switchedOff = join(folder, 'launches.off');
  const lock = join(folder, 'launches.lock');

  /** Only one moves the full file away: a second would put its own few lines in the place of the older ones. */
  async function makeRoom(): Promise<void> {
    if (!(await isFull())) return;
    if (!(await lockTaken(lock))) return;
    try {
      if (await isFull()) await rename(current, older);
    } finally {
      await rm(lock, { force: true });
    }
  }

  async function isFull(): Promise<boolean> {
    const found = await stat(current).catch(() => null);
    return found !== null && found.size >= maxBytes;
  }

  async function isOn(): Promise<boolean> {
    return (await stat(switchedOff).catch(() => null)) === null;
  }

  return {
    async append(launch) {
      if (!(await isOn())) return;
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await makeRoom();
      const { O_APPEND, O_CREAT, O_WRONLY, O_NOFOLLOW } = constants;
      const file = await open(current, O_APPEND | O_CREAT | O_WRONLY | (O_NOFOLLOW ?? 0), 0o600);
      try {
        // One write, so that it stands whole beside those of others.
        await file.write(`${JSON.stringify(launch)}\n`);
      } finally {
        await file.close();
      }
    },
    async read() {
      const texts = [await textAt(older), await textAt(current)];
      return texts.flatMap((text) =>
        text.split('\n').flatMap((line) => {
          const read = launchFrom(line);
          return read === undefined ? [] : [read];
        }),
      );
    },
    isOn,
    async turn(on) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      if (on) await rm(switchedOff, { force: true });
      else await writeFile(switchedOff, '', { mode: 0o600 });
    },
    async clear() {
      for (const file of [current, older]) await rm(file, { force: true });
    },
  };
}

/** What is kept of a launch that is about to start. `at` in milliseconds since 1970. */
export function launchOf(
  { server, document }: SecretEntry,
  secrets: readonly string[],
  at: number,
): RecordedLaunch {
  return {
    time: new Date(at).toISOString(),
    server: server.name.slice(0, 200),
    file: document.path.slice(0, 1000),
    entry: entryHash(server, document),
    ...runsOf(server),
    secrets,
  };
}

/** A name that shows a piece of a credential of the entry is left out. */
function runsOf(server: Server): Pick<RecordedLaunch, 'runs' | 'version'> {
  const { name, version, digest, git } = server.launch;
  const secrets = literalsOf(server).map(({ at }) => String(at.atom.value).slice(at.start, at.end));
  const clean = (text: string | null): string | null =>
    text === null || secrets.some((secret) => sharesRun(text, secret)) ? null : text.slice(0, 300);
  return { runs: clean(name), version: clean(digest ?? version ?? git[0]?.ref ?? null) };
}

function launchFrom(line: string): RecordedLaunch | undefined {
  const read = fieldsOf(jsonOf(line));
  const text = (key: string): string | undefined => {
    const value = read?.get(key);
    return typeof value === 'string' ? value : undefined;
  };
  const [time, server, entry] = [text('time'), text('server'), text('entry')];
  if (time === undefined || server === undefined || entry === undefined) return undefined;
  const secrets = read?.get('secrets');
  return {
    time,
    server,
    file: text('file') ?? '',
    entry,
    runs: text('runs') ?? null,
    version: text('version') ?? null,
    secrets: Array.isArray(secrets)
      ? secrets.filter((id): id is string => typeof id === 'string' && isSecretId(id))
      : [],
  };
}

async function textAt(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '');
}

/** One that a process left behind when it was killed is taken over. */
async function lockTaken(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => null);
  if (found !== null && Date.now() - found.mtimeMs > STALE) await rm(path, { force: true });
  return writeFile(path, '', { flag: 'wx', mode: 0o600 }).then(
    () => true,
    () => false,
  );
}
