import * as vscode from 'vscode';
import { isFindingKey } from '../finding-key.ts';
import { fixFinding } from '../fixing.ts';
import type { Parts } from '../parts.ts';

/** What a quick fix that has to ask first runs: asks the host of its title, then makes the fix. */
export async function askAndFix(
  parts: Parts,
  uri: unknown,
  key: unknown,
  title: unknown,
): Promise<void> {
  if (uri instanceof vscode.Uri && isFindingKey(key) && typeof title === 'string')
    await fixFinding(parts, uri, key, title);
}
