import * as vscode from 'vscode';
import { suppressHere } from '../../core/posture/suppress-here.ts';
import { workspaceEdit } from '../edits.ts';
import { findingAt, isFindingKey } from '../finding-key.ts';
import { say, type Parts } from '../parts.ts';

/** Asks why a finding may stay, and writes that above it; nothing is saved. */
export async function suppressFinding(
  { session }: Parts,
  uri: unknown,
  key: unknown,
): Promise<void> {
  if (!(uri instanceof vscode.Uri) || !isFindingKey(key)) return;
  const { document } = await vscode.window.showTextDocument(uri);
  const said = await vscode.window.showInputBox({
    title: `Suppress ${key.rule}`,
    prompt:
      'Why may this stay? It is written into the file. “until 2027-01-31” at the end ends it.',
    validateInput: (text) =>
      text.replace(/\buntil\s+\S*\s*$/, '').trim() === '' ? 'A reason is required' : null,
  });
  if (said === undefined) return;
  const report = (await session.fresh(document))?.report ?? null;
  const found = report === null ? undefined : findingAt(report, key);
  if (report === null || found === undefined) {
    return say('this finding is no longer there, the file has changed');
  }
  const edit = suppressHere(report.document, found.finding, said);
  if (edit === null) return say('no comment can stand above this line');
  await vscode.workspace.applyEdit(workspaceEdit(uri, report.document.lines, [edit]));
}
