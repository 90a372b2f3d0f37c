import type { JSONScanner } from 'jsonc-parser';
import { elementSpans, type Container } from './style.ts';
import type { Span } from './text.ts';
import { isComment, isTrivia, Kind, scanErrorOf } from './tokens.ts';

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
  scanner: JSONScanner,
  node: Container,
  removed: ReadonlySet<number>,
): readonly Piece[] | null {
  if (node.kind === 'object' && node.properties.some((property) => property.value === null))
    return null;
  const spans = elementSpans(node);
  const brackets =
    node.kind === 'object'
      ? [Kind.openBrace, Kind.closeBrace]
      : [Kind.openBracket, Kind.closeBracket];
  const pieces: Piece[] = [];
  let element = -1;
  let comma = true;
  const add = (kind: Piece['kind'], lifted = false): void => {
    const [start, end] = [scanner.getTokenOffset(), scanner.getPosition()];
    const line = scanner.getToken() === Kind.lineComment;
    pieces.push({
      kind,
      start,
      end,
      element: kind === 'comment' && !lifted ? -1 : element,
      lifted,
      line,
    });
  };
  scanner.setPosition(node.span.start);
  if (scanner.scan() !== brackets[0]) return null;
  add('open');
  while (scanner.getPosition() < node.span.end) {
    const kind: number = scanner.scan();
    if (scanErrorOf(scanner) !== undefined) return null;
    const next = spans[element + 1];
    if (isComment(kind)) add('comment');
    else if (isTrivia(kind)) continue;
    else if (next !== undefined && comma && scanner.getTokenOffset() === next.start) {
      element += 1;
      comma = false;
      if (!removed.has(element)) {
        pieces.push({ ...next, kind: 'kept', element, lifted: false, line: false });
        scanner.setPosition(next.end);
        continue;
      }
      add('gone');
      while (scanner.getPosition() < next.end) {
        const inner: number = scanner.scan();
        if (scanErrorOf(scanner) !== undefined || inner === Kind.unknown) return null;
        if (isComment(inner)) add('comment', true);
        else if (!isTrivia(inner)) add('gone');
      }
    } else if (kind === Kind.comma && !comma) {
      comma = true;
      add('comma');
    } else if (
      kind === brackets[1] &&
      next === undefined &&
      scanner.getPosition() === node.span.end
    ) {
      add('close');
      return pieces;
    } else return null;
  }
  return null;
}
