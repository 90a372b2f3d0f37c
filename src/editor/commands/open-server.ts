import * as vscode from 'vscode';
import { tiers } from '../../core/posture/report.ts';
import { rangeOf } from '../diagnostics.ts';
import { plainLabel, say, type Parts } from '../parts.ts';
import { tierIcon } from '../tree/look.ts';
import { oneLine } from '../tree/words.ts';
import { showNode } from './show-node.ts';

/** Goes to a server in its file: the one of the row it is called on, else one that is picked among all. */
export async function openServer(parts: Parts, id: unknown): Promise<void> {
  if (typeof id === 'string') return await showNode(parts, id);
  const items = parts.session.entries().flatMap(({ uri, label, report }) =>
    (report?.servers ?? []).map(({ server, name, tier }) => ({
      label: plainLabel(oneLine(name)),
      description: plainLabel(`${tier} · ${oneLine(label)}`),
      iconPath: tierIcon(tier),
      rank: tiers.indexOf(tier),
      uri,
      range: report === null ? undefined : rangeOf(report.document.lines.range(server.nameSpan)),
    })),
  );
  if (items.length === 0) return say('no MCP servers were found');
  const picked = await vscode.window.showQuickPick(
    items.toSorted((a, b) => a.rank - b.rank),
    { title: 'Go to an MCP server', matchOnDescription: true },
  );
  if (picked === undefined) return;
  await vscode.window.showTextDocument(
    picked.uri,
    picked.range === undefined ? {} : { selection: picked.range },
  );
}
