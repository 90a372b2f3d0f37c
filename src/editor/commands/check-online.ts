import * as vscode from 'vscode';
import { placeOf } from '../network.ts';
import { say, type Parts } from '../parts.ts';
import { allRemedies } from '../remedy.ts';

/** Asks the registries now about everything in the active file that is not known yet. */
export async function checkOnline(parts: Parts): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  if (document === undefined) return say('the active file is no MCP configuration');
  await parts.resolver.ready(placeOf(document.uri));
  const asking = parts.asking(document.uri);
  if (asking === null)
    return say('the network is off here, by the settings or the workspace trust');
  const report = (await parts.session.fresh(document))?.report;
  if (report == null) return say('the active file is no MCP configuration');
  const queries = allRemedies(report, asking).flatMap(({ remedy }) =>
    remedy.kind === 'ask' ? remedy.queries : [],
  );
  if (queries.length === 0) return say('nothing in this file is left to ask');
  const news = await parts.session.ask(document, queries);
  say(news ? 'the registries have answered' : 'no registry had an answer');
}
