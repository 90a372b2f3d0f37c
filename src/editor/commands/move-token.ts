import * as vscode from 'vscode';
import { isFindingKey } from '../finding-key.ts';
import type { Parts } from '../parts.ts';

/** What a quick fix that moves a token runs. Nothing is stored before this. */
export async function moveToken({ secrets }: Parts, uri: unknown, key: unknown): Promise<void> {
  if (uri instanceof vscode.Uri && isFindingKey(key)) await (await secrets.load())?.move(uri, key);
}
