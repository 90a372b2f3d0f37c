import type { OpenContainer } from './building.ts';
import {
  close,
  closeEarly,
  settleBareKey,
  open,
  report,
  reportHere,
  reportUnfinished,
  tokenSpan,
  type Frame,
  type JsonError,
  type Reading,
} from './json-stack.ts';
import { jsonScanner, scanToken, type JsonScanner } from './json-scanner.ts';
import type { Atom, ConfigNode } from './node.ts';
import type { Span } from './text.ts';
import { isTrivia, Kind } from './tokens.ts';

export interface Json {
  /** Null when no value could be read. */
  readonly root: ConfigNode | null;
  readonly errors: readonly JsonError[];
}

/** In UTF-16 units. A person may name a larger file than an editor checks at a keystroke. */
const MAX_LENGTH = 4 * 1024 * 1024;
const MAX_DEPTH = 512;

/**
 * Reads JSON with comments and trailing commas as far as it can be read: half-typed values, missing commas and missing
 * brackets cost what they touch. Never throws. Text longer than 4 MiB of UTF-16 units, or nested deeper than 512
 * containers, gives one error and no root. At most 100 errors.
 */
export function parseJson(text: string): Json {
  if (text.length > MAX_LENGTH) {
    return failed('File is too large to be read: the limit is 4 MB', { start: 0, end: 0 });
  }
  const scanner = jsonScanner(text);
  const reading: Reading = { scanner, errors: [], stack: [], arrays: 0, root: null, last: 0 };
  let before: number = Kind.end;
  for (;;) {
    scanToken(scanner);
    const { kind, wrong } = scanner;
    if (wrong !== undefined) {
      // The scanner may end a comment that is not closed one unit behind the text.
      const stop = Math.min(scanner.end, text.length);
      report(reading, wrong, { start: scanner.start, end: stop });
    }
    if (isTrivia(kind)) continue;
    if (kind === Kind.end) break;
    // A run of words that are no JSON is one mistake.
    if (kind !== Kind.unknown || before !== Kind.unknown) take(reading, kind);
    before = kind;
    reading.last = scanner.end;
    if (reading.stack.length > MAX_DEPTH) {
      return failed(`Nested deeper than ${MAX_DEPTH} levels`, tokenSpan(scanner));
    }
  }
  const end = { start: reading.last, end: text.length };
  if (reading.root === null && reading.errors.length === 0)
    report(reading, 'Expected a value', end);
  while (reading.stack.length > 0) closeEarly(reading, reading.last);
  return { root: reading.root, errors: reading.errors };
}

function failed(message: string, span: Span): Json {
  return { root: null, errors: [{ message, span }] };
}

function take(reading: Reading, kind: number): void {
  const frame = reading.stack.at(-1);
  if (frame?.bare === true) settleBareKey(frame, kind);
  if (kind === Kind.comma) return takeComma(reading, frame);
  if (kind === Kind.colon) return takeColon(reading, frame);
  if (kind === Kind.closeBrace) return close(reading, 'object');
  if (kind === Kind.closeBracket) return close(reading, 'array');
  if (frame === undefined) {
    if (reading.root !== null) reportHere(reading, 'Expected the end of the file');
    return takeValue(reading, kind, undefined);
  }
  if (frame.state === 'comma') reportHere(reading, 'Expected a comma');
  if (frame.node.kind === 'array' || frame.state === 'colon' || frame.state === 'value') {
    if (frame.state === 'colon') reportHere(reading, 'Expected a colon');
    return takeValue(reading, kind, frame);
  }
  if (kind === Kind.string || kind === Kind.unknown) return takeKey(reading, kind, frame);
  if (frame.state !== 'comma') reportHere(reading, 'Expected a property name in double quotes');
  // A value without a name: read, so that its brackets are paired, and dropped.
  if (kind === Kind.openBrace || kind === Kind.openBracket) open(reading, kind, frame.node, '');
  frame.state = 'comma';
}

