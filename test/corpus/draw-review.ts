// Draws test/corpus.review.tsv anew with the fixed seed. Verdicts of rows that are drawn again are kept.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { readableFiles } from './corpus-files.ts';
import { corpusFolder } from './corpus-folder.ts';
import { drawRows, readSheet, sheetPath, writeSheet, type Row } from './review.ts';

if (corpusFolder === null)
  throw new Error('The corpus is not on this machine: set MCP_POSTURE_CORPUS to its folder');
const keyOf = ({ file, server, rule }: Row): string => [file, server, rule].join('\t');
const judged = new Map(
  (existsSync(sheetPath) ? readSheet(readFileSync(sheetPath, 'utf8')) : []).map((row) => [
    keyOf(row),
    row,
  ]),
);
const rows = drawRows(readableFiles(corpusFolder)).map((row) => judged.get(keyOf(row)) ?? row);
writeFileSync(sheetPath, writeSheet(rows));
console.log(
  `${rows.length} rows, ${rows.filter(({ verdict }) => verdict === '').length} to be judged`,
);
