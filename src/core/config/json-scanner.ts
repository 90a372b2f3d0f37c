import type { JSONScanner } from 'jsonc-parser';
import { Kind, scanErrorOf, scannerOf } from './tokens.ts';

/** The token that was read last. */
export interface JsonScanner {
  readonly text: string;
  kind: number;
  start: number;
  end: number;
  /** What a string says; of any other token its text, or nothing. */
  value: string;
  /** What is wrong with it, in plain words. */
  wrong: string | undefined;
  /** Reads the tokens that are not plain. */
  full: JSONScanner | null;
}

export function jsonScanner(text: string): JsonScanner {
  // A BOM counts as a blank.
  const end = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  return { text, kind: Kind.unknown, start: 0, end, value: '', wrong: undefined, full: null };
}

/**
 * Reads the next token that is no blank and no line break. Signs, and strings without escapes, are nearly all there is in
 * a file: jsonc-parser, which takes longer for them, reads all else.
 */
export function scanToken(scanner: JsonScanner): void {
  const { text } = scanner;
  const at = afterBlanks(text, scanner.end);
  const code = text.charCodeAt(at);
  const sign = code < signs.length ? (signs[code] ?? 0) : 0;
  const end = sign !== 0 ? at + 1 : code === QUOTE ? endOfPlain(text, at + 1) : 0;
  if (end === 0) return scanFully(scanner, at);
  scanner.kind = sign === 0 ? Kind.string : sign;
  scanner.start = at;
  scanner.end = end;
  scanner.value = sign === 0 ? text.slice(at + 1, end - 1) : '';
  scanner.wrong = undefined;
}

function scanFully(scanner: JsonScanner, at: number): void {
  const full = (scanner.full ??= scannerOf(scanner.text));
  full.setPosition(at);
  scanner.kind = full.scan();
  scanner.start = full.getTokenOffset();
  scanner.end = full.getPosition();
  scanner.value = full.getTokenValue();
  scanner.wrong = scanErrorOf(full);
}

const QUOTE = 34;
const BACKSLASH = 92;

/** The kind of each token of one sign, by the sign's code. */
const signs = new Uint8Array(126);
signs[123] = Kind.openBrace;
signs[125] = Kind.closeBrace;
signs[91] = Kind.openBracket;
signs[93] = Kind.closeBracket;
signs[58] = Kind.colon;
signs[44] = Kind.comma;

function afterBlanks(text: string, from: number): number {
  let at = from;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return at;
    at += 1;
  }
}

/** Behind the quote that ends a string; 0 where it holds an escape or what must be escaped, or does not end. */
function endOfPlain(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return at + 1;
    if (code === BACKSLASH || code < 32) return 0;
  }
  return 0;
}
