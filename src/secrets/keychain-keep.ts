import { openKeychain, type Keychain } from './keychain.ts';
import type { BrokerAnswer } from './protocol.ts';

/** What our items are called: an id, or one with what belongs to it. */
const ACCOUNT = /^[\w.-]{1,120}(?:#[\w.-]{1,40})?$/;
/** More than the longest item. Bytes. */
const MAX_TEXT = 512 * 1024;

/** What the installed launcher is told in order to write an item. */
export const keepWord = '--keep';

/**
 * Writes an item from the launcher's standard input. On macOS an item belongs to the program that made it, and to no other
 * without a question: so the launcher, which reads it, makes it. It gives no item away. Never rejects.
 */
export async function keepFromInput(
  account: string,
  input: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
  keychain: Pick<Keychain, 'setPassword'> = openKeychain({
    env: process.env,
    platform: process.platform,
    signal,
  }),
): Promise<BrokerAnswer> {
  if (!ACCOUNT.test(account)) return { ok: false, why: 'the launcher is to keep nothing of ours' };
  try {
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of input) {
      size += chunk.length;
      if (size > MAX_TEXT) return { ok: false, why: 'what is to be kept is too long' };
      chunks.push(chunk);
    }
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    await keychain.setPassword(account, text.decode(Buffer.concat(chunks)));
    return { ok: true, values: {} };
  } catch (error) {
    const isOurs = error instanceof Error && !(error instanceof TypeError);
    return { ok: false, why: isOurs ? error.message : 'what is to be kept is no text' };
  }
}
