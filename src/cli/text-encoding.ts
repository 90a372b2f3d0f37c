/** What a configuration can be written in; UTF-16 only with a byte order mark. */
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be';

/** A text with its byte order mark, and how it stands in the file. */
export interface Decoded {
  readonly text: string;
  readonly encoding: Encoding;
}

/** Never throws: bytes that are no text become U+FFFD, so `encode` of the result gives other bytes then. */
export function decode(bytes: Buffer): Decoded {
  const encoding = encodingOf(bytes);
  return { text: new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes), encoding };
}

export function encode({ text, encoding }: Decoded): Buffer {
  if (encoding === 'utf-8') return Buffer.from(text, 'utf8');
  const bytes = Buffer.from(text, 'utf16le');
  return encoding === 'utf-16le' ? bytes : bytes.swap16();
}

function encodingOf([first, second]: Buffer): Encoding {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}
