import { resolve } from 'node:path';
import { dialectOf } from '../core/config/dialects.ts';
import { readDocument, type Document } from '../core/config/document.ts';
import { nodeAt } from '../core/config/node.ts';
import { lint } from '../core/posture/lint.ts';
import type { Report } from '../core/posture/report.ts';
import { type FactsAtHand, noFacts, type Query, queryKey } from '../core/rules/facts.ts';
import type { Scanned, Unanswered } from '../output/scanned.ts';
import { createResolver } from '../resolvers/index.ts';
import { type Candidate, findFiles } from './find-files.ts';
import { readFile, slashes, unreadableBecause } from './read-file.ts';

export interface ScanOptions {
  readonly network: boolean;
  /** Registries that may be asked besides the built-in public ones: a host, with its port if it has one. */
  readonly registryHosts: readonly string[];
  /** For all questions together. */
  readonly networkMilliseconds: number;
}

export interface ScanResult {
  readonly scanned: readonly Scanned[];
  readonly unanswered: readonly Unanswered[];
}

/** Reads and judges every configuration among the paths. Never throws for what a file holds. */
export async function scan(paths: readonly string[], options: ScanOptions): Promise<ScanResult> {
  const found = findFiles(paths);
  const offline = [...found.files.flatMap(scanFile), ...found.unreadable];
  if (!options.network) return { scanned: offline, unanswered: [] };
  const queries = distinct(
    offline.flatMap((item) => (item.kind === 'read' ? item.report.queries : [])),
  );
  if (queries.length === 0) return { scanned: offline, unanswered: [] };

  const resolver = createResolver({ registryHosts: options.registryHosts });
  await resolver.ask(queries, AbortSignal.timeout(options.networkMilliseconds));
  const facts = resolver.facts();
  return {
    scanned: offline.map((item) =>
      item.kind === 'read' ? judge(item.report.document, facts) : item,
    ),
    unanswered: queries.flatMap((query) => {
      const why = resolver.failure(query);
      return why === undefined
        ? []
        : [{ what: `${query.registry}/${query.repository}:${query.tag}`, why }];
    }),
  };
}

/** Nothing for a file that is no configuration. */
function scanFile({ path, named }: Candidate): readonly Scanned[] {
  const file = readFile(path, named);
  if (file.kind === 'unreadable') return [file];
  const dialect = dialectOf(slashes(resolve(path)));
  try {
    const document = readDocument(file.text, slashes(path), dialect ?? undefined);
    const item = judge(document, noFacts);
    if (item.kind === 'read' && !isConfig(item.report, dialect !== null)) return [];
    return [item];
  } catch {
    return [
      unreadableBecause(path, 'it could not be analysed because of an error in this program'),
    ];
  }
}

function judge(document: Document, facts: FactsAtHand): Scanned {
  return { kind: 'read', report: lint(document, facts) };
}

/** It holds servers or a place for them; or it has a configuration's name and something is wrong with it. */
function isConfig({ document, servers, findings }: Report, known: boolean): boolean {
  if (servers.length > 0) return true;
  if (document.dialect.roots.some((root) => nodeAt(document.root, root) !== undefined)) return true;
  return known && (findings.length > 0 || document.errors.length > 0);
}

function distinct(queries: readonly Query[]): readonly Query[] {
  return [...new Map(queries.map((query) => [queryKey(query), query])).values()];
}
