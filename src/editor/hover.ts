import * as vscode from 'vscode';
import type { Span } from '../core/config/text.ts';
import type { Report, ServerReport } from '../core/posture/report.ts';
import type { FactsAtHand, Query } from '../core/rules/facts.ts';
import { askedLine } from './asked-line.ts';
import { dependencyLines } from './dependency-lines.ts';
import { rangeOf } from './diagnostics.ts';
import { placed } from './finding-key.ts';
import { escapeMarkdown, findingMarkdown, serverMarkdown } from './markdown.ts';
import { outsideAt } from './outside.ts';
import { mayBeConfig } from './place.ts';
import { whyUnanswered } from './remedy.ts';
import { createRulePages, type RulePage } from './rule-page.ts';
import type { Session } from './session.ts';
import { oneLine } from './tree/words.ts';

/** More than anybody reads in one hover. */
const MOST_EXPLAINED = 4;

/**
 * On the name of a server: its tier, the line that decided it and the five pillars with their reasons. On what it
 * fetches: what the registry says of it. On a finding: why it matters, what can be done, and where there is more.
 */
export function createHover(
  session: Session,
  facts: (uri: vscode.Uri) => FactsAtHand,
  askedAt: (query: Query, uri: vscode.Uri) => number | undefined,
  pageOf: (rule: string) => vscode.Uri,
): vscode.HoverProvider {
  const pages = createRulePages(pageOf);
  return {
    async provideHover(document, position) {
      if (!mayBeConfig(document)) return undefined;
      const { version } = document;
      const report = (await session.fresh(document))?.report ?? null;
      if (report === null || document.version !== version) return undefined;
      const offset = document.offsetAt(position);
      const known = facts(document.uri);
      const named = report.servers.find(({ server }) => holds(server.nameSpan, offset));
      if (named !== undefined) {
        return new vscode.Hover(serverHover(named, known), rangeIn(report, named.server.nameSpan));
      }
      const when = (query: Query) => askedAt(query, document.uri);
      const outside = outsideHover(report, offset, known, when);
      const about = await findingsHover(report, offset, known, pages);
      if (outside === undefined || about === undefined) return outside ?? about;
      return new vscode.Hover([...outside.contents, ...about.contents], outside.range);
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
  const at = outside.about === null ? undefined : askedAt(outside.about);
  const when = at === undefined ? [] : [askedLine(at, Date.now())];
  const lines = [...outside.says, ...when, ...outside.known];
  const text = lines.map((line) => escapeMarkdown(oneLine(line))).join('\n\n');
  return new vscode.Hover(new vscode.MarkdownString(text), rangeIn(report, outside.span));
}

/** Why it matters, the evidence elsewhere, the fixes, the page: VS Code shows the messages themselves. */
async function findingsHover(
  report: Report,
  offset: number,
  facts: FactsAtHand,
  pages: (rule: string) => Promise<RulePage | null>,
): Promise<vscode.Hover | undefined> {
  const here = [...placed(report, { start: offset, end: offset })].slice(0, MOST_EXPLAINED);
  const [first] = here;
  if (first === undefined) return undefined;
  const explained = here.map(async ({ finding, server }) => {
    const page = await pages(finding.rule);
    const why = server === null ? null : whyUnanswered({ finding, server }, report.document, facts);
    return new vscode.MarkdownString(findingMarkdown(finding, report.document, page, why));
  });
  return new vscode.Hover(await Promise.all(explained), rangeIn(report, first.finding.span));
}

function holds({ start, end }: Span, offset: number): boolean {
  return start <= offset && offset <= end;
}

function rangeIn({ document }: Report, span: Span): vscode.Range {
  return rangeOf(document.lines.range(span));
}

/** Not trusted, and everything that comes from the file is escaped. */
export function serverHover(report: ServerReport, facts: FactsAtHand): vscode.MarkdownString {
  const lines = dependencyLines(report, facts, Date.now());
  return new vscode.MarkdownString(serverMarkdown(report, lines));
}
