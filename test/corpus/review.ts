import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { CorpusFile } from './corpus-files.ts';
import { reportOf } from './corpus-files.ts';

/** One line of the sheet. A finding of no server has an empty server; a server without findings an empty rule. */
export interface Row {
  readonly file: string;
  readonly server: string;
  readonly rule: string;
  readonly verdict: string;
  readonly why: string;
}

export const FINDINGS = 150;
export const SERVERS = 50;
export const sheetPath = join(import.meta.dirname, '../corpus.review.tsv');

const HEAD = ['file', 'server', 'rule', 'right/wrong', 'why'].join('\t');
const SEED = 20_251_122;

/** 150 findings, the rules in turn so that rare ones are among them, and 50 servers with nothing above a hint. */
export function drawRows(files: readonly CorpusFile[]): readonly Row[] {
  const byRule = new Map<string, Row[]>();
  const quiet: Row[] = [];
  for (const file of files) {
    const { servers, findings } = reportOf(file);
    const rowsOf = (server: string, rules: readonly string[]) => {
      for (const rule of new Set(rules)) {
        byRule.set(rule, [...(byRule.get(rule) ?? []), { ...empty, file: file.id, server, rule }]);
      }
    };
    rowsOf(
      '',
      findings.map(({ rule }) => rule),
    );
    for (const { server, findings: own } of servers) {
      rowsOf(
        server.name,
        own.map(({ rule }) => rule),
      );
      if (own.every(({ severity }) => severity === 'hint')) {
        quiet.push({ ...empty, file: file.id, server: server.name });
      }
    }
  }
  const piles = [...byRule].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, rows]) => shuffle(rows));
  const drawn: Row[] = [];
  while (drawn.length < FINDINGS && piles.some((pile) => pile.length > 0)) {
    for (const pile of piles) {
      const row = pile.pop();
      if (row !== undefined && drawn.length < FINDINGS) drawn.push(row);
    }
  }
  return [...drawn, ...shuffle(quiet).slice(0, SERVERS)];
}

const empty: Row = { file: '', server: '', rule: '', verdict: '', why: '' };

export function readSheet(text: string): readonly Row[] {
  const [head, ...lines] = text.trimEnd().split('\n');
  if (head !== HEAD) throw new Error(`The sheet's columns are: ${HEAD}`);
  return lines.map((line) => {
    const [file = '', server = '', rule = '', verdict = '', why = ''] = line.split('\t');
    return { file, server, rule, verdict, why };
  });
}

export function writeSheet(rows: readonly Row[]): string {
  const lines = rows.map((row) =>
    [row.file, row.server, row.rule, row.verdict, row.why].join('\t'),
  );
  return `${[HEAD, ...lines].join('\n')}\n`;
}

/** By a hash of the seed and the row: a fixed order that one finding more or less hardly changes. */
function shuffle(rows: readonly Row[]): Row[] {
  return rows
    .map((row) => ({ row, at: hash(`${SEED} ${row.file} ${row.server} ${row.rule}`) }))
    .sort((a, b) => (a.at < b.at ? -1 : 1))
    .map(({ row }) => row);
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
