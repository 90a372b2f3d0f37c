import * as vscode from 'vscode';
import type { Server } from '../../core/config/server.ts';
import { noFacts } from '../../core/rules/facts.ts';
import { putBack } from '../../core/rules/moves/put-back.ts';
import { workspaceEdit } from '../edits.ts';
import { say } from '../parts.ts';
import { readFile } from '../pins/read-file.ts';
import type { Session } from '../session.ts';
import { oneLine } from '../tree/words.ts';
import { previewedServers, type PreviewedFile } from './preview.ts';
import { serverAt } from './server-at.ts';
import { wholeServers } from './whole-servers.ts';

/** The launch of one server as before the launcher, as one change that is not saved. */
export async function putServerBack(
  session: Session,
  uri: vscode.Uri,
  place: Pick<Server, 'path' | 'name'>,
): Promise<void> {
  const { document } = await vscode.window.showTextDocument(uri);
  const read = (await session.fresh(document))?.report?.document;
  const server = serverAt(read?.servers ?? [], place);
  if (read === undefined || server === null) return say('this server is no longer there');
  const { edits, left } = putBack(read, [server]);
  const [stays] = left;
  if (stays !== undefined) return say(`the launch stays as it is: ${stays.why}`);
  if (edits.length === 0) return say('no secret is handed to this server by the launcher');
  if (document.getText() !== read.text) return say('the file has changed meanwhile');
  const done = await vscode.workspace.applyEdit(workspaceEdit(uri, read.lines, edits));
  say(
    done
      ? `${oneLine(server.name)} starts without the launcher; ${kept}`
      : 'the editor refused the edit',
  );
}

const kept = 'what was stored stays until it is deleted in the Secrets view';

/** Of all servers of these files, shown for a look first. */
export async function putFilesBack(session: Session, uris: readonly vscode.Uri[]): Promise<void> {
  const files: (PreviewedFile & { readonly text: string })[] = [];
  const left: string[] = [];
  let servers = 0;
  const never = new AbortController().signal;
  for (const uri of uris) {
    const opened = await readFile(uri, noFacts, never, session.entry(uri)?.report ?? null);
    if (opened === null || typeof opened === 'string') continue;
    const { document } = opened;
    const read = opened.report.document;
    const found = putBack(read, read.servers);
    left.push(...found.left.map(({ server, why }) => `${oneLine(server.name)}: ${why}`));
    servers += found.done.length;
    const edits = wholeServers(read, found.edits);
    if (edits.length > 0) files.push({ document, lines: read.lines, edits, text: read.text });
  }
  const [first] = left;
  if (files.length === 0) return say(first ?? 'no server here is started by the launcher');
  // No wait between this look and the edit.
  if (!files.every(({ document, text }) => document.getText() === text))
    return say('a file has changed meanwhile, nothing was changed');
  const done = await vscode.workspace.applyEdit(previewedServers(files, words));
  if (!done) return say('nothing was changed');
  const rest = first === undefined ? '' : `; ${left.length} left as they were: ${first}`;
  say(`${servers} servers start without the launcher, ${kept}${rest}`);
}

const words = {
  title: 'Put the launch back',
  label: 'Start it without the launcher',
  other: 'Ask with a password prompt',
  icon: 'discard',
};
