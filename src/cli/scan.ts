import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { dialectOf } from '../core/config/dialects.ts';
import { readDocument, type Document } from '../core/config/document.ts';
import { lint } from '../core/posture/lint.ts';
import {
  defaultChoices,
  type FactsAtHand,
  noFacts,
  type Query,
  queryKey,
  subjectOf,
} from '../core/rules/facts.ts';
import type { Scanned, Unanswered } from '../output/scanned.ts';
import { createResolver } from '../resolvers/index.ts';
import { type Candidate, findFiles } from './find-files.ts';
import { readFile, slashes, unreadableBecause } from './read-file.ts';

/** As many questions as the resolver takes in one go. */
const AT_ONCE = 200;

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

  const resolver = createResolver({
    userHosts: () => options.registryHosts,
    network: () => true,
    choices: () => defaultChoices,
    lifetimes: () => ({ images: 3_600_000, versions: 21_600_000 }),
    user: { env: process.env, home: homedir(), platform: process.platform },
  });
  const deadline = AbortSignal.timeout(options.networkMilliseconds);
  for (let i = 0; i < queries.length; i += AT_ONCE) {
    await resolver.ask(queries.slice(i, i + AT_ONCE), deadline);
  }
  const facts = resolver.facts();
  return {
    scanned: offline.map((item) =>
      item.kind === 'read' ? judge(item.report.document, facts) : item,
    ),
    unanswered: queries.flatMap((query) => unansweredOf(query, facts)),
  };
}

function unansweredOf(query: Query, facts: FactsAtHand): readonly Unanswered[] {
  const fact = facts.answer(query);
  if (fact?.state === 'known' || fact?.state === 'absent') return [];
  return [{ what: subjectOf(query), why: fact?.why ?? 'no answer in the time there is' }];
}

/** Nothing for a file that is no configuration. A short path such as `mcp.json` is known by the folder it is in. */
function scanFile({ path, named }: Candidate): readonly Scanned[] {
  const file = readFile(path, named);
  if (file.kind === 'unreadable') return [file];
  const dialect = dialectOf(slashes(resolve(path)));
  try {
    const known = dialect === null || dialect.id === 'generic' ? undefined : dialect;
    const document = readDocument(file.text, slashes(path), known);
    const shown = document.isConfig || known !== undefined || (named && isBrokenJson(document));
    return shown ? [judge(document, noFacts)] : [];
  } catch {
    return [
      unreadableBecause(path, 'it could not be analysed because of an error in this program'),
    ];
  }
}

/** A person who names such a file wants to know why nothing was found in it. */
function isBrokenJson({ root, text, errors }: Document): boolean {
  return root === null && errors.length > 0 && /^\ufeff?\s*[[{]/.test(text);
}

function judge(document: Document, facts: FactsAtHand): Scanned {
  return { kind: 'read', report: lint(document, facts) };
}

function distinct(queries: readonly Query[]): readonly Query[] {
  return [...new Map(queries.map((query) => [queryKey(query), query])).values()];
}
