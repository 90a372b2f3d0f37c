import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import type { Span } from './questions.ts';
import type { Window } from './rig.ts';
import { waitFor } from './wait.ts';

/** Arguments of `docker run` that keep container-not-hardened silent, as they stand in a file. */
export const hardened =
  '"--cap-drop=ALL", "--security-opt=no-new-privileges", "--read-only", "--pids-limit=64"';

export interface Finding {
  readonly rule: string;
  readonly range: Span;
  /** What stands in the range. */
  readonly text: string;
  readonly severity: string | undefined;
  readonly target: string | null;
  readonly related: readonly {
    readonly uri: string;
    readonly message: string;
    readonly range: Span;
  }[];
}

/** Our diagnostics of an open document, in the order of the file. */
export async function findings(window: Window, uri: string): Promise<readonly Finding[]> {
  const text = (await window.ask('text', uri)) ?? '';
  const own = (await window.ask('diagnostics', uri)).filter(
    ({ source }) => source === 'mcp-posture',
  );
  return own
    .map(({ code, range, severity, target, related }) => ({
      rule: String(code),
      range,
      text: textIn(text, range),
      severity,
      target,
      related,
    }))
    .toSorted((a, b) => order(a.range, b.range) || (a.rule < b.rule ? -1 : 1));
}

/** Waits until the findings of a document are these, each as `rule: text it stands on`, in the order of the file. */
export async function expectFindings(
  window: Window,
  uri: string,
  expected: readonly string[],
  limit = 15_000,
): Promise<readonly Finding[]> {
  let last: readonly Finding[] = [];
  try {
    await waitFor(
      'the findings',
      async () => {
        last = await findings(window, uri);
        return isDeepStrictEqual(last.map(said), expected);
      },
      limit,
    );
  } catch {
    assert.deepEqual(last.map(said), expected);
  }
  return last;
}

/** The place of a piece of a text; the piece must stand there once. */
export function placeOf(text: string, piece: string): Span {
  const start = text.indexOf(piece);
  assert.ok(start >= 0 && text.indexOf(piece, start + 1) < 0, `once in the text: ${piece}`);
  return { start: position(text, start), end: position(text, start + piece.length) };
}

function said({ rule, text }: Finding): string {
  return `${rule}: ${text}`;
}

function position(text: string, offset: number): Span['start'] {
  const before = text.slice(0, offset).split(/\r\n|\n/);
  return { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
}

function textIn(text: string, { start, end }: Span): string {
  const lines = text.split(/\r\n|\n/).slice(start.line, end.line + 1);
  if (start.line === end.line) return (lines[0] ?? '').slice(start.character, end.character);
  return [
    (lines[0] ?? '').slice(start.character),
    ...lines.slice(1, -1),
    (lines.at(-1) ?? '').slice(0, end.character),
  ].join('\n');
}

function order(a: Span, b: Span): number {
  return a.start.line - b.start.line || a.start.character - b.start.character;
}
