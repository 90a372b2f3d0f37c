import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readDocument } from '../../src/core/config/document.ts';
import { json, type Formats } from '../../src/core/config/format.ts';
import { lowerToml } from '../../src/core/config/toml-write.ts';
import { parseToml } from '../../src/core/config/toml.ts';
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

/** Every file of a format that is read. */
export function readableFiles(folder: string): readonly CorpusFile[] {
  return filesLike(folder, /\.(?:json(?:c|\.txt)?|toml)$/);
}

function filesLike(folder: string, shape: RegExp): readonly CorpusFile[] {
  return corpusNames(folder)
    .filter((id) => shape.test(id))
    .map((id) => ({ id, path: pathOf(id), text: readFileSync(join(folder, id), 'utf8') }));
}

/** Formats that are not read yet. */
export function otherFiles(folder: string): readonly string[] {
  return corpusNames(folder).filter((id) => /\.ya?ml$/.test(id));
}

export function reportOf({ text, path }: CorpusFile): Report {
  return lint(readDocument(text, path, { formats }), noFacts);
}

const formats: Formats = {
  json,
  toml: { id: 'toml', parse: parseToml, lower: lowerToml, lineComment: '#' },
};

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
