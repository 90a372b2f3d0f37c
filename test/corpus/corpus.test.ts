import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Report } from '../../src/core/posture/report.ts';
import { readableFiles, reportOf, type CorpusFile } from './corpus-files.ts';
import { corpusFolder, corpusSkip } from './corpus-folder.ts';
import { countServers } from './count-servers.ts';
import { readSheet, sheetPath, SERVERS, FINDINGS } from './review.ts';

const files = corpusFolder === null ? [] : readableFiles(corpusFolder);
const expectedPath = join(import.meta.dirname, '../corpus.expected.json');

interface Expected {
  readonly servers: number;
  /** Findings by rule. */
  readonly rules: Readonly<Record<string, number>>;
}

test('every file is read without a crash, each in bounded time', { skip: corpusSkip }, () => {
  assert.ok(files.length > 200, `${files.length} files`);
  const slow: string[] = [];
  for (const file of files) {
    const started = performance.now();
    assert.deepEqual(reportOf(file).failures, [], file.id);
    const took = performance.now() - started;
    if (took > 500) slow.push(`${file.id}: ${took.toFixed(0)} ms`);
  }
  assert.deepEqual(slow, []);
});

test(
  'every server is listed, names and order as an independent count has them',
  { skip: corpusSkip },
  (t) => {
    const wrong = files.flatMap((file) => {
      const found = reportOf(file).servers.map(({ server }) => server.name);
      const counted = countServers(file.text, file.path);
      return JSON.stringify(found) === JSON.stringify(counted)
        ? []
        : [{ file: file.id, found, counted }];
    });
    const clients = perClient();
    for (const line of tableOf(clients)) t.diagnostic(line);
    assert.deepEqual(wrong, []);
    assert.ok(sum(clients.map(({ counted }) => counted)) > 400);
  },
);

test('findings per rule and file are those under review', { skip: corpusSkip }, () => {
  const actual = Object.fromEntries(files.map((file) => [file.id, countsOf(reportOf(file))]));
  if (process.env.UPDATE === '1') writeFileSync(expectedPath, expectedText(actual));
  const expected = JSON.parse(readFileSync(expectedPath, 'utf8')) as Record<string, Expected>;
  assert.deepEqual(actual, expected, 'UPDATE=1 rewrites test/corpus.expected.json');
});

test(
  'the review sheet is complete, judged, and each of its findings is still there',
  { skip: corpusSkip },
  () => {
    const rows = readSheet(readFileSync(sheetPath, 'utf8'));
    assert.equal(rows.filter(({ rule }) => rule !== '').length, FINDINGS);
    assert.equal(rows.filter(({ rule }) => rule === '').length, SERVERS);
    const byId = new Map(files.map((file) => [file.id, file]));
    for (const row of rows) {
      const line = `${row.file} ${row.server} ${row.rule}`;
      const file = byId.get(row.file);
      assert.ok(file !== undefined, `${line}: no such file`);
      assert.match(row.verdict, /^(?:right|wrong)$/, `${line}: not judged`);
      assert.notEqual(row.why, '', `${line}: no reason`);
      assert.ok(
        row.rule === '' ? hasServer(file, row.server) : hasFinding(file, row.server, row.rule),
        `${line}: gone`,
      );
    }
  },
);

interface ClientCount {
  /** The folder of the collection. */
  readonly client: string;
  readonly files: number;
  readonly found: number;
  /** By the independent count. */
  readonly counted: number;
}

function perClient(): readonly ClientCount[] {
  const folders = Map.groupBy(files, ({ id }) => id.slice(0, id.indexOf('/')));
  return [...folders].map(([client, own]) => ({
    client,
    files: own.length,
    found: sum(own.map((file) => reportOf(file).servers.length)),
    counted: sum(own.map(({ text, path }) => countServers(text, path).length)),
  }));
}

function tableOf(clients: readonly ClientCount[]): readonly string[] {
  const row = (...cells: readonly (string | number)[]) =>
    cells
      .map((cell, at) => (at === 0 ? String(cell).padEnd(14) : String(cell).padStart(8)))
      .join('');
  return [
    row('client', 'files', 'present', 'found'),
    ...clients.map(({ client, files: many, counted, found }) => row(client, many, counted, found)),
  ];
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function hasServer(file: CorpusFile, name: string): boolean {
  return reportOf(file).servers.some(({ server }) => server.name === name);
}

function hasFinding(file: CorpusFile, name: string, rule: string): boolean {
  const { servers, findings } = reportOf(file);
  const own = name === '' ? findings : servers.find(({ server }) => server.name === name)?.findings;
  return own?.some((finding) => finding.rule === rule) ?? false;
}

function countsOf({ servers, findings }: Report): Expected {
  const rules: Record<string, number> = {};
  const all = [...findings, ...servers.flatMap((server) => server.findings)];
  for (const { rule } of all.toSorted((a, b) => a.rule.localeCompare(b.rule)))
    rules[rule] = (rules[rule] ?? 0) + 1;
  return { servers: servers.length, rules };
}

/** One line a file, so that a change reads well. */
function expectedText(all: Readonly<Record<string, Expected>>): string {
  const lines = Object.entries(all).map(
    ([id, counts]) => `  ${JSON.stringify(id)}: ${JSON.stringify(counts)}`,
  );
  return `{\n${lines.join(',\n')}\n}\n`;
}
