import * as vscode from 'vscode';
import { fixFinding } from '../fixing.ts';
import { plainLabel, say, type Parts } from '../parts.ts';
import { allRemedies, holdsToken, type PlacedRemedy } from '../remedy.ts';
import type { Report, ServerReport } from '../../core/posture/report.ts';
import type { Entry } from '../entry.ts';
import { placed } from '../finding-key.ts';
import { oneLine } from '../tree/words.ts';

/** Picks among the fixes of the active file, or of the row it is called on. */
export async function fix(parts: Parts, id: unknown): Promise<void> {
  const node = typeof id === 'string' ? parts.tree.node(id) : undefined;
  const of = node?.kind === 'finding' || node?.kind === 'server' ? node : undefined;
  const entry = of === undefined ? await activeEntry(parts) : parts.session.at(of.file.key);
  if (entry?.report == null) return say('the active file is no MCP configuration');
  await parts.ready(entry.uri);
  const server = of?.kind === 'server' ? of.report : of?.server?.report;
  const remedies = (await remediesIn(parts, entry.uri, entry.report, server)).filter(
    ({ finding }) => of?.kind !== 'finding' || finding === of.finding,
  );
  if (remedies.length === 0) return say('nothing here can be fixed with one click');
  const { lines } = entry.report.document;
  const picked = await vscode.window.showQuickPick(
    remedies.map((one) => ({ ...itemOf(one, lines.position(one.finding.span.start).line), one })),
    { title: `Fix in ${entry.label}`, matchOnDescription: true, matchOnDetail: true },
  );
  if (picked !== undefined) {
    await fixFinding(parts, entry.uri, picked.one.key, picked.one.remedy.title);
  }
}

/** Every remedy of a report, moving tokens away included. */
export async function remediesIn(
  parts: Parts,
  uri: vscode.Uri,
  report: Report,
  of: ServerReport | undefined,
): Promise<readonly PlacedRemedy[]> {
  const { secrets } = parts;
  if ([...placed(report)].some(holdsToken)) await secrets.load();
  return allRemedies(report, parts.asking(uri), of, (found) => secrets.offer(found, report, uri));
}

/** The entry of the active editor's text as it is now. */
export async function activeEntry({ session }: Parts): Promise<Entry | null> {
  const document = vscode.window.activeTextEditor?.document;
  return document === undefined ? null : await session.fresh(document);
}

function itemOf({ finding, server, remedy }: PlacedRemedy, line: number): vscode.QuickPickItem {
  const where = server === null ? '' : `${oneLine(server.name)}, `;
  return {
    label: plainLabel(oneLine(remedy.title)),
    description: plainLabel(`${where}line ${line + 1}${remedy.safe ? ', safe' : ''}`),
    detail: plainLabel(oneLine(finding.message)),
  };
}
