import * as vscode from 'vscode';
import type { Finding, Suppressed } from '../../core/rules/finding.ts';
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
  const { suppressed } = finding;
  item.description = suppressed === null ? finding.rule : `${finding.rule}, suppressed`;
  item.tooltip = [
    oneLine(finding.message),
    ...(suppressed === null ? [] : [oneLine(suppressedLine(suppressed))]),
    ...(fix === null ? [] : [`Fix: ${oneLine(fix)}`]),
  ].join('\n');
  item.iconPath =
    suppressed === null ? severityIcon(finding.severity) : new vscode.ThemeIcon('eye-closed');
  item.contextValue = fix === null ? 'finding' : 'finding-fixable';
  item.accessibilityInformation = {
    label: `${suppressed === null ? finding.severity : 'suppressed'}: ${finding.message}${fix === null ? '' : ', can be fixed'}`,
    role: 'treeitem',
  };
  return item;
}

function suppressedLine({ reason, until }: Suppressed): string {
  return `Suppressed${until === null ? '' : ` until ${until}`}: ${reason}`;
}
