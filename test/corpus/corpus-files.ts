import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readDocument } from '../../src/core/config/document.ts';
import { allFormats } from '../../src/core/config/all-formats.ts';
import { lint } from '../../src/core/posture/lint.ts';
import type { Report } from '../../src/core/posture/report.ts';
import { noFacts } from '../../src/core/rules/facts.ts';

export interface CorpusFile {
  /** `<client>/<file name>`: how the expectations name it. */
  readonly id: string;
  /** As it lay in its repository. */
  readonly path: string;
  readonly text: string;
}

/** Every JSON file of it, in a fixed order. */
export function corpusFiles(folder: string): readonly CorpusFile[] {
  return filesLike(folder, /\.json(?:c|\.txt)?$/);
}

/** Every file of it, TOML and YAML too. */
export function readableFiles(folder: string): readonly CorpusFile[] {
  return filesLike(folder, /\.(?:json(?:c|\.txt)?|toml|ya?ml)$/);
}

function filesLike(folder: string, shape: RegExp): readonly CorpusFile[] {
  return corpusNames(folder)
    .filter((id) => shape.test(id))
    .map((id) => ({ id, path: pathOf(id), text: readFileSync(join(folder, id), 'utf8') }));
}

export function reportOf({ text, path }: CorpusFile): Report {
  return lint(readDocument(text, path, { formats: allFormats }), noFacts);
}

function corpusNames(folder: string): readonly string[] {
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap((client) =>
      readdirSync(join(folder, client.name)).map((name) => `${client.name}/${name}`),
    );
  return names.sort();
}

/** `vscode/owner__repo__.vscode~mcp.json` lay at `.vscode/mcp.json`. */
function pathOf(id: string): string {
  const name = id.slice(id.indexOf('/') + 1).replace(/\.txt$/, '');
  return name.slice(name.lastIndexOf('__') + 2).replaceAll('~', '/');
}