function takeKey(reading: Reading, kind: number, frame: Frame): void {
  if (frame.node.kind !== 'object') return;
  const span = tokenSpan(reading.scanner);
  frame.bare = kind === Kind.unknown;
  if (frame.bare && frame.state !== 'comma') {
    report(reading, 'Expected a property name in double quotes', span);
  }
  frame.node.properties.push({ key: reading.scanner.value, keySpan: span, value: null });
  frame.state = 'colon';
}

function takeValue(reading: Reading, kind: number, frame: Frame | undefined): void {
  const at = frame === undefined ? '' : placeOf(frame);
  if (frame !== undefined) frame.state = 'comma';
  const value = valueOf(reading, kind, frame?.node ?? null, at);
  if (value === undefined) {
    reportHere(
      reading,
      kind === Kind.unknown ? 'Expected a value: text needs double quotes' : 'Expected a value',
    );
    return;
  }
  if (frame === undefined) reading.root ??= value;
  else if (frame.node.kind === 'array') frame.node.items.push(value);
  else {
    const property = frame.node.properties.at(-1);
    if (property !== undefined) property.value = value;
  }
}

function placeOf(frame: Frame): string | number {
  if (frame.node.kind === 'array') return frame.node.items.length;
  return frame.node.properties.at(-1)?.key ?? '';
}

function valueOf(
  reading: Reading,
  kind: number,
  parent: OpenContainer | null,
  key: string | number,
): ConfigNode | undefined {
  const { scanner } = reading;
  if (kind === Kind.openBrace || kind === Kind.openBracket) return open(reading, kind, parent, key);
  if (kind === Kind.unknown) return undefined;
  const value = atomValue(scanner, kind);
  return { kind: 'atom', value, span: tokenSpan(scanner), parent, key } satisfies Atom;
}

function atomValue(scanner: JsonScanner, kind: number): Atom['value'] {
  if (kind === Kind.string) return scanner.value;
  if (kind === Kind.number) return Number(scanner.value);
  return kind === Kind.null ? null : kind === Kind.true;
}

function takeComma(reading: Reading, frame: Frame | undefined): void {
  if (frame === undefined) return reportHere(reading, 'Expected the end of the file');
  if (frame.state === 'comma') frame.state = 'next';
  else if (frame.node.kind === 'array') reportHere(reading, 'Expected a value');
  else {
    reportUnfinished(reading, frame);
    if (frame.state === 'first' || frame.state === 'next') {
      reportHere(reading, 'Expected a property name in double quotes');
    }
    frame.state = 'next';
  }
}

/**
 * A colon where none is due tells that the text before it was a name: the value of the property before is still to be
 * typed, or the bracket of the array before is missing.
 */
function takeColon(reading: Reading, frame: Frame | undefined): void {
  if (frame?.state === 'colon') {
    frame.state = 'value';
    return;
  }
  const owner = frame?.node.kind === 'array' ? reading.stack.at(-2) : frame;
  const name = frame?.state === 'comma' ? lastText(frame) : undefined;
  const unfinished = owner?.node.kind === 'object' ? owner.node.properties.at(-1) : undefined;
  if (frame === undefined || owner?.node.kind !== 'object' || name === undefined || !unfinished) {
    return reportHere(reading, 'Unexpected colon');
  }
  if (frame.node.kind === 'array') {
    frame.node.items.pop();
    closeEarly(reading, frame.node.items.at(-1)?.span.end ?? frame.node.span.start + 1);
  } else {
    report(reading, 'Expected a value', name.span);
    unfinished.value = null;
  }
  owner.node.properties.push({ key: name.value, keySpan: name.span, value: null });
  owner.state = 'value';
}

/** The string that stands directly before, when it is the last value of this container. */
function lastText(frame: Frame): { readonly value: string; readonly span: Span } | undefined {
  const { node } = frame;
  const last = node.kind === 'array' ? node.items.at(-1) : node.properties.at(-1)?.value;
  if (last?.kind !== 'atom' || typeof last.value !== 'string') return undefined;
  return { value: last.value, span: last.span };
}
