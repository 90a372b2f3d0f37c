import * as vscode from 'vscode';
import type { Parts } from '../parts.ts';
import { groupings } from '../tree/grouping.ts';
import { capital } from '../tree/words.ts';

/** Groups the tree by tier, by file or by client; asks when it is not said. */
export async function groupBy({ tree }: Parts, given?: unknown): Promise<void> {
  const wanted = groupings.find((one) => one === given);
  if (wanted !== undefined) return tree.setGroupBy(wanted);
  const items = groupings.map((value) => ({
    label: capital(value),
    value,
    ...(value === tree.groupBy ? { description: 'now' } : {}),
  }));
  const picked = await vscode.window.showQuickPick(items, { title: 'Group MCP servers by' });
  if (picked !== undefined) tree.setGroupBy(picked.value);
}
