import * as vscode from 'vscode';
import type { Finding, Pillar } from '../../core/rules/finding.ts';
import { gradeIcon } from './look.ts';
import type { ServerNode } from './server.ts';
import { capital, gradeWord, oneLine } from './words.ts';

export interface PillarNode {
  readonly kind: 'pillar';
  readonly id: string;
  readonly parent: string;
  readonly pillar: Pillar;
  readonly server: ServerNode;
  readonly findings: readonly Finding[];
}

export function pillarItem({ pillar, server, findings }: PillarNode): vscode.TreeItem {
  const { grade, why } = server.report.pillars[pillar];
  const item = new vscode.TreeItem(
    capital(pillar),
    findings.length === 0
      ? vscode.TreeItemCollapsibleState.None
      : vscode.TreeItemCollapsibleState.Collapsed,
  );
  const says = `${gradeWord(grade)}: ${oneLine(why)}`;
  item.description = says;
  // That of the dependencies says more, and is made when it is shown.
  if (pillar !== 'dependencies') item.tooltip = `${capital(pillar)}: ${says}`;
  item.iconPath = gradeIcon(grade);
  item.contextValue = 'pillar';
  item.accessibilityInformation = { label: `${pillar}, ${says}`, role: 'treeitem' };
  return item;
}
