import { randomBytes } from 'node:crypto';
import {
  accessSync,
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  lstatSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { codeInBrackets, codeOf } from '../secrets/error-code.ts';
import { decode, encode, type Decoded } from './text-encoding.ts';

const CHANGED = 'it has changed since it was read, so it was not written';

/**
 * Puts another text in a file, whole or not at all: a draft beside it takes its place. Encoding, mode and owner stay; of
 * a link the file it leads to is written. Null when it is done; else why not, in one clause, and the file is as it was.
 * `before` is the text it must still hold.
 */
export function replaceFile(path: string, before: Decoded, after: string): string | null {
  let draft: string | null = null;
  try {
    const target = realpathSync(path);
    const found = lookAt(target, before);
    if (typeof found === 'string') return found;
    const wanted = join(dirname(target), `.mcp-posture-${randomBytes(6).toString('hex')}.tmp`);
    const file = openSync(wanted, 'wx', 0o600);
    draft = wanted;
    try {
      writeFileSync(file, encode({ text: after, encoding: before.encoding }));
      keepOwner(file, found);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    if (realpathSync(path) !== target || !isSame(lstatSync(target), found)) return CHANGED;
    renameSync(draft, target);
    draft = null;
    syncFolder(dirname(target));
    return null;
  } catch (error) {
    return reasonOf(error);
  } finally {
    if (draft !== null) rmSync(draft, { force: true });
  }
}

/** The file's state when it may be written and still says what was read; else why not. */
function lookAt(target: string, before: Decoded): Stats | string {
  // A pipe must not keep us waiting, and a link that has come since is another file. Windows has neither flag.
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
  const file = openSync(target, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  try {
    const stat = fstatSync(file);
    if (!stat.isFile()) return 'not a regular file, so it was not written';
    if (stat.nlink > 1) return 'it has another name by a hard link, so it was not written';
    if ((stat.mode & 0o222) === 0) return 'it is read-only';
    accessSync(target, constants.W_OK);
    // A text of this length takes no more.
    if (stat.size > before.text.length * 4) return CHANGED;
    const bytes = readFileSync(file);
    const now = decode(bytes);
    if (now.text !== before.text || now.encoding !== before.encoding) return CHANGED;
    return encode(now).equals(bytes)
      ? stat
      : `it is not valid ${now.encoding.toUpperCase()}, so it was not written`;
  } finally {
    closeSync(file);
  }
}

/** Where the group cannot be kept, another group gets no more than everybody. */
function keepOwner(file: number, { uid, gid, mode }: Stats): void {
  const made = fstatSync(file);
  const owner = made.uid === uid || isDone(() => fchownSync(file, uid, made.gid));
  const group = made.gid === gid || isDone(() => fchownSync(file, owner ? uid : made.uid, gid));
  const others = mode & 0o007;
  fchmodSync(file, group ? mode & 0o777 : (mode & 0o700) | (mode & 0o070 & (others << 3)) | others);
}

function isDone(change: () => void): boolean {
  try {
    change();
    return true;
  } catch {
    return false;
  }
}

function isSame(a: Stats, b: Stats): boolean {
  return (
    a.dev === b.dev &&
    a.ino === b.ino &&
    a.size === b.size &&
    a.mtimeMs === b.mtimeMs &&
    a.ctimeMs === b.ctimeMs
  );
}

/** So that the new name outlives a crash; not every system lets a folder be opened. */
function syncFolder(folder: string): void {
  isDone(() => {
    const opened = openSync(folder, 'r');
    try {
      fsyncSync(opened);
    } finally {
      closeSync(opened);
    }
  });
}

function reasonOf(error: unknown): string {
  switch (codeOf(error)) {
    case 'ENOENT':
      return 'it is no longer there';
    case 'ELOOP':
      return CHANGED;
    case 'EACCES':
    case 'EPERM':
      return 'no permission to write it';
    case 'EROFS':
      return 'the file system is read-only';
    case 'ENOSPC':
    case 'EDQUOT':
      return 'there is no room on the disk';
    default:
      return `could not be written${codeInBrackets(error)}`;
  }
}
