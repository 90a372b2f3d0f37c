import type { JSONScanner } from 'jsonc-parser';
import type { Data } from './data.ts';
import { piecesOf, type Piece } from './pieces.ts';
import {
  elementSpans,
  format,
  hasBreak,
  isExpandable,
  isOnOwnLine,
  lastBreak,
  lineIndent,
  startsLine,
  styleAt,
  type Container,
} from './style.ts';
import type { TextEdit } from './text.ts';

export interface Addition {
  /** Null for an item of an array. */
  readonly key: string | null;
  readonly value: Data;
}

/** What happens to the elements of one container; what happens inside an element is not its business. */
export interface ContainerChange {
  readonly node: Container;
  readonly removed: ReadonlySet<number>;
  readonly added: readonly Addition[];
}

/** Null when the container is not whole. The edits touch blanks, commas and removed elements, never a comment. */
export function editContainer(
  text: string,
  scanner: JSONScanner,
  change: ContainerChange,
): readonly TextEdit[] | null {
  const pieces = piecesOf(scanner, change.node, change.removed);
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
    const gap = gapOf(text, pieces, left, right);
    if (gap.right.kind === 'close' && change.added.length > 0) {
      edits.push(...addAtEnd(text, change, gap, lastKept, trailing));
    } else if (right > left + 1) edits.push(closeGap(gap));
    left = right;
  }
  return edits;
}

/** Two pieces that stay, the blanks next to them, and how much that goes lies between. */
interface Gap {
  readonly left: Piece;
  readonly right: Piece;
  /** Blanks after `left`. */
  readonly after: string;
  /** Blanks before `right`: the same blanks when nothing between them goes. */
  readonly before: string;
}

function gapOf(text: string, pieces: readonly Piece[], from: number, to: number): Gap {
  const [left, first, last, right] = [pieces[from], pieces[from + 1], pieces[to - 1], pieces[to]];
  if (left === undefined || first === undefined || last === undefined || right === undefined) {
    throw new Error('No such piece');
  }
  const after = text.slice(left.end, first.start);
  return {
    left,
    right,
    after,
    before: to === from + 1 ? after : text.slice(last.end, right.start),
  };
}

/** Takes out what lies in the gap and leaves the blanks of one side. */
function closeGap(gap: Gap): TextEdit {
  const { left, right, after, before } = gap;
  if (left.kind === 'open' && right.kind === 'close') return replace(left.end, right.start, '');
  return keepsAfter(gap)
    ? replace(left.end + after.length, right.start, '')
    : replace(left.end, right.start - before.length, '');
}

function keepsAfter({ left, right, after, before }: Gap): boolean {
  if (left.line && !hasBreak(before)) return true;
  if (right.kind === 'close') return false;
  if (left.kind === 'open' || right.lifted) return true;
  return countBreaks(after) > countBreaks(before);
}

function countBreaks(blanks: string): number {
  return blanks.match(/\r\n?|\n/g)?.length ?? 0;
}

function addAtEnd(
  text: string,
  change: ContainerChange,
  gap: Gap,
  lastKept: Piece | undefined,
  trailing: boolean,
): readonly TextEdit[] {
  const { left, right, after, before } = gap;
  const { node } = change;
  const style = styleAt(text, node);
  const spans = elementSpans(node);
  const model = lastKept?.element ?? spans.length - 1;
  const indent = indentOfAdditions(text, change, gap, model);
  const values = change.added.map(({ key, value }) => {
    const name = key === null ? '' : JSON.stringify(key) + style.colon;
    const multi = indent !== null || hasBreak(text.slice(node.span.start, node.span.end));
    return name + format(value, style, indent ?? lineIndent(text, left.end), multi);
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
  { node, added }: ContainerChange,
  { left, before }: Gap,
  model: number,
): string | null {
  const spans = elementSpans(node);
  const element = spans[model];
  if (element !== undefined && isOnOwnLine(text, node, spans, model))
    return lineIndent(text, element.start);
  const ownText = text.slice(node.span.start, node.span.end);
  const roomy = added.some(({ value }) => isExpandable(value)) && startsLine(text, node);
  if (!left.line && (element !== undefined || (!hasBreak(ownText) && !roomy))) return null;
  const outer = lineIndent(text, hasBreak(before) ? node.span.end - 1 : node.span.start);
  return outer + styleAt(text, node).unit;
}

function replace(start: number, end: number, newText: string): TextEdit {
  return { span: { start, end }, newText };
}
