import { accessSync, closeSync, constants, openSync, readSync } from 'node:fs';

const head = 4096;

/**
 * Whether the kernel runs this file without a question: Node ends with a crash, and a core file that holds secrets,
 * when `execve` fails. Doubt is no.
 */
export function isRunnable(path: string, platform: NodeJS.Platform): boolean {
  const bytes = headOf(path);
  if (bytes === undefined) return false;
  if (bytes.toString('latin1', 0, 2) === '#!') {
    const line = /^#![ \t]*(\/[^ \t\n\0]+)[^\n]*\n/.exec(bytes.toString('latin1', 0, 255));
    const [, interpreter] = line ?? [];
    return interpreter !== undefined && isBinary(interpreter, platform);
  }
  return isBinary(path, platform, bytes);
}

function isBinary(
  path: string,
  platform: NodeJS.Platform,
  bytes: Buffer | undefined = headOf(path),
): boolean {
  if (bytes === undefined || bytes.length < 64 || !isExecutable(path)) return false;
  if (platform === 'darwin') return ['cffaedfe', 'cafebabe'].includes(bytes.toString('hex', 0, 4));
  return isElf(bytes);
}

/** A program of the same machine as this process, whose loader is there: one for musl fails where only glibc is. */
function isElf(bytes: Buffer): boolean {
  // 64 bits, low end first.
  if (bytes.toString('hex', 0, 6) !== '7f454c460201') return false;
  const self = headOf('/proc/self/exe');
  if (self === undefined || self.readUInt16LE(18) !== bytes.readUInt16LE(18)) return false;
  const [at, size, count] = [
    Number(bytes.readBigUInt64LE(32)),
    bytes.readUInt16LE(54),
    bytes.readUInt16LE(56),
  ];
  if (size < 56 || at + size * count > bytes.length) return false;
  for (let index = 0; index < count; index += 1) {
    const entry = at + index * size;
    if (bytes.readUInt32LE(entry) !== 3) continue;
    const start = Number(bytes.readBigUInt64LE(entry + 8));
    const length = Number(bytes.readBigUInt64LE(entry + 32));
    if (length < 2 || start + length > bytes.length) return false;
    return isExecutable(bytes.toString('latin1', start, start + length - 1));
  }
  return true;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function headOf(path: string): Buffer | undefined {
  try {
    const file = openSync(path, 'r');
    try {
      const bytes = Buffer.alloc(head);
      return bytes.subarray(0, readSync(file, bytes, 0, head, 0));
    } finally {
      closeSync(file);
    }
  } catch {
    return undefined;
  }
}
