import type { ServerReport } from '../core/posture/report.ts';
import type { Document } from '../core/config/document.ts';
import type { Finding } from '../core/rules/finding.ts';
import { summaryOf } from './summary.ts';
import { oneLine } from './tree/words.ts';

const MOST_LISTED = 3;
const MOST_KNOWN = 10;

/**
 * What there is to say about a server: its tier, what decided it, its pillars with their reasons, and `known`: what is known
 * of its code.
 */
export function serverMarkdown(report: ServerReport, known: readonly string[] = []): string {
  const { title, because, pillars } = summaryOf(report);
  return [
    `**MCP Posture** ${escapeMarkdown(title)}`,
    ...because.map(escapeMarkdown),
    pillars.map(({ name, says }) => `- **${name}** ${escapeMarkdown(says)}`).join('\n'),
    ...known.slice(0, MOST_KNOWN).map((line) => escapeMarkdown(oneLine(line))),
  ].join('\n\n');
}

/**
 * What there is to say about a finding beside its message. The page's paragraph is ours, and Markdown; all else comes
 * from the file. `unanswered`: why a question behind it has no answer. The page has words of its own: beside a message that is not
 * suppressed VS Code links it by the rule's name.
 */
export function findingMarkdown(
  { rule, related, fixes, suppressed }: Finding,
  { lines }: Pick<Document, 'lines'>,
  page: { readonly why: string; readonly uri: { toString(): string } } | null,
  unanswered: string | null,
): string {
  const says = (text: string): string => escapeMarkdown(oneLine(text));
  const parts = page === null || page.why === '' ? [] : [page.why];
  if (suppressed !== null) parts.push(`Suppressed: ${says(suppressed.reason)}`);
  for (const { message, span } of related.slice(0, MOST_LISTED)) {
    parts.push(`Line ${lines.position(span.start).line + 1}: ${says(message)}`);
  }
  if (unanswered !== null) parts.push(`Not checked: ${says(unanswered)}`);
  if (suppressed === null) {
    parts.push(...fixes.slice(0, MOST_LISTED).map(({ title }) => `Fix: ${says(title)}`));
  }
  if (page !== null) parts.push(`[More about ${rule}](${page.uri.toString()})`);
  return parts.join('\n\n');
}

/**
 * Any text as Markdown that shows it as it is: no emphasis, link, image, icon or HTML, and no list or heading at its
 * start. VS Code's own `appendText` makes every blank unbreakable, so that long lines would not wrap.
 */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/[\\`*_{}[\]<>|~&$!#:@]/g, '\\$&')
    .replace(/www\./gi, (www) => `${www.slice(0, 3)}\\.`)
    .replace(/^[-+=]/, '\\$&')
    .replace(/^(\d{1,9})([.)])/, '$1\\$2');
}
