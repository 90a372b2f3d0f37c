import * as vscode from 'vscode';
import type { Finding } from '../../core/rules/finding.ts';
import type { FindingKey } from '../finding-key.ts';
import type { FileState } from './file-state.ts';
import { severityIcon } from './look.ts';
import type { ServerNode } from './server.ts';
import { oneLine } from './words.ts';

export interface FindingNode {
  readonly kind: 'finding';
  readonly id: string;
  readonly parent: string;
  readonly key: FindingKey;
  readonly finding: Finding;
  readonly file: FileState;
  /** Null for a finding of the document itself. */
  readonly server: ServerNode | null;
}

/** `fix`: the title of what its button does; null without one. */
export function findingItem({ finding }: FindingNode, fix: string | null): vscode.TreeItem {
  const item = new vscode.TreeItem(oneLine(finding.message), vscode.TreeItemCollapsibleState.None);
  item.description = finding.rule;
  item.tooltip = [oneLine(finding.message), ...(fix === null ? [] : [`Fix: ${oneLine(fix)}`])].join(
    '\n',
  );
  item.iconPath = severityIcon(finding.severity);
  item.contextValue = fix === null ? 'finding' : 'finding-fixable';
  item.accessibilityInformation = {
    label: `${finding.severity}: ${finding.message}${fix === null ? '' : ', can be fixed'}`,
    role: 'treeitem',
  };
  return item;
}
