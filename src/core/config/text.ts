/** Part of a text: offsets in UTF-16 units, `end` exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Replaces what stands at `span` by `newText`. */
export interface TextEdit {
  readonly span: Span;
  readonly newText: string;
}

/** Line and character count from 0; characters in UTF-16 units; a BOM has no width. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

const BOM = 0xfeff;
const LINE_END = /[\r\n]/g;

/** Turns offsets of one text into lines and characters; CRLF, LF and a lone CR each end a line. */
export interface Lines {
  position(offset: number): Position;
  range(span: Span): Range;
}

export function linesOf(text: string): Lines {
  const starts = [0];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 13 && text.charCodeAt(i + 1) === 10) continue;
    if (code === 10 || code === 13) starts.push(i + 1);
  }
  const bom = text.charCodeAt(0) === BOM ? 1 : 0;

  function position(offset: number): Position {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    const character = offset - (starts[low] ?? 0);
    return { line: low, character: Math.max(0, low === 0 ? character - bom : character) };
  }
  return { position, range: (span) => ({ start: position(span.start), end: position(span.end) }) };
}

/** Where the line that holds the offset begins, behind a BOM. */
export function lineStart(text: string, offset: number): number {
  let start = offset;
  while (start > 0 && text[start - 1] !== '\n' && text[start - 1] !== '\r') start -= 1;
  return start === 0 && text.charCodeAt(0) === BOM ? 1 : start;
}

/** Where the line ends that holds the offset, its break left out. */
export function lineEnd(text: string, offset: number): number {
  LINE_END.lastIndex = offset;
  return LINE_END.exec(text)?.index ?? text.length;
}

/** Behind the line break that stands there; the same place where none does. */
export function afterBreak(text: string, offset: number): number {
  if (text[offset] === '\r') return text[offset + 1] === '\n' ? offset + 2 : offset + 1;
  return text[offset] === '\n' ? offset + 1 : offset;
}

/** Blanks at the start of the line that holds the offset. */
export function lineIndent(text: string, offset: number): string {
  const start = lineStart(text, offset);
  let end = start;
  while (end < offset && (text[end] === ' ' || text[end] === '\t')) end += 1;
  return text.slice(start, end);
}

/** The text with all edits applied; spans refer to the text as given and must not overlap. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const ordered = [...edits].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  let result = '';
  let last = 0;
  for (const edit of ordered) {
    if (edit.span.start < last) throw new Error('Edits overlap');
    result += text.slice(last, edit.span.start) + edit.newText;
    last = edit.span.end;
  }
  return result + text.slice(last);
}
