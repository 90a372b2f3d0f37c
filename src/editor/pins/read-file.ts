import * as vscode from 'vscode';
import type { Report } from '../../core/posture/report.ts';
import type { FactsAtHand } from '../../core/rules/facts.ts';
import { readContent, TOO_BIG, type Content } from '../analyse.ts';
import { entryOf, isTooLong } from '../entry.ts';

/** A document and what there is to say about this version of it. */
export interface ReadDocument {
  readonly document: vscode.TextDocument;
  readonly version: number;
  readonly report: Report;
}

/**
 * Opens a file as a document, without a tab, and reads it. A line that says why it cannot be read; null when it is no
 * configuration, or the signal is aborted.
 */
export async function readFile(
  uri: vscode.Uri,
  facts: FactsAtHand,
  signal: AbortSignal,
  earlier: Report | null,
): Promise<ReadDocument | string | null> {
  let document: vscode.TextDocument;
  try {
    document = await vscode.workspace.openTextDocument(uri);
  } catch {
    return 'it could not be opened';
  }
  const { version } = document;
  const content: Content = isTooLong(document)
    ? { kind: 'problem', problem: TOO_BIG }
    : { kind: 'text', text: document.getText() };
  const reading = await readContent(content, uri.path, facts, signal, earlier);
  const entry = reading === null ? null : entryOf(uri, version, reading);
  if (entry === null) return null;
  const { report, problem } = entry;
  return report === null || problem !== null
    ? (problem ?? 'it could not be read')
    : { document, version, report };
}
