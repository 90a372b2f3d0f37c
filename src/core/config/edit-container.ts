import type { Data } from './data.ts';
import { piecesOf, type Piece, type TokenAt } from './pieces.ts';
import {
  elementSpans,
  eolNear,
  format,
  hasBreak,
  isExpandable,
  isOnOwnLine,
  lastBreak,
  startsLine,
  styleAt,
  type Container,
  type Notation,
} from './style.ts';
import { lineIndent, type Span, type TextEdit } from './text.ts';

export interface Addition {
  /** Null for an item of an array. */
  readonly key: string | null;
  readonly value: Data;
}

/** What happens to the elements of one container; what happens inside an element is not its business. */
export interface ContainerChange {
  readonly node: Container;
  readonly removed: ReadonlySet<number>;
  /** By the index of the item that they come before, which stays. */
  readonly inserted: ReadonlyMap<number, readonly Data[]>;
  readonly added: readonly Addition[];
}

/**
 * What happens to a container with brackets. Null when it is not whole. The edits touch blanks, commas and removed
 * elements, never a comment.
 */
export function editContainer(
  text: string,
  tokenAt: TokenAt,
  notation: Notation,
  change: ContainerChange,
): readonly TextEdit[] | null {
  const pieces = piecesOf(tokenAt, change.node, change.removed);
  if (pieces === null) return null;
  const last = elementSpans(change.node).length - 1;
  const lastKept = pieces.findLast((piece) => piece.kind === 'kept');
  const trailing = pieces.some((piece) => piece.kind === 'comma' && piece.element === last);
  const superfluous = (piece: Piece): boolean =>
    piece.kind === 'comma' &&
    (change.removed.has(piece.element) ||
      // The comma before a removed last element, unless one stood after that as well.
      (piece.element === lastKept?.element &&
        piece.element !== last &&
        !trailing &&
        change.added.length === 0));
  const stay = pieces.map((piece) => piece.kind !== 'gone' && !superfluous(piece));

  const edits: TextEdit[] = [];
  let left = 0;
  for (let right = 1; right < pieces.length; right++) {
    if (stay[right] !== true) continue;
    const gap = gapOf(text, pieces.slice(left, right + 1));
    if (gap.right.kind === 'close' && change.added.length > 0) {
      edits.push(...addAtEnd(text, notation, change, gap, lastKept, trailing));
    } else if (gap.left.lifted && gap.right.lifted) edits.push(outdent(text, change.node, gap));
    else if (right > left + 1) edits.push(...closeGap(gap));
    left = right;
  }
  for (const [index, values] of change.inserted)
    edits.push(insertBefore(text, notation, change.node, index, values));
  return edits.filter(({ span, newText }) => text.slice(span.start, span.end) !== newText);
}

/** New items on lines of their own where the one behind them has its own; first ones come before a comment there. */
function insertBefore(
  text: string,
  notation: Notation,
  node: Container,
  index: number,
  values: readonly Data[],
): TextEdit {
  const spans = elementSpans(node);
  const start = spans[index]?.start ?? node.span.end - 1;
  const style = styleAt(text, node, notation);
  if (!isOnOwnLine(text, node, spans, index)) {
    const items = values.map((value) => format(value, style, '', false) + style.comma);
    return replace(start, start, items.join(''));
  }
  const indent = lineIndent(text, start);
  const items = values.map((value) => `${format(value, style, indent, true)},`);
  const lead = style.eol + indent;
  if (index > 0) return replace(start, start, items.map((item) => item + lead).join(''));
  const open = node.span.start + 1;
  return replace(open, open, items.map((item) => lead + item).join(''));
}

/** Two pieces that stay and what lies between them. */
interface Gap {
  readonly left: Piece;
  readonly right: Piece;
  /** Blanks before the first thing that goes; a comma directly after `left` is passed over. */
  readonly after: Span;
  /** Blanks before `right`: the same blanks when nothing goes. */
  readonly before: Span;
  readonly afterText: string;
  readonly beforeText: string;
}

function gapOf(text: string, pieces: readonly Piece[]): Gap {
  const [left, right] = [pieces[0], pieces.at(-1)];
  if (left === undefined || right === undefined) throw new Error('A gap lies between two pieces');
  const between = pieces.slice(1, -1);
  const [head] = between;
  const comma =
    between.length > 1 && head?.kind === 'comma' && head.start === left.end ? head : null;
  const first = between[comma === null ? 0 : 1] ?? right;
  const after = { start: (comma ?? left).end, end: first.start };
  const before = { start: (between.at(-1) ?? left).end, end: right.start };
  const [afterText, beforeText] = [after, before].map(({ start, end }) => text.slice(start, end));
  return { left, right, after, before, afterText: afterText ?? '', beforeText: beforeText ?? '' };
}

