import type { ServerReport } from '../core/posture/report.ts';
import { summaryOf } from './summary.ts';

/** What there is to say about a server: its tier, what decided it, its pillars with their reasons. */
export function serverMarkdown(report: ServerReport): string {
  const { title, because, pillars } = summaryOf(report);
  return [
    `**MCP Posture** ${escapeMarkdown(title)}`,
    ...because.map(escapeMarkdown),
    pillars.map(({ name, says }) => `- **${name}** ${escapeMarkdown(says)}`).join('\n'),
  ].join('\n\n');
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
