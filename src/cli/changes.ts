import { applyEdits, type Span, type TextEdit } from '../core/config/text.ts';
import type { Report } from '../core/posture/report.ts';
import { hiderFor } from '../core/posture/shown.ts';
import type { Change } from '../output/edited.ts';

/** What stands beside a reference in a value: blanks, quotes, escapes and what joins commands. */
const BESIDE = /[\s"'`\\;&|()]/;
/** In UTF-16 units, to each side of an edit. */
const LONGEST = 300;

/**
 * The references that these edits of a report's text change, top down. Nothing around them is shown, of them no
 * credential that the report found, and no userinfo or query of an address.
 */
export function changesOf(report: Report, edits: readonly TextEdit[]): readonly Change[] {
  const { document, servers, secretSpans } = report;
  const { text, lines } = document;
  const hide = hiderFor([...secretSpans, ...servers.flatMap((one) => one.secretSpans)], text);
  const safe = (shown: string): string => hide(withoutUserinfo(shown));
  return wordsAround(text, edits).map(({ span, edits: own }) => {
    const before = text.slice(span.start, span.end);
    const moved = own.map(({ span: at, newText }) => ({
      span: { start: at.start - span.start, end: at.end - span.start },
      newText,
    }));
    const server = servers.find(
      ({ server: { span: all } }) => all.start <= span.start && span.end <= all.end,
    );
    return {
      line: lines.position(span.start).line,
      server: server?.name ?? null,
      before: safe(before),
      after: safe(applyEdits(before, moved)),
    };
  });
}

/** A later change of what an earlier one wrote makes one with it: edits of references move no line. */
export function joinChanges(
  earlier: readonly Change[],
  later: readonly Change[],
): readonly Change[] {
  const changes = [...earlier];
  for (const change of later) {
    const at = changes.findIndex(
      ({ line, after }) => line === change.line && after === change.before,
    );
    const known = changes[at];
    if (known === undefined) changes.push(change);
    else changes[at] = { ...known, after: change.after };
  }
  return changes.toSorted((a, b) => a.line - b.line);
}

interface Word {
  readonly span: Span;
  readonly edits: readonly TextEdit[];
}

function wordsAround(text: string, edits: readonly TextEdit[]): readonly Word[] {
  const words: Word[] = [];
  for (const edit of edits.toSorted((a, b) => a.span.start - b.span.start)) {
    let { start, end } = edit.span;
    while (start > 0 && edit.span.start - start < LONGEST && !BESIDE.test(text.charAt(start - 1))) {
      start -= 1;
    }
    while (end < text.length && end - edit.span.end < LONGEST && !BESIDE.test(text.charAt(end))) {
      end += 1;
    }
    const last = words.at(-1);
    if (last === undefined || start >= last.span.end)
      words.push({ span: { start, end }, edits: [edit] });
    else
      words[words.length - 1] = {
        span: { start: last.span.start, end: Math.max(end, last.span.end) },
        edits: [...last.edits, edit],
      };
  }
  return words;
}

function withoutUserinfo(text: string): string {
  return text
    .replace(/\/\/[^/\s]*@/g, '//')
    .replace(/\b(github|gitlab|bitbucket|gist):[^\s#]*@/g, '$1:')
    .replace(/\?[^#\s]*/g, '?…');
}
