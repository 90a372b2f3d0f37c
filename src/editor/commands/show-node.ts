import * as vscode from 'vscode';
import type { Span } from '../../core/config/text.ts';
import type { Report } from '../../core/posture/report.ts';
import { rangeOf } from '../diagnostics.ts';
import { findingAt, serverAt } from '../finding-key.ts';
import { say, type Parts } from '../parts.ts';
import type { Node } from '../tree/node.ts';

/** Puts the caret on what a node of the tree is about, in the file as it is now. */
export async function showNode({ session, tree }: Parts, id: unknown): Promise<void> {
  const node = typeof id === 'string' ? tree.node(id) : undefined;
  if (node === undefined || node.kind === 'group') return;
  const file = node.kind === 'pillar' ? node.server.file : node.file;
  const uri = session.at(file.key)?.uri ?? vscode.Uri.parse(file.key);
  if (file.report === null && file.problem !== null)
    return say(`${file.label} was not checked: ${file.problem}`);
  const editor = await vscode.window.showTextDocument(uri);
  const report = (await session.fresh(editor.document))?.report ?? null;
  if (report === null) return;
  const span = spanOf(node, report);
  if (span === null) {
    return node.kind === 'file' ? undefined : say('this is no longer there, the file has changed');
  }
  const range = rangeOf(report.document.lines.range(span));
  editor.selection = new vscode.Selection(range.start, range.end);
  editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

function spanOf(node: Exclude<Node, { kind: 'group' }>, report: Report): Span | null {
  switch (node.kind) {
    case 'file':
      return null;
    case 'server':
      return serverAt(report, node.key)?.server.nameSpan ?? null;
    case 'pillar': {
      const server = serverAt(report, node.server.key);
      const first = server?.findings.find(({ pillar }) => pillar === node.pillar);
      return first?.span ?? server?.server.nameSpan ?? null;
    }
    case 'finding':
      return findingAt(report, node.key)?.finding.span ?? null;
  }
}
