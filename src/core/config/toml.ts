import { ParseError, parseTOML } from 'toml-eslint-parser';
import type { Parsed } from './format.ts';
import type { Span } from './text.ts';
import { depthOf, NAMES, tomlPieces, type Piece } from './toml-scan.ts';
import { growTree, type Tree } from './toml-tree.ts';
import { statementOf, type Statement } from './toml-values.ts';

export interface Toml extends Parsed {
  /** Null when there is no root. */
  readonly tree: Tree | null;
}

/** In UTF-16 units: a quarter of a second's work. */
const MAX_LENGTH = 1024 * 1024;
const MAX_DEPTH = 512;
const TOO_DEEP = `Nested deeper than ${MAX_DEPTH} levels`;

/**
 * Reads TOML 1.1, with one error at most. Of a text that is no TOML each header and each assignment is read by itself:
 * half-typed ones cost themselves, a header that cannot be read also what stands below it. Never throws. Text longer
 * than 1 MiB of UTF-16 units, or with brackets nested deeper than 512, gives one error and no root.
 */
export function parseToml(text: string): Parsed {
  const { root, errors } = readToml(text);
  return { root, errors };
}

/** The same, with what its writer has to know. */
export function readToml(text: string): Toml {
  if (text.length > MAX_LENGTH) {
    return failed('File is too large to be read: the limit is 1 MB', { start: 0, end: 0 });
  }
  if (depthOf(text, MAX_DEPTH + 1) > MAX_DEPTH) return failed(TOO_DEEP, { start: 0, end: 0 });
  // A BOM counts as a blank, so that offsets stay those of the text.
  const source = text.charCodeAt(0) === 0xfeff ? ` ${text.slice(1)}` : text;
  const whole = parsed(source, { start: 0, end: source.length });
  if (Array.isArray(whole)) {
    const tree = growTree(source, whole, MAX_DEPTH);
    const { tooDeep } = tree;
    const errors = tooDeep === null ? [] : [{ message: TOO_DEEP, span: tooDeep }];
    return { root: tree.root, errors, tree };
  }
  // Where each statement by itself is right, they contradict each other, and the whole says where.
  const wrong: Parsed['errors'][number][] = [];
  const tree = growTree(source, piecewise(source, wrong), MAX_DEPTH);
  const [first = errorIn(source, { start: 0, end: source.length }, whole)] = wrong;
  return { root: tree.root, errors: [first], tree };
}

function failed(message: string, span: Span): Toml {
  return { root: null, errors: [{ message, span }], tree: null };
}

/** The statements of a part of the text, closed by what may be missing at its end; or what the parser throws. */
function parsed(text: string, { start, end }: Span, closers = ''): Statement[] | Thrown {
  try {
    // The parser misplaces a number that nothing stands behind.
    const [top] = parseTOML(`${text.slice(start, end)}${closers}\n`).body;
    return top.body.flatMap((node) =>
      (node.type === 'TOMLTable' ? [node, ...node.body] : [node]).map((one) =>
        statementOf(text, one, start),
      ),
    );
  } catch (thrown) {
    return { thrown };
  }
}

interface Thrown {
  readonly thrown: unknown;
}

/** Null for a header that cannot be read. Errors are added to `wrong`. */
function* piecewise(text: string, wrong: Parsed['errors'][number][]): Generator<Statement | null> {
  for (const piece of tomlPieces(text)) {
    const read = parsed(text, piece);
    if (Array.isArray(read)) {
      yield* read;
      continue;
    }
    wrong.push(errorIn(text, piece, read));
    const closed = piece.closers === '' ? read : parsed(text, piece, piece.closers);
    // What stands in for a missing bracket is not in the text.
    if (Array.isArray(closed))
      yield* closed.map((one) => ({ ...one, span: { start: one.span.start, end: piece.end } }));
    else if (text.charAt(piece.start) === '[') yield null;
    else yield* unfinished(text, piece);
  }
}

/** A name, or several with dots, and no value that can be read. */
function unfinished(text: string, { start, end }: Piece): readonly Statement[] {
  NAMES.lastIndex = 0;
  const names = NAMES.exec(text.slice(start, end))?.[1];
  if (names === undefined) return [];
  const made = parsed(text, { start, end: start + names.length }, '=0');
  const [statement] = Array.isArray(made) ? made : [];
  return statement === undefined ? [] : [{ ...statement, span: { start, end }, value: null }];
}

/** At the word that is wrong; where something is missing at the end, the last line. */
function errorIn(text: string, { start, end }: Span, { thrown }: Thrown): Parsed['errors'][number] {
  if (!(thrown instanceof ParseError))
    return { message: 'Text or number is too long to be read', span: { start, end } };
  const at = start + thrown.index;
  const word = /^(?:[A-Za-z0-9_-]+|\S)/u.exec(text.slice(at, Math.min(at + 80, end)))?.[0];
  if (word !== undefined)
    return { message: thrown.message, span: { start: at, end: at + word.length } };
  const lines = text.slice(start, end).trimEnd();
  const last = start + Math.max(lines.lastIndexOf('\n'), lines.lastIndexOf('\r')) + 1;
  return { message: thrown.message, span: { start: last, end: start + lines.length } };
}
