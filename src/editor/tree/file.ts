import * as vscode from 'vscode';
import type { FileState } from './file-state.ts';
import { count, oneLine } from './words.ts';

/** A file that could not be read, or that has findings which belong to none of its servers. */
export interface FileNode {
  readonly kind: 'file';
  readonly id: string;
  readonly parent: string | null;
  readonly file: FileState;
}

export function fileItem({ file }: FileNode): vscode.TreeItem {
  const findings = file.report?.findings.length ?? 0;
  const item = new vscode.TreeItem(
    oneLine(file.label),
    findings === 0
      ? vscode.TreeItemCollapsibleState.None
      : vscode.TreeItemCollapsibleState.Collapsed,
  );
  const says = file.problem === null ? count(findings, 'finding') : `not checked: ${file.problem}`;
  item.description = says;
  item.tooltip = `${oneLine(file.label)}\n${says}`;
  item.iconPath = new vscode.ThemeIcon(file.problem === null ? 'file' : 'circle-slash');
  item.contextValue = 'file';
  item.accessibilityInformation = { label: `${file.label}, ${says}`, role: 'treeitem' };
  return item;
}
