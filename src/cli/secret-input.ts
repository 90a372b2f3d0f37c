import type { ReadStream } from 'node:tty';
import { typedKeys, type TypedKeys } from './typed-keys.ts';

/** More than a secret may have, so that one that is too long is told from one that fits. Bytes. */
const LIMIT = 70 * 1024;

/**
 * A secret from the standard input: to its end without its last line break, or one line from a terminal, which shows none
 * of it. Rejects when the person stops.
 */
export async function readSecret(
  input: NodeJS.ReadStream,
  output: NodeJS.WriteStream,
  question: string,
): Promise<string> {
  return input.isTTY ? askQuietly(input, output, question) : readAll(input);
}

/** Whether a person at the terminal says yes; no where there is none. */
export async function confirm(
  input: NodeJS.ReadStream,
  output: NodeJS.WriteStream,
  question: string,
): Promise<boolean> {
  if (!input.isTTY) return false;
  output.write(`${question} [y/N] `);
  const line = await lineOf(input);
  return /^y(?:es)?$/i.test(line.trim());
}

async function readAll(input: NodeJS.ReadStream): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  const all: AsyncIterable<Buffer> = input;
  for await (const bytes of all) {
    size += bytes.length;
    if (size > LIMIT) throw new Error('the value is longer than 64 KB');
    chunks.push(bytes);
  }
  const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  try {
    return text.decode(Buffer.concat(chunks)).replace(/\r?\n$/, '');
  } catch {
    throw new Error('the value is not valid UTF-8');
  }
}

async function askQuietly(
  input: ReadStream,
  output: NodeJS.WriteStream,
  question: string,
): Promise<string> {
  output.write(`${question}: `);
  input.setRawMode(true);
  const keys = typedKeys(KNOWN);
  try {
    return await typed(input, keys);
  } finally {
    input.setRawMode(false);
    input.pause();
    output.write(keys.leftOut() ? `\n${leftOut}\n` : '\n');
  }
}

const KNOWN = '\r\n\u0003\u0004\u007f\b\u0015';
const leftOut =
  'Left out what was typed and is no text, such as arrow keys: only Backspace and Ctrl-U correct';

/** Keys as they come, in a terminal that does nothing with them itself. */
function typed(input: ReadStream, keys: TypedKeys): Promise<string> {
  return new Promise((resolve, reject) => {
    const characters: string[] = [];
    function done(settle: () => void): void {
      input.off('data', take);
      input.off('end', stop);
      settle();
    }
    function stop(): void {
      done(() => reject(new Error('stopped, nothing was stored')));
    }
    function take(data: Buffer | string): void {
      for (const key of data.toString()) {
        const character = keys.take(key);
        if (character === null) continue;
        if (character === '\r' || character === '\n')
          return done(() => resolve(characters.join('')));
        if (character === '\u0003' || character === '\u0004') return stop();
        if (character === '\u007f' || character === '\b') characters.pop();
        else if (character === '\u0015') characters.length = 0;
        else if (characters.length < LIMIT) characters.push(character);
      }
    }
    input.setEncoding('utf8');
    input.on('data', take);
    input.on('end', stop);
    input.resume();
  });
}

function lineOf(input: NodeJS.ReadStream): Promise<string> {
  return new Promise((resolve) => {
    input.once('data', (data) => {
      input.pause();
      resolve(data.toString());
    });
    input.once('end', () => resolve(''));
    // One that was paused stays so.
    input.resume();
  });
}
