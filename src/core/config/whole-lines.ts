import { commentsIn, type TokenAt } from './pieces.ts';
import { eolNear } from './style.ts';
import { afterBreak, lineEnd, lineIndent, lineStart, type Span, type TextEdit } from './text.ts';

const BLANKS = /[ \t]*/y;
const BLANK_LINES = /(?:[ \t]*(?:\r\n|\r|\n))*/y;

/**
 * What is written in lines goes with its lines, and with one of two blank lines that would meet; comments, from `#` to
 * the end of their lines, in it and beside it stay. Null when what it is made of cannot be told.
 */
export function linesRemoved(
  text: string,
  tokenAt: TokenAt,
  spans: readonly Span[],
): readonly TextEdit[] | null {
  const edits: TextEdit[] = [];
  const whole: Span[] = [];
  for (const span of spans.toSorted((a, b) => a.start - b.start)) {
    const comments = commentsIn(tokenAt, span);
    if (comments === null) return null;
    const rest = skip(BLANKS, text, span.end);
    const isBeside = text.charAt(rest) === '#';
    if (comments.length === 0 && !isBeside) {
      const lines = { start: lineStart(text, span.start), end: afterBreak(text, rest) };
      const last = whole.at(-1);
      if (last !== undefined && /^\s*$/.test(text.slice(last.end, lines.start)))
        whole[whole.length - 1] = { start: last.start, end: lines.end };
      else whole.push(lines);
      continue;
    }
    const lead = eolNear(text, span.start) + lineIndent(text, span.start);
    const kept = comments.map(({ start, end }) => text.slice(start, end));
    edits.push({
      span: { start: span.start, end: rest },
      newText: kept.join(lead) + (isBeside && kept.length > 0 ? lead : ''),
    });
  }
  return [...edits, ...whole.map((lines) => ({ span: closed(text, lines), newText: '' }))];
}

/** With the blank lines that would meet those above; at the end of the file a line ends as the last one did. */
function closed(text: string, { start, end }: Span): Span {
  const first = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const rest = skip(BLANK_LINES, text, end);
  let above = start;
  while (above > first && /\s/.test(text.charAt(above - 1))) above -= 1;
  if (rest < text.length) {
    const isBlankAbove = above === first || /[\r\n]\s*[\r\n]/.test(breaks(text, above, start));
    return { start, end: isBlankAbove ? rest : end };
  }
  if (above === first) return { start: first, end: text.length };
  const last = lineEnd(text, above);
  const isBroken = /[\r\n]$/.test(text);
  return { start: isBroken ? afterBreak(text, last) : last, end: text.length };
}

/** Line breaks, each as one character. */
function breaks(text: string, start: number, end: number): string {
  return text.slice(start, end).replaceAll('\r\n', '\n');
}

function skip(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}
