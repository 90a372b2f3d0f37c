import { randomBytes } from 'node:crypto';
import type { Keychain } from './keychain.ts';
import { jsonOf, record } from './json.ts';

/** UTF-16 units of one item: Windows keeps 2560 bytes. */
const WINDOWS_LIMIT = 1200;
/** More than the longest secret with what is known of it. */
const MAX_PARTS = 500;

interface Parts {
  readonly parts: number;
  /** Tells the parts of one writing from those of the one before. */
  readonly tag: string;
}

/**
 * Puts a text under an account; where the system's items are short, in numbered parts that the account's own item names
 * last, so that who reads meanwhile finds the one text or the other.
 */
export async function writeLong(
  keychain: Keychain,
  account: string,
  text: string,
  platform: NodeJS.Platform,
): Promise<void> {
  const before = await partsAt(keychain, account, platform);
  if (platform !== 'win32' || text.length <= WINDOWS_LIMIT) {
    await keychain.setPassword(account, text);
  } else {
    const pieces = piecesOf(text);
    const parts = { parts: pieces.length, tag: randomBytes(6).toString('hex') };
    for (const [index, piece] of pieces.entries())
      await keychain.setPassword(partOf(account, parts, index), piece);
    await keychain.setPassword(account, JSON.stringify(parts));
  }
  await removeParts(keychain, account, before);
}

/** Null when there is none, or a part of it is gone. */
export async function readLong(keychain: Keychain, account: string): Promise<string | null> {
  const text = await keychain.getPassword(account);
  const parts = partsOf(text);
  if (parts === null) return text;
  const pieces: string[] = [];
  for (let index = 0; index < parts.parts; index++) {
    const piece = await keychain.getPassword(partOf(account, parts, index));
    if (piece === null) return null;
    pieces.push(piece);
  }
  return pieces.join('');
}

/** Whether there was one. */
export async function removeLong(
  keychain: Keychain,
  account: string,
  platform: NodeJS.Platform,
): Promise<boolean> {
  const parts = await partsAt(keychain, account, platform);
  const had = await keychain.deletePassword(account);
  await removeParts(keychain, account, parts);
  return had;
}

/** Only where there can be any: elsewhere a person may be asked before an item is read. */
async function partsAt(
  keychain: Keychain,
  account: string,
  platform: NodeJS.Platform,
): Promise<Parts | null> {
  return platform === 'win32' ? partsOf(await keychain.getPassword(account)) : null;
}

async function removeParts(keychain: Keychain, account: string, parts: Parts | null) {
  for (let index = 0; index < (parts?.parts ?? 0); index++)
    if (parts !== null) await keychain.deletePassword(partOf(account, parts, index));
}

function partsOf(text: string | null): Parts | null {
  if (text === null || text.length > 100) return null;
  const read = record(jsonOf(text));
  const parts = read?.get('parts');
  const tag = read?.get('tag');
  if (typeof parts !== 'number' || typeof tag !== 'string') return null;
  return Number.isInteger(parts) && parts > 0 && parts <= MAX_PARTS ? { parts, tag } : null;
}

/** No id holds `#`. */
function partOf(account: string, { tag }: Parts, index: number): string {
  return `${account}#${tag}.${index}`;
}

/** By code points: half of one is no text. */
function piecesOf(text: string): readonly string[] {
  const pieces: string[] = [];
  let piece = '';
  for (const character of text) {
    if (piece.length + character.length > WINDOWS_LIMIT) {
      pieces.push(piece);
      piece = '';
    }
    piece += character;
  }
  return [...pieces, piece];
}
