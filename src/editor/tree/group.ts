import * as vscode from 'vscode';
import type { Tier } from '../../core/posture/report.ts';
import type { FileNode } from './file.ts';
import { tierIcon } from './look.ts';
import type { ServerNode } from './server.ts';
import { count, oneLine } from './words.ts';

/** Servers of one tier, one file or one client; or a part of such a group that is too long to show at once. */
export interface GroupNode {
  readonly kind: 'group';
  readonly id: string;
  readonly parent: string | null;
  readonly by: 'tier' | 'file' | 'client' | 'loose' | 'part';
  readonly label: string;
  /** The worst tier in it; null without servers. */
  readonly tier: Tier | null;
  readonly count: number;
  readonly children: readonly (GroupNode | ServerNode | FileNode)[];
}

export function groupItem(node: GroupNode): vscode.TreeItem {
  const item = new vscode.TreeItem(
    oneLine(node.label),
    node.by === 'part'
      ? vscode.TreeItemCollapsibleState.Collapsed
      : vscode.TreeItemCollapsibleState.Expanded,
  );
  const counted = node.by === 'loose' ? count(node.count, 'file') : count(node.count, 'server');
  const worst = node.by === 'tier' || node.tier === null ? '' : `, worst ${node.tier}`;
  item.description = `${counted}${worst}`;
  item.iconPath = node.tier === null ? new vscode.ThemeIcon('file') : tierIcon(node.tier);
  item.contextValue = node.by === 'file' ? 'group-file' : 'group';
  item.accessibilityInformation = { label: `${node.label}, ${counted}${worst}`, role: 'treeitem' };
  return item;
}
