import { elementSpans, type Container } from './style.ts';
import type { Span } from './text.ts';

/** A word of a text of brackets and commas, as far as a writer has to tell them apart. */
export interface Token extends Span {
  readonly kind: 'open' | 'close' | 'comma' | 'comment' | 'other';
  /** A comment that needs a line break after it. */
  readonly line: boolean;
}

/** The first token that begins at an offset or behind it; null where there is none, or something that is none. */
export type TokenAt = (offset: number) => Token | null;

/**
 * What a container is made of, blanks aside. `gone` belongs to a removed element; comments inside one are `lifted`:
 * they stay when it goes.
 */
export interface Piece extends Span {
  readonly kind: 'open' | 'kept' | 'gone' | 'comma' | 'comment' | 'close';
  /** The element that this is, is part of, or follows as its comma; -1 for comments between elements. */
  readonly element: number;
  readonly lifted: boolean;
  /** A comment that needs a line break after it. */
  readonly line: boolean;
}

/** Null when the container is not whole: a bracket, comma, colon or value is missing, or something else stands in it. */
export function piecesOf(
  tokenAt: TokenAt,
  node: Container,
  removed: ReadonlySet<number>,
): readonly Piece[] | null {
  if (node.kind === 'object' && node.properties.some((property) => property.value === null))
    return null;
  const spans = elementSpans(node);
  const pieces: Piece[] = [];
  let element = -1;
  let comma = true;
  const add = (kind: Piece['kind'], { start, end, line }: Token, lifted = false): void => {
    const of = kind === 'comment' && !lifted ? -1 : element;
    pieces.push({ kind, start, end, element: of, lifted, line });
  };
  const open = tokenAt(node.span.start);
  if (open?.kind !== 'open' || open.start !== node.span.start) return null;
  add('open', open);
  let at = open.end;
  while (at < node.span.end) {
    const token = tokenAt(at);
    if (token === null) return null;
    at = token.end;
    const next = spans[element + 1];
    if (token.kind === 'comment') add('comment', token);
    else if (next !== undefined && comma && token.start === next.start) {
      element += 1;
      comma = false;
      if (!removed.has(element)) {
        pieces.push({ ...next, kind: 'kept', element, lifted: false, line: false });
        at = next.end;
        continue;
      }
      add('gone', token);
      while (at < next.end) {
        const inner = tokenAt(at);
        if (inner === null) return null;
        at = inner.end;
        if (inner.kind === 'comment') add('comment', inner, true);
        else add('gone', inner);
      }
    } else if (token.kind === 'comma' && !comma) {
      comma = true;
      add('comma', token);
    } else if (token.kind === 'close' && next === undefined && at === node.span.end) {
      add('close', token);
      return pieces;
    } else return null;
  }
  return null;
}

/** The comments between two offsets; null when something there is no token. */
export function commentsIn(tokenAt: TokenAt, { start, end }: Span): readonly Token[] | null {
  const comments: Token[] = [];
  let at = start;
  while (at < end) {
    const token = tokenAt(at);
    if (token === null) return null;
    if (token.start >= end) break;
    if (token.kind === 'comment') comments.push(token);
    at = token.end;
  }
  return comments;
}
