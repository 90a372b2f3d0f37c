import * as vscode from 'vscode';
import { isFindingKey } from '../finding-key.ts';
import { fixFinding } from '../fixing.ts';
import type { Parts } from '../parts.ts';

/** What a quick fix runs that is no edit yet, or none at all: asks the host of its title, then makes the fix. */
export async function askAndFix(
  parts: Parts,
  uri: unknown,
  key: unknown,
  title: unknown,
): Promise<void> {
  if (uri instanceof vscode.Uri && isFindingKey(key) && typeof title === 'string')
    await fixFinding(parts, uri, key, title);
}
