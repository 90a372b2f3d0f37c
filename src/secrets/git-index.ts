/** Of an entry: its bytes before the object id, of which the mode is some. */
const BEFORE_ID = 40;
const MODE_AT = 24;
const FOLDER = 0o040000;
const EXTENDED = 0x4000;
/** Of the flags: the length of the name, or this when it is longer. */
const LENGTH = 0x0fff;
/** Bytes of a name. */
const LONGEST = 64 * 1024;

type TakeName = (name: Uint8Array, isFolder: boolean) => void;

/**
 * Whether an index of git (version 2, 3 or 4, ids of SHA-1 or SHA-256) has this path, which is relative to the work tree
 * with `/` between. Null when the bytes are no such index or leave it open, for it may be split or sparse. One pass.
 */
export function isInIndex(index: Uint8Array, path: string, ignoreCase: boolean): boolean | null {
  const bytes = Buffer.from(index.buffer, index.byteOffset, index.byteLength);
  const isPath = ignoreCase ? foldedMatch(path) : exactMatch(path);
  const isAbove = startMatch(path);
  // Nothing in an index says how long its ids are: with the wrong length it does not come out even.
  for (const idLength of [20, 32]) {
    let found = false;
    let hidden = false;
    const end = readEntries(bytes, idLength, (name, isFolder) => {
      if (isFolder) hidden ||= isAbove(name);
      else found ||= isPath(name);
    });
    const isComplete = end === null ? null : hasAllEntries(bytes, end, bytes.length - idLength);
    if (isComplete === null) continue;
    if (found) return true;
    return hidden || !isComplete ? null : false;
  }
  return null;
}

function exactMatch(path: string): (name: Uint8Array) => boolean {
  const wanted = Buffer.from(path);
  return (name) => wanted.equals(name);
}

/** Whether a name, which ends with a slash, is one of the folders of the path. */
function startMatch(path: string): (name: Uint8Array) => boolean {
  const wanted = Buffer.from(path);
  return (name) => name.length < wanted.length && wanted.subarray(0, name.length).equals(name);
}

/** As file systems that know no case, or write an accent in two ways, take it. */
function foldedMatch(path: string): (name: Uint8Array) => boolean {
  const fold = (text: string): string => text.normalize('NFC').toLowerCase();
  const wanted = fold(path);
  const longest = Buffer.byteLength(wanted);
  const last = lowerCase(Buffer.from(wanted).at(-1));
  return (name) => {
    // Most names are told from the path by their last letter; an accent written in two ways is at most three times as long.
    if (name.length > 3 * longest) return false;
    if (last !== undefined && lowerCase(name.at(-1)) !== last) return false;
    return fold(Buffer.from(name).toString()) === wanted;
  };
}

/** Undefined for what is no letter, digit or sign of ASCII. */
function lowerCase(byte: number | undefined): number | undefined {
  if (byte === undefined || byte >= 0x80) return undefined;
  return byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte;
}

/** Where the entries end; null when they are none. */
function readEntries(bytes: Buffer, idLength: number, take: TakeName): number | null {
  const limit = bytes.length - idLength;
  if (limit < 12 || bytes.toString('latin1', 0, 4) !== 'DIRC') return null;
  const version = bytes.readUInt32BE(4);
  if (version < 2 || version > 4) return null;
  const count = bytes.readUInt32BE(8);
  const compressed = version === 4 ? createNames() : null;
  let at = 12;
  for (let i = 0; i < count; i++) {
    const flagsAt = at + BEFORE_ID + idLength;
    if (flagsAt + 2 > limit) return null;
    const flags = bytes.readUInt16BE(flagsAt);
    const isExtended = (flags & EXTENDED) !== 0;
    if (isExtended && version === 2) return null;
    const isFolder = bytes.readUInt32BE(at + MODE_AT) === FOLDER;
    const nameAt = flagsAt + (isExtended ? 4 : 2);
    const said = flags & LENGTH;
    if (compressed !== null) {
      const next = compressed.read(bytes, nameAt, limit);
      if (next === null || !isLength(compressed.name().length, said)) return null;
      take(compressed.name(), isFolder);
      at = next;
      continue;
    }
    const end = bytes.indexOf(0, nameAt);
    if (end === -1 || end >= limit || end - nameAt > LONGEST) return null;
    if (!isLength(end - nameAt, said)) return null;
    take(bytes.subarray(nameAt, end), isFolder);
    // Filled up with one to eight zeros.
    at += (end - at + 8) & ~7;
    if (at > limit) return null;
  }
  return at;
}

function isLength(length: number, said: number): boolean {
  return said === LENGTH ? length >= LENGTH : length === said;
}

interface Names {
  /** Of the last entry; good until the next one is read. */
  name(): Uint8Array;
  /** Where the next entry begins; null when there is no name here. */
  read(bytes: Buffer, at: number, limit: number): number | null;
}

/** Names of version 4: how much of the end of the last one goes, then what comes instead. */
function createNames(): Names {
  const name = Buffer.alloc(LONGEST);
  let length = 0;
  return {
    name: () => name.subarray(0, length),
    read(bytes, at, limit) {
      const number = numberAt(bytes, at, limit);
      if (number === null || number.value > length) return null;
      const end = bytes.indexOf(0, number.next);
      const kept = length - number.value;
      if (end === -1 || end >= limit || kept + end - number.next > LONGEST) return null;
      bytes.copy(name, kept, number.next, end);
      length = kept + end - number.next;
      return end + 1;
    },
  };
}

/** Seven bits a byte, the highest first, to which each further byte adds one; null for what is too large. */
function numberAt(
  bytes: Buffer,
  at: number,
  limit: number,
): { readonly value: number; readonly next: number } | null {
  let value = 0;
  for (let next = at; next < limit; next++) {
    const byte = bytes[next] ?? 0;
    value = value * 128 + (byte & 0x7f);
    if (value > LONGEST) return null;
    if (byte < 0x80) return { value, next: next + 1 };
    value += 1;
  }
  return null;
}

/** Whether the extensions leave no entry to another file; null when they do not end where the index does. */
function hasAllEntries(bytes: Buffer, from: number, limit: number): boolean | null {
  let complete = true;
  let at = from;
  while (at < limit) {
    if (at + 8 > limit) return null;
    const name = bytes.toString('latin1', at, at + 4);
    // One in small letters must be understood: `link` names the other file, `sdir` says that folders may be entries.
    if (/^[a-z]/.test(name) && name !== 'sdir') complete = false;
    at += 8 + bytes.readUInt32BE(at + 4);
  }
  return at === limit ? complete : null;
}
