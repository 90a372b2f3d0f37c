import { commentsIn, type Token, type TokenAt } from './pieces.ts';
import { lineEnd, type Span } from './text.ts';

const BLANK = /[\s\ufeff]*/y;
const COMMENT = /#[^\r\n]*/y;
const BARE = /[^\s,[\]{}#"']+/y;

/** The tokens of values: a word is a key, a number, `=` or several of these without a blank between. */
export function tomlTokens(text: string): TokenAt {
  return (offset) => {
    const start = matchEnd(BLANK, text, offset);
    const first = text.charAt(start);
    if (first === '') return null;
    const of = (kind: Token['kind'], end: number, line = false): Token => ({
      kind,
      start,
      end,
      line,
    });
    if (first === '#') return of('comment', matchEnd(COMMENT, text, start), true);
    if (first === ',') return of('comma', start + 1);
    if (first === '[' || first === '{') return of('open', start + 1);
    if (first === ']' || first === '}') return of('close', start + 1);
    if (first !== '"' && first !== "'") return of('other', matchEnd(BARE, text, start));
    const end = stringEnd(text, start);
    return end === null ? null : of('other', end);
  };
}

/** Whether a comment begins between two offsets, or something is there that cannot be told. */
export function holdsTomlComment(text: string, within: Span): boolean {
  return commentsIn(tomlTokens(text), within)?.length !== 0;
}

/** Where a string that begins here ends, quotes included; null when it is not closed. */
function stringEnd(text: string, start: number): number | null {
  const quote = text.charAt(start);
  const isLong = text.startsWith(quote.repeat(3), start);
  for (let at = start + (isLong ? 3 : 1); at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '\\' && quote === '"') at += 1;
    else if (!isLong && (character === '\n' || character === '\r')) return null;
    else if (character !== quote) continue;
    else if (!isLong) return at + 1;
    else if (text.startsWith(quote.repeat(3), at)) {
      // Up to two quotes may stand before the three that close it.
      let end = at + 3;
      while (end < at + 5 && text.charAt(end) === quote) end += 1;
      return end;
    }
  }
  return null;
}

/** The same, and the end of the line for one that is not closed; of two with three quotes only the first is looked for. */
function stringEndAsFar(text: string, start: number, unclosed: Set<string>): number {
  const long = text.slice(start, start + 3);
  const isLong = long === '"""' || long === "'''";
  if (isLong && unclosed.has(long)) return lineEnd(text, start);
  const end = stringEnd(text, start);
  if (end !== null) return end;
  if (isLong) unclosed.add(long);
  return lineEnd(text, start);
}

export interface Piece extends Span {
  /** The brackets that are not closed, as text that would close them. */
  readonly closers: string;
}

/**
 * The headers and assignments of a text that is no TOML, each by itself: one ends with its line, or, in open brackets,
 * where a line begins that can be nothing else than the next one.
 */
export function* tomlPieces(text: string): Generator<Piece> {
  const unclosed = new Set<string>();
  let at = 0;
  for (;;) {
    at = matchEnd(BLANK, text, at);
    if (at >= text.length) return;
    if (text.charAt(at) === '#') {
      at = lineEnd(text, at);
      continue;
    }
    const piece = pieceAt(text, at, unclosed);
    yield piece;
    at = Math.max(piece.end, at + 1);
  }
}

function pieceAt(text: string, start: number, unclosed: Set<string>): Piece {
  const open: string[] = [];
  let [at, end, last] = [start, start, ''];
  while (at < text.length) {
    const character = text.charAt(at);
    if (character === '\n' || character === '\r') {
      if (open.length === 0 || isNext(text, at + 1, open.at(-1) === ']', last)) break;
      at += 1;
      continue;
    }
    if (character === '#') {
      at = lineEnd(text, at);
      continue;
    }
    if (character === '[') open.push(']');
    else if (character === '{') open.push('}');
    else if (open.at(-1) === character) open.pop();
    const isString = character === '"' || character === "'";
    at = isString ? stringEndAsFar(text, at, unclosed) : at + 1;
    if (isString || character.trim() !== '') [end, last] = [at, character];
  }
  return { start, end, closers: open.toReversed().join('') };
}

const KEY = String.raw`(?:[A-Za-z0-9_-]+|"(?:[^"\\\r\n]|\\.)*"|'[^'\r\n]*')`;
const KEYS = String.raw`${KEY}(?:[ \t]*\.[ \t]*${KEY})*`;
const ASSIGNMENT = new RegExp(String.raw`[ \t]*${KEYS}[ \t]*=`, 'y');
/** A bracket that begins no array in an array: no value is a word. */
const HEADER = new RegExp(
  String.raw`[ \t]*\[{1,2}[ \t]*(?:(?!(?:true|false|inf|nan)\b)[A-Za-z_]|${KEY}[ \t]*\.[ \t]*[A-Za-z_"'])`,
  'y',
);
const BRACKET = /[ \t]*\[/y;
/** The names before the sign of equality, or before nothing. */
export const NAMES = new RegExp(String.raw`(${KEYS})[ \t]*(?:=|$)`, 'y');

/** In braces a line may assign after a comma, in brackets never; no name begins with a bracket. */
function isNext(text: string, at: number, inArray: boolean, last: string): boolean {
  if (matches(inArray ? HEADER : BRACKET, text, at)) return true;
  return (inArray || (last !== ',' && last !== '{')) && matches(ASSIGNMENT, text, at);
}

/** The deepest nesting of brackets outside strings and comments; no deeper than asked for. */
export function depthOf(text: string, most: number): number {
  const unclosed = new Set<string>();
  let [depth, deepest] = [0, 0];
  for (let at = 0; at < text.length && deepest < most; at++) {
    const character = text.charAt(at);
    if (character === '[' || character === '{') deepest = Math.max(deepest, ++depth);
    else if (character === ']' || character === '}') depth = Math.max(0, depth - 1);
    else if (character === '#') at = lineEnd(text, at) - 1;
    else if (character === '"' || character === "'") at = stringEndAsFar(text, at, unclosed) - 1;
  }
  return deepest;
}

function matches(pattern: RegExp, text: string, at: number): boolean {
  pattern.lastIndex = at;
  return pattern.test(text);
}

function matchEnd(pattern: RegExp, text: string, at: number): number {
  return matches(pattern, text, at) ? pattern.lastIndex : at;
}
