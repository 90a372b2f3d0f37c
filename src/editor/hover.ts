import * as vscode from 'vscode';
import type { ServerReport } from '../core/posture/report.ts';
import { rangeOf } from './diagnostics.ts';
import { serverMarkdown } from './markdown.ts';
import { mayBeConfig } from './place.ts';
import type { Session } from './session.ts';

/** On the name of a server: its tier, the line that decided it and the five pillars with their reasons. */
export function createHover(session: Session): vscode.HoverProvider {
  return {
    async provideHover(document, position) {
      if (!mayBeConfig(document)) return undefined;
      const { version } = document;
      const entry = await session.fresh(document);
      if (entry?.report == null || document.version !== version) return undefined;
      const offset = document.offsetAt(position);
      const report = entry.report.servers.find(({ server: { nameSpan } }) => {
        return nameSpan.start <= offset && offset <= nameSpan.end;
      });
      if (report === undefined) return undefined;
      const range = rangeOf(entry.report.document.lines.range(report.server.nameSpan));
      return new vscode.Hover(serverHover(report), range);
    },
  };
}

/** Not trusted, and everything that comes from the file is escaped. */
export function serverHover(report: ServerReport): vscode.MarkdownString {
  return new vscode.MarkdownString(serverMarkdown(report));
}
