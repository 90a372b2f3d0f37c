import * as vscode from 'vscode';
import { tiers } from '../core/posture/report.ts';
import type { Session } from './session.ts';
import { countTiers, tierCounts } from './summary.ts';
import { tierGlyph } from './tree/look.ts';
import { count } from './tree/words.ts';

/** The tiers of the active file's servers in the status bar; a click goes to the tree. */
export function showStatus(session: Session): vscode.Disposable {
  const item = vscode.window.createStatusBarItem(
    'mcpPosture.status',
    vscode.StatusBarAlignment.Right,
    90,
  );
  item.name = 'MCP Posture';
  item.command = 'mcpPosture.servers.focus';

  function show(): void {
    const document = vscode.window.activeTextEditor?.document;
    const entry = document === undefined ? undefined : session.entry(document.uri);
    if (entry === undefined) return item.hide();
    const { report, problem } = entry;
    const counts = countTiers(report === null ? [] : [report]);
    const worst = tiers.find((tier) => counts[tier] > 0);
    if (report === null) say('$(circle-slash) MCP', `not checked: ${problem ?? ''}`);
    else if (worst === undefined) say('$(shield) MCP', 'no servers in this file');
    else {
      const servers = count(report.servers.length, 'server');
      say(`${tierGlyph(worst)} MCP: ${tierCounts(counts)}`, `${servers}: ${tierCounts(counts)}`);
    }
    item.show();
  }

  function say(text: string, details: string): void {
    item.text = text;
    item.tooltip = `MCP Posture\n${details}`;
    item.accessibilityInformation = { label: `MCP Posture, ${details}` };
  }

  show();
  return vscode.Disposable.from(
    item,
    vscode.window.onDidChangeActiveTextEditor(show),
    session.onDidChange(show),
  );
}
