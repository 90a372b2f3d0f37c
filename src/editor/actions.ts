import * as vscode from 'vscode';
import { linesOf, type Span } from '../core/config/text.ts';
import type { Report } from '../core/posture/report.ts';
import { isDiagnosticOf, rangeOf } from './diagnostics.ts';
import { changeOf, workspaceEdit } from './edits.ts';
import { placed } from './finding-key.ts';
import { safeEdits } from './fix-all.ts';
import { mayBeConfig } from './place.ts';
import { remediesOf, type Asking } from './remedy.ts';
import type { Session } from './session.ts';

export const fixAllKind = vscode.CodeActionKind.SourceFixAll.append('mcpPosture');

export const actionKinds = [vscode.CodeActionKind.QuickFix, fixAllKind];

/** Runs with the address of the document and the key of the finding. */
export const ASK_AND_FIX = 'mcpPosture.askAndFix';

export function createActions(
  session: Session,
  asking: () => Asking | null,
): vscode.CodeActionProvider {
  return {
    async provideCodeActions(document, range, context, token) {
      if (!mayBeConfig(document)) return [];
      const { only } = context;
      if (only !== undefined && only.intersects(fixAllKind)) return await fixAll(document, token);
      if (only !== undefined && !only.intersects(vscode.CodeActionKind.QuickFix)) return [];
      const { version } = document;
      const entry = await session.fresh(document);
      if (entry?.report == null || document.version !== version) return [];
      const place = { start: document.offsetAt(range.start), end: document.offsetAt(range.end) };
      return quickFixes(document.uri, entry.report, place, context.diagnostics, asking());
    },
  };
}

/** What `source.fixAll.mcpPosture` does, on save too: safe fixes only, none that came from the network. */
async function fixAll(
  document: vscode.TextDocument,
  token: vscode.CancellationToken,
): Promise<vscode.CodeAction[]> {
  const change = await safeChange(document, token);
  if (change === null) return [];
  const action = new vscode.CodeAction('Apply every safe fix of MCP Posture', fixAllKind);
  action.edit = change;
  return [action];
}

/** The change that applies every safe fix; null when there is none or the document changed meanwhile. */
export async function safeChange(
  document: vscode.TextDocument,
  token?: vscode.CancellationToken,
): Promise<vscode.WorkspaceEdit | null> {
  const { uri, version } = document;
  const text = document.getText();
  const edits = await safeEdits(text, uri.path, abortedWith(token));
  if (edits.length === 0 || document.version !== version) return null;
  return workspaceEdit(uri, linesOf(text), edits);
}

function quickFixes(
  uri: vscode.Uri,
  report: Report,
  place: Span,
  diagnostics: readonly vscode.Diagnostic[],
  asking: Asking | null,
): vscode.CodeAction[] {
  const actions: vscode.CodeAction[] = [];
  for (const { finding, server, key } of placed(report)) {
    if (finding.span.end < place.start || place.end < finding.span.start) continue;
    const at = rangeOf(report.document.lines.range(finding.span));
    const own = diagnostics.filter((diagnostic) => isDiagnosticOf(diagnostic, finding, at));
    for (const [index, remedy] of remediesOf(
      { finding, server },
      report.document,
      asking,
    ).entries()) {
      const action = new vscode.CodeAction(remedy.title, vscode.CodeActionKind.QuickFix);
      action.diagnostics = own;
      action.isPreferred = index === 0 && remedy.safe;
      if (remedy.kind === 'ask') {
        action.command = { command: ASK_AND_FIX, title: remedy.title, arguments: [uri, key] };
      } else {
        const change = changeOf(uri, report, remedy.fix);
        if (change === null) continue;
        action.edit = change;
      }
      actions.push(action);
    }
  }
  return actions;
}

function abortedWith(token: vscode.CancellationToken | undefined): AbortSignal {
  const controller = new AbortController();
  token?.onCancellationRequested(() => controller.abort());
  return controller.signal;
}
