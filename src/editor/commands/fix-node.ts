import * as vscode from 'vscode';
import { fixFinding } from '../fixing.ts';
import type { Parts } from '../parts.ts';
import { allRemedies } from '../remedy.ts';

/** The button of a row: the preferred fix of a finding, or the best one of a server. */
export async function fixNode(parts: Parts, id: unknown): Promise<void> {
  const node = typeof id === 'string' ? parts.tree.node(id) : undefined;
  if (node?.kind !== 'finding' && node?.kind !== 'server') return;
  const uri = parts.session.at(node.file.key)?.uri ?? vscode.Uri.parse(node.file.key);
  if (node.kind === 'finding') return await fixFinding(parts, uri, node.key);
  await parts.ready(uri);
  const { report } = node.file;
  const best = report === null ? undefined : allRemedies(report, parts.asking(uri), node.report)[0];
  if (best !== undefined) await fixFinding(parts, uri, best.key, best.remedy.title);
}
