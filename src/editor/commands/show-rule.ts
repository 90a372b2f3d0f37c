import * as vscode from 'vscode';
import { rules } from '../../core/rules/index.ts';
import type { Parts } from '../parts.ts';

/** Opens the page of a rule: of the finding it is called on, else of the one that is picked. */
export async function showRule({ tree, pageOf }: Parts, id: unknown): Promise<void> {
  const node = typeof id === 'string' ? tree.node(id) : undefined;
  const rule = node?.kind === 'finding' ? node.finding.rule : await pickRule();
  if (rule !== undefined) {
    await vscode.commands.executeCommand('markdown.showPreview', pageOf(rule));
  }
}

async function pickRule(): Promise<string | undefined> {
  const items = rules.map(({ meta }) => ({
    label: meta.id,
    description: meta.pillar ?? 'document',
    detail: meta.title,
  }));
  const picked = await vscode.window.showQuickPick(
    items.toSorted((a, b) => (a.label < b.label ? -1 : 1)),
    {
      title: 'Show the page of a rule',
      matchOnDescription: true,
      matchOnDetail: true,
    },
  );
  return picked?.label;
}
