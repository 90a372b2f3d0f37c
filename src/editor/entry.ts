import * as vscode from 'vscode';
import type { Report } from '../core/posture/report.ts';
import { SIZE_LIMIT, type Reading } from './analyse.ts';
import { keyOf, labelOf } from './place.ts';

/** What is known of one file at this moment. */
export interface Entry {
  readonly key: string;
  readonly uri: vscode.Uri;
  readonly label: string;
  /** The version of the open document that the report is of; null when it was read from the disk. */
  readonly version: number | null;
  readonly report: Report | null;
  /** Why it could not be read, in one line without a period. */
  readonly problem: string | null;
}

/** Whether a document is over the limit, told without putting its whole text together. */
export function isTooLong(document: vscode.TextDocument): boolean {
  return document.offsetAt(new vscode.Position(document.lineCount, 0)) > SIZE_LIMIT;
}

/** What is shown of a file; null when it is no configuration after all. */
export function entryOf(
  uri: vscode.Uri,
  version: number | null,
  { report, problem }: Reading,
): Entry | null {
  const shown = problem !== null || (report !== null && report.document.isConfig);
  if (!shown) return null;
  const unread = problem ?? (report === null ? null : whyNothing(report));
  return { key: keyOf(uri), uri, label: labelOf(uri), version, report, problem: unread };
}

/** Why nothing at all was read of a text that is not empty; null when something was. */
function whyNothing({ document }: Report): string | null {
  const first = document.errors[0];
  return document.root === null && document.text.trim() !== '' && first !== undefined
    ? first.message
    : null;
}
