import type { Document } from '../config/document.ts';
import type { Format } from '../config/format.ts';
import type { ConfigNode } from '../config/node.ts';
import { afterBreak, lineEnd, lineStart, type Span } from '../config/text.ts';
import { findKnown } from '../rules/credentials/find.ts';

/** `// mcp-posture-ignore rule-a, rule-b -- reason until 2027-01-31`, as it is written. */
export interface Directive {
  /** From the word `mcp-posture-ignore` to the end of its comment, or of the line. */
  readonly span: Span;
  readonly rules: readonly string[];
  /** Empty when none is given. */
  readonly reason: string;
  /** `YYYY-MM-DD`, the last day on which it holds; null: for ever. */
  readonly until: string | null;
  /** The line that it speaks of, from 0: its own, or the next one that holds more than a comment. */
  readonly line: number;
}

const WORD = 'mcp-posture-ignore';
const UNTIL = /(?:^|[ \t,])until[ \t]+(\S+)[ \t.]*$/;
/** What a directive can hold; a longer line is cut. */
const MOST = 500;
const MOST_DIRECTIVES = 1000;

/** Every directive of the file, in its order. Text inside a value is none. */
export function directivesOf(document: Document): readonly Directive[] {
  const { text, root, format } = document;
  if (format === null || !text.includes(WORD)) return [];
  const { lines } = document;
  const written = root === null ? [] : writtenIn(root);
  const found: Directive[] = [];
  // The next line that holds more than a comment: the same one for all comments that stand above it.
  let next = -1;
  let end = 0;
  for (let at = text.indexOf(WORD); at >= 0; at = text.indexOf(WORD, Math.max(at + 1, end))) {
    const before = blanksBefore(text, at);
    const begins = openers(format).find((one) => text.endsWith(one, before));
    if (begins === undefined) continue;
    const comment = before - begins.length;
    if (isInside(written, comment)) continue;
    const whole = lineEnd(text, at);
    // A comment goes on to the end of its line, so it is one directive; but for one that has an end of its own.
    const closed = begins === '/*' ? text.slice(at, whole).indexOf('*/') : -1;
    end = closed === -1 ? whole : at + closed;
    const own = lines.position(at).line;
    const isAlone =
      blanksBefore(text, comment) === lineStart(text, comment) &&
      (closed === -1 || text.slice(end + 2, whole).trim() === '');
    if (isAlone && own >= next) next = own + linesToNext(text, whole, format.lineComment);
    const body = text.slice(at + WORD.length, Math.min(end, at + MOST));
    found.push({ span: { start: at, end }, line: isAlone ? next : own, ...read(body) });
    if (found.length === MOST_DIRECTIVES) break;
  }
  return found;
}

function openers({ id, lineComment }: Format): readonly string[] {
  return id === 'json' ? [lineComment, '/*'] : [lineComment];
}

function read(body: string): Pick<Directive, 'rules' | 'reason' | 'until'> {
  const at = body.search(/[ \t]--(?:[ \t]|$)/);
  const names = at < 0 ? body : body.slice(0, at);
  const said = at < 0 ? '' : body.slice(at + 3);
  const until = UNTIL.exec(said);
  const reason = until === null ? said : said.slice(0, until.index);
  return {
    rules: names.split(/[ \t,]+/).filter((name) => name !== ''),
    reason: withoutTokens(reason.trim()),
    until: until?.[1] ?? null,
  };
}

/** Reports show the reason. */
function withoutTokens(reason: string): string {
  return findKnown(reason).length > 0 ? '•••' : reason;
}

/** Keys and scalars, in the order of the file. */
function writtenIn(root: ConfigNode): readonly Span[] {
  const spans: Span[] = [];
  const waiting: ConfigNode[] = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node.kind === 'atom') spans.push(node.span);
    else if (node.kind === 'array') for (const item of node.items) waiting.push(item);
    else {
      for (const { keySpan, value } of node.properties) {
        spans.push(keySpan);
        if (value !== null) waiting.push(value);
      }
    }
  }
  return spans.toSorted((a, b) => a.start - b.start);
}

function isInside(spans: readonly Span[], offset: number): boolean {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle]?.start ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return (spans[low - 1]?.end ?? 0) > offset;
}

/** How many lines further the next one is that holds more than blanks and a comment. */
function linesToNext(text: string, from: number, lineComment: string): number {
  let count = 0;
  for (let at = from; at < text.length;) {
    const next = afterBreak(text, at);
    count += 1;
    const end = lineEnd(text, next);
    const line = text.slice(next, end).trim();
    if (line !== '' && !line.startsWith(lineComment) && !isBlockAlone(line)) return count;
    if (end >= text.length) return count;
    at = end;
  }
  return count;
}

function isBlockAlone(line: string): boolean {
  return line.startsWith('/*') && line.indexOf('*/', 2) === line.length - 2;
}

/** Where the blanks begin that stand right before an offset. */
function blanksBefore(text: string, offset: number): number {
  let start = offset;
  while (start > 0 && /[^\S\r\n\uFEFF]/.test(text.charAt(start - 1))) start -= 1;
  return start;
}
