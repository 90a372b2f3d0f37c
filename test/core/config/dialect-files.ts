import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readDocument, type Document } from '../../../src/core/config/document.ts';
import { allFormats } from '../../../src/core/config/all-formats.ts';
import { lint } from '../../../src/core/posture/lint.ts';
import type { Report } from '../../../src/core/posture/report.ts';
import { noFacts } from '../../../src/core/rules/facts.ts';

const root = join(import.meta.dirname, '../../dialects');

const formats = allFormats;

/** `test/dialects/<client>/<path with ~ for />` by client and path, in a fixed order. */
export function dialectFiles(): readonly {
  readonly client: string;
  readonly path: string;
  readonly text: string;
}[] {
  return readdirSync(root)
    .toSorted()
    .flatMap((client) =>
      readdirSync(join(root, client))
        .toSorted()
        .map((name) => ({
          client,
          path: name.replaceAll('~', '/'),
          text: readFileSync(join(root, client, name), 'utf8'),
        })),
    );
}

export function documentOf(path: string, text: string): Document {
  return readDocument(text, path, { formats });
}

export function reportOn(path: string, text: string): Report {
  return lint(documentOf(path, text), noFacts);
}
