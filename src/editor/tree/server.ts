import * as vscode from 'vscode';
import type { ServerReport } from '../../core/posture/report.ts';
import type { ServerKey } from '../finding-key.ts';
import type { FileState } from './file-state.ts';
import { tierIcon } from './look.ts';
import { oneLine } from './words.ts';

export interface ServerNode {
  readonly kind: 'server';
  readonly id: string;
  readonly parent: string | null;
  readonly key: ServerKey;
  readonly file: FileState;
  readonly report: ServerReport;
  /** How many tiers its best single fix would take it down. */
  readonly gain: number;
}

export function serverItem(
  { report, file }: ServerNode,
  fixable: boolean,
  showFile: boolean,
): vscode.TreeItem {
  const { server, name, tier } = report;
  const item = new vscode.TreeItem(
    oneLine(name) || '(no name)',
    vscode.TreeItemCollapsibleState.Collapsed,
  );
  const disabled = server.disabled ? ' · disabled' : '';
  item.description = `${tier}${disabled}${showFile ? ` · ${oneLine(file.label)}` : ''}`;
  item.iconPath = tierIcon(tier);
  item.contextValue = fixable ? 'server-fixable' : 'server';
  item.accessibilityInformation = {
    label: `${name}, ${tier} risk${server.disabled ? ', disabled' : ''}, ${file.label}`,
    role: 'treeitem',
  };
  return item;
}
