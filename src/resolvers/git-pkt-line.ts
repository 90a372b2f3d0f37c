/** One packet of git's wire format; a text has no line break at its end. */
export type Packet =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'flush' | 'delimiter' | 'end' };

/** Four digits of a length, then what it counts, itself included (gitprotocol-common). */
const lengthDigits = 4;
const maxLength = 65_520;
/** As many references as fit in the largest answer; packets of nothing would fill the memory else. */
const maxPackets = 600_000;

const special = ['flush', 'delimiter', 'end'] as const;

/** Undefined when a packet is cut off, too long or none. */
export function readPackets(bytes: Uint8Array): readonly Packet[] | undefined {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const packets: Packet[] = [];
  let at = 0;
  while (at < buffer.length) {
    const digits = buffer.toString('latin1', at, at + lengthDigits);
    if (!/^[0-9a-f]{4}$/i.test(digits) || packets.length >= maxPackets) return undefined;
    const length = Number.parseInt(digits, 16);
    const kind = special[length];
    if (kind !== undefined) {
      packets.push({ kind });
      at += lengthDigits;
      continue;
    }
    if (length < lengthDigits || length > maxLength || at + length > buffer.length)
      return undefined;
    const text = buffer.toString('utf8', at + lengthDigits, at + length);
    packets.push({ kind: 'text', text: text.endsWith('\n') ? text.slice(0, -1) : text });
    at += length;
  }
  return packets;
}

/** A packet with this text and a line break. The text holds no other. */
export function packet(text: string): string {
  const length = lengthDigits + Buffer.byteLength(text) + 1;
  return `${length.toString(16).padStart(lengthDigits, '0')}${text}\n`;
}

export const flush = '0000';
export const delimiter = '0001';
