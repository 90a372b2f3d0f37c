import { createScanner } from 'jsonc-parser';
import { sourceOffsets } from '../../config/slice.ts';

// Members of jsonc-parser's SyntaxKind, a const enum, which does not outlive type stripping.
const COLON = 6;
const STRING = 10;
const UNKNOWN = 16;
const EOF = 17;

/** A string value in JSON that itself stands in a string. */
export interface JsonString {
  /** The nearest key above it; null at the root. */
  readonly key: string | null;
  readonly value: string;
  /** Turns an offset of `value` into one of the text around it. */
  readonly toOuter: (offset: number) => number;
}

/** The string values of a text that is JSON, or begins as JSON does; null for any other text. No recursion. */
export function jsonStrings(text: string): readonly JsonString[] | null {
  if (!/^\s*[[{"]/.test(text)) return null;
  const scanner = createScanner(text, true);
  const found: JsonString[] = [];
  let key: string | null = null;
  let pending = null as JsonString | null;
  for (let token: number = scanner.scan(); token !== EOF; token = scanner.scan()) {
    if (token === UNKNOWN) return null;
    if (token === COLON) {
      key = pending?.value ?? key;
      pending = null;
      continue;
    }
    if (pending !== null) found.push(pending);
    pending = null;
    if (token !== STRING) continue;
    const inner = scanner.getTokenOffset() + 1;
    pending = {
      key,
      value: scanner.getTokenValue(),
      toOuter: sourceOffsets(text, inner, inner + scanner.getTokenLength() - 2),
    };
  }
  if (pending !== null) found.push(pending);
  return found;
}
