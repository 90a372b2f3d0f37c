import { createScanner, type JSONScanner } from 'jsonc-parser';
import type { Token, TokenAt } from './pieces.ts';

/** Token kinds as jsonc-parser's scanner numbers them: its own names are erased at run time. */
export const Kind = {
  openBrace: 1,
  closeBrace: 2,
  openBracket: 3,
  closeBracket: 4,
  comma: 5,
  colon: 6,
  null: 7,
  true: 8,
  false: 9,
  string: 10,
  number: 11,
  lineComment: 12,
  blockComment: 13,
  lineBreak: 14,
  blank: 15,
  unknown: 16,
  end: 17,
} as const;

const SCAN_ERRORS: readonly string[] = [
  '',
  'Comment is not closed',
  'Text is not closed with a double quote',
  'Number is not complete',
  'Escape \\u needs four hexadecimal digits',
  'Unknown escape in text',
  'Control character in text must be escaped',
];

/** A scanner over `text`. A BOM counts as a blank, so that offsets stay those of the text. */
export function scannerOf(text: string): JSONScanner {
  return createScanner(text.charCodeAt(0) === 0xfeff ? ` ${text.slice(1)}` : text, false);
}

function isComment(kind: number): boolean {
  return kind === Kind.lineComment || kind === Kind.blockComment;
}

export function isTrivia(kind: number): boolean {
  return kind >= Kind.lineComment && kind <= Kind.blank;
}

/** What is wrong with the token just read, in plain words. */
export function scanErrorOf(scanner: JSONScanner): string | undefined {
  const error = scanner.getTokenError();
  return error === 0 ? undefined : SCAN_ERRORS[error];
}

/** The tokens of JSON with comments. A bracket of the wrong kind is told by whoever reads the text again. */
export function jsonTokens(text: string): TokenAt {
  const scanner = scannerOf(text);
  return (offset) => {
    scanner.setPosition(offset);
    let kind: number = scanner.scan();
    while (kind === Kind.lineBreak || kind === Kind.blank) kind = scanner.scan();
    if (kind === Kind.end || kind === Kind.unknown || scanErrorOf(scanner) !== undefined)
      return null;
    const [start, end] = [scanner.getTokenOffset(), scanner.getPosition()];
    return { kind: kindOf(kind), start, end, line: kind === Kind.lineComment };
  };
}

function kindOf(kind: number): Token['kind'] {
  if (isComment(kind)) return 'comment';
  if (kind === Kind.comma) return 'comma';
  if (kind === Kind.openBrace || kind === Kind.openBracket) return 'open';
  return kind === Kind.closeBrace || kind === Kind.closeBracket ? 'close' : 'other';
}
