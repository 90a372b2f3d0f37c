import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { jsonScanner, scanToken } from '../../../src/core/config/json-scanner.ts';
import { Kind, scanErrorOf, scannerOf } from '../../../src/core/config/tokens.ts';

const piece = fc.oneof(
  fc.constantFrom(
    ...['{', '}', '[', ']', ':', ',', '"', '\\', '\\"', '\\u00e9', '/', '//', '/*', '*/', '-', '1'],
    ...[
      '0.5e3',
      'true',
      'null',
      'word',
      ' ',
      '\t',
      '\n',
      '\r',
      '\r\n',
      '\u0001',
      '\uFEFF',
      '\u00a0',
    ],
    ...['"text"', '"a\\nb"', '"\u0007"', '// said\n', '/* said */', '"key": [1, "two"],\n'],
  ),
  fc.string({ unit: 'binary', maxLength: 4 }),
);
const text = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(''));

interface Seen {
  readonly kind: number;
  readonly start: number;
  readonly end: number;
  readonly value: string;
  readonly wrong: string | undefined;
}

function ours(from: string): readonly Seen[] {
  const scanner = jsonScanner(from);
  const seen: Seen[] = [];
  do {
    scanToken(scanner);
    const { kind, start, end, value, wrong } = scanner;
    seen.push({ kind, start, end, value: said(kind, value), wrong });
  } while (scanner.kind !== Kind.end);
  return seen;
}

function theirs(from: string): readonly Seen[] {
  const scanner = scannerOf(from);
  const seen: Seen[] = [];
  for (;;) {
    const kind: number = scanner.scan();
    if (kind === Kind.blank || kind === Kind.lineBreak) continue;
    const [start, end] = [scanner.getTokenOffset(), scanner.getPosition()];
    const value = said(kind, scanner.getTokenValue());
    seen.push({ kind, start, end, value, wrong: scanErrorOf(scanner) });
    if (kind === Kind.end) return seen;
  }
}

/** What a sign says is the sign. */
function said(kind: number, value: string): string {
  return kind === Kind.string || kind === Kind.number ? value : '';
}

test('the tokens are those of jsonc-parser, whatever stands in the text', () => {
  fc.assert(
    fc.property(text, (any) => {
      assert.deepEqual(ours(any), theirs(any));
    }),
    { numRuns: 3000 },
  );
});

test('a text of signs and plain strings never wakes the other scanner', () => {
  const scanner = jsonScanner('\uFEFF{ "a": ["b",\t"é"],\r\n"c": {} }');
  const kinds: number[] = [];
  while (scanner.end < scanner.text.length) {
    scanToken(scanner);
    kinds.push(scanner.kind);
  }
  assert.deepEqual(kinds, [1, 10, 6, 3, 10, 5, 10, 4, 5, 10, 6, 1, 2, 2]);
  assert.equal(scanner.full, null);
});