/** Takes out what lies in the gap and leaves the blanks of one side. */
function closeGap(gap: Gap): readonly TextEdit[] {
  const { left, right, after, before } = gap;
  if (left.kind === 'open' && right.kind === 'close') return [replace(left.end, right.start, '')];
  if (!keepsAfter(gap)) {
    // Blanks directly after a line comment would become part of it.
    const skipped = left.line ? Math.max(0, gap.beforeText.search(/[\r\n]/)) : 0;
    return [replace(left.end, before.start + skipped, '')];
  }
  return [replace(left.end, after.start, ''), replace(after.end, right.start, '')];
}

/** Comments that stay while the element round them goes move to where the element began. */
function outdent(text: string, node: Container, { left, right, afterText }: Gap): TextEdit {
  const start = elementSpans(node)[left.element]?.start ?? left.start;
  const blanks = hasBreak(afterText)
    ? eolNear(text, left.end) + lineIndent(text, start)
    : afterText;
  return replace(left.end, right.start, left.element === right.element ? blanks : afterText);
}

function keepsAfter({ left, right, afterText, beforeText }: Gap): boolean {
  if (left.line && !hasBreak(beforeText)) return true;
  if (right.kind === 'close') return false;
  if (left.kind === 'open' || right.lifted) return true;
  return countBreaks(afterText) > countBreaks(beforeText);
}

function countBreaks(blanks: string): number {
  return blanks.match(/\r\n?|\n/g)?.length ?? 0;
}

function addAtEnd(
  text: string,
  notation: Notation,
  change: ContainerChange,
  gap: Gap,
  lastKept: Piece | undefined,
  trailing: boolean,
): readonly TextEdit[] {
  const { left, right, afterText: after, beforeText: before } = gap;
  const { node } = change;
  const style = styleAt(text, node, notation);
  const spans = elementSpans(node);
  const model = lastKept?.element ?? spans.length - 1;
  const indent = indentOfAdditions(text, notation, change, gap, model);
  const multi = indent !== null || hasBreak(text.slice(node.span.start, node.span.end));
  const base = indent ?? (multi ? lineIndent(text, left.end) : '');
  const values = change.added.map(({ key, value }) => {
    const name = key === null ? '' : notation.key(key) + style.colon;
    return name + format(value, style, base, multi);
  });
  const pad = node.kind === 'object' ? style.pad : '';
  const blank = style.comma.slice(style.comma.indexOf(',') + 1);
  let lead = indent === null ? blank : style.eol + indent;
  let tail = before;
  if (spans.length === 0) {
    if (indent === null) {
      lead = left.kind === 'open' && after === '' ? pad : ' ';
      tail = left.kind === 'open' && after === '' ? pad : after;
    } else if (!hasBreak(before)) tail = style.eol + lineIndent(text, node.span.start);
    else if (left.kind === 'open') tail = before.slice(lastBreak(before));
  } else if (left.kind === 'open') lead = indent === null ? after : lead;
  const added = lead + values.join(`,${indent === null ? blank : lead}`) + (trailing ? ',' : '');
  const end = before.endsWith(tail) ? right.start - tail.length : right.start;
  const edit = replace(left.end, end, end === right.start ? added + tail : added);
  const needsComma = lastKept !== undefined && lastKept.element === spans.length - 1 && !trailing;
  return needsComma ? [replace(lastKept.end, lastKept.end, ','), edit] : [edit];
}

/** The indentation of the lines that are added; null when the additions stay on the line of what is there. */
function indentOfAdditions(
  text: string,
  notation: Notation,
  { node, added }: ContainerChange,
  { left, beforeText: before }: Gap,
  model: number,
): string | null {
  const spans = elementSpans(node);
  const element = spans[model];
  if (element !== undefined && isOnOwnLine(text, node, spans, model))
    return lineIndent(text, element.start);
  const ownText = text.slice(node.span.start, node.span.end);
  const wide = notation.breaks && added.some(({ value }) => isExpandable(value));
  const roomy = wide && startsLine(text, node);
  if (!left.line && (element !== undefined || (!hasBreak(ownText) && !roomy))) return null;
  const outer = lineIndent(text, hasBreak(before) ? node.span.end - 1 : node.span.start);
  return outer + styleAt(text, node, notation).unit;
}

function replace(start: number, end: number, newText: string): TextEdit {
  return { span: { start, end }, newText };
}
