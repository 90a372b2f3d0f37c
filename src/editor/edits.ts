import * as vscode from 'vscode';
import type { Lines, TextEdit } from '../core/config/text.ts';
import type { Report } from '../core/posture/report.ts';
import type { Fix } from '../core/rules/fix.ts';
import { rangeOf } from './diagnostics.ts';
import { editsOf } from './fix-all.ts';

/** The change that a fix makes in the document its report is of; null when it would not hold. */
export function changeOf(uri: vscode.Uri, report: Report, fix: Fix): vscode.WorkspaceEdit | null {
  const edits = editsOf(report.document, fix);
  return edits === null ? null : workspaceEdit(uri, report.document.lines, edits);
}

/** One change of one document, so one undo. */
export function workspaceEdit(
  uri: vscode.Uri,
  lines: Lines,
  edits: readonly TextEdit[],
): vscode.WorkspaceEdit {
  const change = new vscode.WorkspaceEdit();
  change.set(
    uri,
    edits.map(({ span, newText }) => vscode.TextEdit.replace(rangeOf(lines.range(span)), newText)),
  );
  return change;
}
