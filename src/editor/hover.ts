import * as vscode from 'vscode';
import type { Span } from '../core/config/text.ts';
import type { Report, ServerReport } from '../core/posture/report.ts';
import type { FactsAtHand, Query } from '../core/rules/facts.ts';
import { rangeOf } from './diagnostics.ts';
import { escapeMarkdown, serverMarkdown } from './markdown.ts';
import { askedLine, outsideAt } from './outside.ts';
import { mayBeConfig } from './place.ts';
import { whyUnanswered } from './remedy.ts';
import type { Session } from './session.ts';
import { oneLine } from './tree/words.ts';

/**
 * On the name of a server: its tier, the line that decided it and the five pillars with their reasons. On what it
 * fetches: what the registry says of it. On a finding that waits for an answer: why there is none.
 */
export function createHover(
  session: Session,
  facts: (uri: vscode.Uri) => FactsAtHand,
  askedAt: (query: Query, uri: vscode.Uri) => number | undefined,
): vscode.HoverProvider {
  return {
    async provideHover(document, position) {
      if (!mayBeConfig(document)) return undefined;
      const { version } = document;
      const report = (await session.fresh(document))?.report ?? null;
      if (report === null || document.version !== version) return undefined;
      const offset = document.offsetAt(position);
      const named = report.servers.find(({ server }) => holds(server.nameSpan, offset));
      if (named !== undefined) {
        return new vscode.Hover(serverHover(named), rangeIn(report, named.server.nameSpan));
      }
      const known = facts(document.uri);
      const when = (query: Query) => askedAt(query, document.uri);
      return outsideHover(report, offset, known, when) ?? findingHover(report, offset, known);
    },
  };
}

function outsideHover(
  report: Report,
  offset: number,
  facts: FactsAtHand,
  askedAt: (query: Query) => number | undefined,
): vscode.Hover | undefined {
  const server = report.servers.find(({ server: { span } }) => holds(span, offset));
  const outside = server === undefined ? null : outsideAt(report, server, offset, facts);
  if (outside === null) return undefined;
  const at = askedAt(outside.about);
  const lines = at === undefined ? outside.says : [...outside.says, askedLine(at, Date.now())];
  const text = lines.map((line) => escapeMarkdown(oneLine(line))).join('\n\n');
  return new vscode.Hover(new vscode.MarkdownString(text), rangeIn(report, outside.span));
}

function findingHover(
  report: Report,
  offset: number,
  facts: FactsAtHand,
): vscode.Hover | undefined {
  for (const server of report.servers) {
    for (const finding of server.findings) {
      if (!holds(finding.span, offset)) continue;
      const why = whyUnanswered({ finding, server }, report.document, facts);
      if (why === null) continue;
      const text = new vscode.MarkdownString(`Not checked: ${escapeMarkdown(oneLine(why))}`);
      return new vscode.Hover(text, rangeIn(report, finding.span));
    }
  }
  return undefined;
}

function holds({ start, end }: Span, offset: number): boolean {
  return start <= offset && offset <= end;
}

function rangeIn({ document }: Report, span: Span): vscode.Range {
  return rangeOf(document.lines.range(span));
}

/** Not trusted, and everything that comes from the file is escaped. */
export function serverHover(report: ServerReport): vscode.MarkdownString {
  return new vscode.MarkdownString(serverMarkdown(report));
}
