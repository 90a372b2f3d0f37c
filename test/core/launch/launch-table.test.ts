import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parse, type ParseError } from 'jsonc-parser';
import { corpusFolder, corpusSkip } from '../../corpus/corpus-folder.ts';
import { corpusLines } from './corpus-lines.ts';
import { launchLines, type LineRow } from './launch-lines.ts';
import { expected, readLine, reading, type Line } from './reading.ts';

function lineOf(row: LineRow[0]): Line {
  if (typeof row === 'string') return { command: row, args: [], url: null };
  if ('url' in row) return { command: null, args: [], url: row.url };
  return { command: row[0] ?? null, args: row.slice(1), url: null };
}

function check(name: string, line: Line, want: string): void {
  const { text, asked } = expected(want);
  assert.equal(reading(readLine(line), asked), text, name);
}

test('every launch line of the table is read as the table says', () => {
  const wrong: string[] = [];
  for (const [row, want] of launchLines) {
    try {
      check(JSON.stringify(row), lineOf(row), want);
    } catch (error) {
      wrong.push(
        error instanceof assert.AssertionError
          ? `${JSON.stringify(row)}\n  got  ${error.actual}\n  want ${error.expected}`
          : String(error),
      );
    }
  }
  assert.equal(wrong.length, 0, `\n${wrong.join('\n')}`);
});

test(
  'every launch line of the real configurations is read as the table says',
  { skip: corpusSkip },
  () => {
    const wrong: string[] = [];
    for (const [file, path, want] of corpusLines) {
      try {
        check(`${file} ${path.join(' ')}`, corpusLine(file, path), want);
      } catch (error) {
        wrong.push(
          error instanceof assert.AssertionError
            ? `${file} ${path.join(' ')}\n  got  ${error.actual}\n  want ${error.expected}`
            : String(error),
        );
      }
    }
    assert.equal(wrong.length, 0, `\n${wrong.join('\n')}`);
  },
);

test('the table holds at least 250 lines, 120 of them real, none twice', () => {
  assert.ok(launchLines.length + corpusLines.length >= 250);
  assert.ok(corpusLines.length >= 120);
  const keys = [
    ...launchLines.map(([row]) => JSON.stringify(row)),
    ...corpusLines.map(([file, path]) => `${file} ${path.join(' ')}`),
  ];
  assert.equal(new Set(keys).size, keys.length);
});

function corpusLine(file: string, path: readonly string[]): Line {
  const errors: ParseError[] = [];
  let node: unknown = parse(readCorpus(file), errors, { allowTrailingComma: true });
  for (const key of path) node = (node as Record<string, unknown> | undefined)?.[key];
  assert.ok(typeof node === 'object' && node !== null, `${file} holds no ${path.join(' ')}`);
  const { command, args, url, serverUrl, httpUrl } = node as Record<string, unknown>;
  const list = [command, args].flatMap((value) => (Array.isArray(value) ? value.map(String) : []));
  const address = [url, serverUrl, httpUrl].find((value) => typeof value === 'string') ?? null;
  return {
    command: typeof command === 'string' ? command : null,
    args: list,
    url: address,
  };
}

function readCorpus(file: string): string {
  return readFileSync(join(corpusFolder ?? '', file), 'utf8');
}
