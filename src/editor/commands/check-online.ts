import * as vscode from 'vscode';
import { placeOf } from '../network.ts';
import { NO_NETWORK, say, type Parts } from '../parts.ts';

/**
 * Asks the registries now about everything in the active file that is not known yet, or that failed. A host that only
 * the file names is not among them: it is asked by the fix that names it.
 */
export async function checkOnline(parts: Parts): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  if (document === undefined) return say('the active file is no MCP configuration');
  if (!parts.mayReach()) return say(NO_NETWORK);
  const { resolver, session } = parts;
  const place = placeOf(document.uri);
  await resolver.ready(place);
  const report = (await session.fresh(document))?.report;
  if (report == null) return say('the active file is no MCP configuration');
  const { askAll, heldBack, openQuestions } = await import('../pins/pins.ts');
  const facts = resolver.facts(place);
  const left = openQuestions(report, facts, (query) => resolver.target(query, place));
  if (left.length === 0) {
    const [host] = heldBack(report, facts, (query) => resolver.target(query, place));
    if (host === undefined) return say('nothing in this file is left to ask');
    return say(`${host} is asked only when you pick a fix that names it`);
  }
  const news = await askAll(resolver, [{ report, place }], new AbortController().signal);
  session.restart();
  say(news ? 'the registries have answered' : 'no registry had an answer');
}
