import * as vscode from 'vscode';
import { isFindingKey } from '../finding-key.ts';
import { say, type Parts } from '../parts.ts';
import type { SecretPlace } from '../secrets/view.ts';
import { fileOfRow } from './pin-file.ts';

/** What a quick fix that moves a token runs. Nothing is stored before this. */
export async function moveToken({ secrets }: Parts, uri: unknown, key: unknown): Promise<void> {
  if (uri instanceof vscode.Uri && isFindingKey(key)) await (await secrets.load())?.move(uri, key);
}

/** Moves every token of the file of the row it is called on, else of the active file. */
export async function moveTokens(parts: Parts, id: unknown): Promise<void> {
  const uri = fileOfRow(parts, id);
  if (uri === undefined) return say('the active file is no MCP configuration');
  await (await parts.secrets.load())?.moveAll(uri);
}

/** Takes the launcher off the server of the row it is called on, else off all of that file or the active one. */
export async function putBack(parts: Parts, id: unknown): Promise<void> {
  const node = typeof id === 'string' ? parts.tree.node(id) : undefined;
  const uri = fileOfRow(parts, id);
  if (uri === undefined) return say('the active file is no MCP configuration');
  const secrets = await parts.secrets.load();
  if (node?.kind === 'server') await secrets?.putServerBack(uri, node.report.server);
  else await secrets?.putFilesBack([uri]);
}

/** Takes the launcher off every server that is known. */
export async function putAllBack({ secrets }: Parts): Promise<void> {
  await (await secrets.load())?.putFilesBack(null);
}

/** A button of a stored secret. */
export async function onSecret(
  { secrets }: Parts,
  verb: 'reveal' | 'replace' | 'remove',
  row: unknown,
): Promise<void> {
  if (isRow(row)) await (await secrets.load())?.view[verb](row);
}

function isRow(value: unknown): value is SecretPlace {
  return (
    typeof value === 'object' &&
    value !== null &&
    'id' in value &&
    typeof value.id === 'string' &&
    'place' in value &&
    typeof value.place === 'string'
  );
}
