import type { OpenContainer } from './building.ts';
import type { JsonScanner } from './json-scanner.ts';
import type { ConfigNode } from './node.ts';
import type { Span } from './text.ts';
import { Kind } from './tokens.ts';

export interface JsonError {
  readonly message: string;
  readonly span: Span;
}

const MAX_ERRORS = 100;

/** What an open container waits for. */
type State = 'first' | 'next' | 'colon' | 'value' | 'comma';

export interface Frame {
  readonly node: OpenContainer;
  state: State;
  /** The property being read has no quotes round its key. */
  bare: boolean;
}

export interface Reading {
  readonly scanner: JsonScanner;
  readonly errors: JsonError[];
  readonly stack: Frame[];
  /** How many frames of the stack are arrays. */
  arrays: number;
  root: ConfigNode | null;
  /** Where the last token that is no trivia ended. */
  last: number;
}

export function report(reading: Reading, message: string, span: Span): void {
  if (reading.errors.length < MAX_ERRORS) reading.errors.push({ message, span });
}

export function reportHere(reading: Reading, message: string): void {
  report(reading, message, tokenSpan(reading.scanner));
}

export function tokenSpan(scanner: JsonScanner): Span {
  return { start: scanner.start, end: scanner.end };
}

/** A word without quotes is a name when a colon follows; otherwise somebody is typing, and it goes. */
export function settleBareKey(frame: Frame, next: number): void {
  frame.bare = false;
  if (next === Kind.colon || frame.node.kind !== 'object') return;
  frame.node.properties.pop();
  frame.state = 'comma';
}

export function open(
  reading: Reading,
  kind: number,
  parent: OpenContainer | null,
  key: string | number,
): ConfigNode {
  const span = tokenSpan(reading.scanner);
  const node: OpenContainer =
    kind === Kind.openBrace
      ? { kind: 'object', properties: [], span, parent, key }
      : { kind: 'array', items: [], span, parent, key };
  reading.stack.push({ node, state: 'first', bare: false });
  if (node.kind === 'array') reading.arrays += 1;
  return node;
}

export function reportUnfinished(reading: Reading, frame: Frame): void {
  if (frame.state === 'colon') reportHere(reading, 'Expected a colon');
  if (frame.state === 'value') reportHere(reading, 'Expected a value');
}

export function close(reading: Reading, kind: 'array' | 'object'): void {
  const { stack } = reading;
  // Thousands of brackets may close nothing, each below hundreds of open ones.
  if ((kind === 'array' ? reading.arrays : stack.length - reading.arrays) === 0) {
    return reportHere(
      reading,
      stack.length === 0 ? 'Expected the end of the file' : 'Unexpected bracket',
    );
  }
  while (stack.at(-1)?.node.kind !== kind) closeEarly(reading, reading.last);
  const frame = pop(reading);
  if (frame === undefined) return;
  reportUnfinished(reading, frame);
  frame.node.span.end = reading.scanner.end;
}

function pop(reading: Reading): Frame | undefined {
  const frame = reading.stack.pop();
  if (frame?.node.kind === 'array') reading.arrays -= 1;
  return frame;
}

/** Ends the innermost container although its bracket is missing. */
export function closeEarly(reading: Reading, end: number): void {
  const frame = pop(reading);
  if (frame === undefined) return;
  const isObject = frame.node.kind === 'object';
  report(reading, `Expected a closing ${isObject ? 'brace' : 'bracket'}`, { start: end, end });
  if (frame.bare) settleBareKey(frame, Kind.end);
  frame.node.span.end = Math.max(end, frame.node.span.start + 1);
}
