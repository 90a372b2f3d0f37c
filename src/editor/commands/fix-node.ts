import * as vscode from 'vscode';
import { fixFinding } from '../fixing.ts';
import { say, type Parts } from '../parts.ts';
import { asksStranger } from '../remedy.ts';
import { fix, remediesIn } from './fix.ts';

/** The button of a row: the preferred fix of a finding, or the best one of a server. */
export async function fixNode(parts: Parts, id: unknown): Promise<void> {
  const node = typeof id === 'string' ? parts.tree.node(id) : undefined;
  if (node?.kind !== 'finding' && node?.kind !== 'server') return;
  const uri = parts.session.at(node.file.key)?.uri ?? vscode.Uri.parse(node.file.key);
  await parts.ready(uri);
  const { report } = node.file;
  const asking = parts.asking(uri);
  const server = node.kind === 'server' ? node.report : (node.server?.report ?? undefined);
  const all = report === null ? [] : await remediesIn(parts, uri, report, server);
  const best =
    node.kind === 'server' ? all[0] : all.find(({ finding }) => finding === node.finding);
  if (best === undefined) return say('this fix is no longer there, the file has changed');
  // The button shows no host, the list does.
  if (asking !== null && asksStranger(best.remedy, asking)) return await fix(parts, id);
  await fixFinding(parts, uri, best.key, best.remedy.title);
}
