import * as vscode from 'vscode';
import type { FactsAtHand } from '../core/rules/facts.ts';
import type { Discovery } from './discovery.ts';
import type { Resolver } from '../resolvers/index.ts';
import type { Asking } from './remedy.ts';
import type { LazySecrets } from './secrets/lazy.ts';
import type { Session } from './session.ts';
import type { PostureTree } from './tree/view.ts';

/** What the commands work with; put together once, when the extension starts. */
export interface Parts {
  readonly session: Session;
  readonly discovery: Discovery;
  readonly tree: PostureTree;
  readonly resolver: Resolver;
  readonly secrets: LazySecrets;
  /** Whether anything may leave this machine now. */
  mayReach(): boolean;
  /** Waits until it is known where questions about this file go; not for ever. */
  ready(uri: vscode.Uri): Promise<void>;
  /** What may be asked now when a person picks it; null when nothing. */
  asking(uri: vscode.Uri): Asking | null;
  /** What is known from outside about this file. */
  facts(uri: vscode.Uri): FactsAtHand;
  /** One line in the output channel. */
  readonly log: (line: string) => void;
  /** The page of a rule. */
  readonly pageOf: (rule: string) => vscode.Uri;
}

export const NO_NETWORK = 'the network is off here, by the settings or the workspace trust';

/** Says one line where it disturbs nobody. */
export function say(line: string): void {
  vscode.window.setStatusBarMessage(`MCP Posture: ${line}`, 8000);
}

/** A text as a label of a list, in which `$(name)` would become an icon. */
export function plainLabel(text: string): string {
  return text.replaceAll('$(', '$\u200a(');
}
