import * as vscode from 'vscode';
import type { Tier } from '../../core/posture/report.ts';
import type { Grade, Severity } from '../../core/rules/finding.ts';

/** A shape for each tier, so that none is told by its colour alone. */
const tierIcons = {
  critical: ['flame', 'list.errorForeground'],
  high: ['warning', 'charts.orange'],
  medium: ['shield', 'charts.yellow'],
  low: ['pass', 'charts.green'],
  unknown: ['question', 'disabledForeground'],
} as const satisfies Record<Tier, readonly [string, string]>;

const gradeIcons = {
  good: ['check', 'charts.green'],
  caution: ['alert', 'charts.yellow'],
  bad: ['close', 'list.errorForeground'],
  'not-applicable': ['dash', 'disabledForeground'],
  'not-checked': ['question', 'disabledForeground'],
} as const satisfies Record<Grade, readonly [string, string]>;

const severityIcons = {
  error: ['error', 'list.errorForeground'],
  warning: ['warning', 'list.warningForeground'],
  information: ['info', 'charts.blue'],
  hint: ['lightbulb', 'disabledForeground'],
} as const satisfies Record<Severity, readonly [string, string]>;

export function tierIcon(tier: Tier): vscode.ThemeIcon {
  return icon(tierIcons[tier]);
}

/** For texts that may hold icons, such as the status bar: `$(flame)`. */
export function tierGlyph(tier: Tier): string {
  return `$(${tierIcons[tier][0]})`;
}

export function gradeIcon(grade: Grade): vscode.ThemeIcon {
  return icon(gradeIcons[grade]);
}

export function severityIcon(severity: Severity): vscode.ThemeIcon {
  return icon(severityIcons[severity]);
}

function icon([name, color]: readonly [string, string]): vscode.ThemeIcon {
  return new vscode.ThemeIcon(name, new vscode.ThemeColor(color));
}
