import * as vscode from 'vscode';
import type { Document } from '../core/config/document.ts';
import type { Range } from '../core/config/text.ts';
import type { Finding, Severity } from '../core/rules/finding.ts';
import { shownLine } from './shown-line.ts';
import type { Entry } from './entry.ts';
import type { Session } from './session.ts';
import { keepSquiggles, MOST_RELATED } from './squiggles.ts';

export const SOURCE = 'mcp-posture';

const severities = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
  hint: vscode.DiagnosticSeverity.Hint,
} as const satisfies Record<Severity, vscode.DiagnosticSeverity>;

/** Keeps the squiggles of every open document equal to its entry; a file that is not open has none. */
export function showDiagnostics(
  session: Session,
  pageOf: (rule: string) => vscode.Uri,
): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection(SOURCE);
  const squiggles = keepSquiggles<Entry>(session, {
    draw: (entry, findings) => collection.set(entry.uri, diagnosticsOf(entry, findings, pageOf)),
    clear: ({ uri }) => collection.delete(uri),
  });
  return vscode.Disposable.from(squiggles, collection);
}

function diagnosticsOf(
  entry: Entry,
  findings: readonly Finding[],
  pageOf: (rule: string) => vscode.Uri,
): readonly vscode.Diagnostic[] {
  const { report, problem } = entry;
  const silent = problem === null || (report !== null && !isRefused(report.document));
  const unread = silent ? [] : [unreadDiagnostic(problem)];
  if (report === null) return unread;
  const { lines } = report.document;
  const found = findings.map((finding) => {
    const diagnostic = new vscode.Diagnostic(
      rangeOf(lines.range(finding.span)),
      shownLine(finding.message),
      severities[finding.severity],
    );
    diagnostic.source = SOURCE;
    diagnostic.code = { value: finding.rule, target: pageOf(finding.rule) };
    diagnostic.relatedInformation = finding.related
      .slice(0, MOST_RELATED)
      .map(
        ({ message, span }) =>
          new vscode.DiagnosticRelatedInformation(
            new vscode.Location(entry.uri, rangeOf(lines.range(span))),
            shownLine(message),
          ),
      );
    return diagnostic;
  });
  return [...unread, ...found];
}

/** Not read though it has structure, as when it is too deep. What is no JSON at all VS Code says by itself. */
function isRefused({ root, text }: Document): boolean {
  return root === null && /[{[]/.test(text);
}

function unreadDiagnostic(problem: string): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(
    new vscode.Range(0, 0, 0, 1),
    `Not checked for security: ${problem}`,
    vscode.DiagnosticSeverity.Information,
  );
  diagnostic.source = SOURCE;
  return diagnostic;
}

export function rangeOf({ start, end }: Range): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}

/** Whether a diagnostic is the one made of this finding. */
export function isDiagnosticOf(
  diagnostic: vscode.Diagnostic,
  finding: Finding,
  range: vscode.Range,
): boolean {
  const { code } = diagnostic;
  return (
    diagnostic.source === SOURCE &&
    typeof code === 'object' &&
    code.value === finding.rule &&
    diagnostic.range.isEqual(range)
  );
}
