import * as vscode from 'vscode';
import type { Query } from '../core/rules/facts.ts';
import type { Resolver } from '../resolvers/index.ts';
import { placeOf } from './network.ts';
import { mayBeConfig } from './place.ts';
import type { Session } from './session.ts';

export interface ScanPorts {
  readonly session: Session;
  readonly resolver: Pick<Resolver, 'ready' | 'facts' | 'target' | 'ask'>;
  /** Whether the person has switched scans on, and nothing speaks against asking. */
  readonly wanted: () => boolean;
}

/**
 * Scans the images of a configuration when it is opened or saved, where the person has switched that on: never at a
 * keystroke, each image once a day, and none of a host that only the file names.
 */
export function scanWhenSaved({ session, resolver, wanted }: ScanPorts): vscode.Disposable {
  const stop = new AbortController();

  async function scan(document: vscode.TextDocument): Promise<void> {
    if (!wanted() || !mayBeConfig(document)) return;
    const place = placeOf(document.uri);
    await resolver.ready(place);
    const report = (await session.fresh(document))?.report;
    if (report == null || document.isDirty || stop.signal.aborted) return;
    const facts = resolver.facts(place);
    const isOpen = (query: Query): boolean =>
      query.kind === 'image-scan' &&
      facts.answer(query) === undefined &&
      resolver.target(query, place).state === 'unasked';
    const queries = report.servers
      .flatMap(({ asked }) => asked)
      .map(({ query }) => query)
      .filter(isOpen);
    if (queries.length > 0 && (await resolver.ask(queries, stop.signal, { place })))
      session.restart();
  }

  for (const document of vscode.workspace.textDocuments) void scan(document);
  return vscode.Disposable.from(
    vscode.workspace.onDidOpenTextDocument((document) => void scan(document)),
    vscode.workspace.onDidSaveTextDocument((document) => void scan(document)),
    new vscode.Disposable(() => stop.abort()),
  );
}

const HOUR = 3_600_000;

/**
 * Looks every hour whether what is known of open configurations has run out, and asks again where that may be done unasked:
 * a window that stays open for days learns what has become known meanwhile.
 */
export function askAgainDaily(
  session: Pick<Session, 'restart'>,
  mayAsk: () => boolean,
): vscode.Disposable {
  const timer = setInterval(() => {
    if (mayAsk()) session.restart();
  }, HOUR);
  timer.unref();
  return new vscode.Disposable(() => clearInterval(timer));
}
