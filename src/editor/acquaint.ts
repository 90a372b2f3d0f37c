import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { dialects } from '../core/config/dialects/index.ts';
import { osOf, ownFiles } from '../core/config/dialects/locations.ts';
import { withNeighbours } from '../core/config/document.ts';
import { sameNeighbours } from '../core/config/neighbours.ts';
import { neighboursOf, type Placed } from '../core/posture/neighbours.ts';
import type { Session } from './session.ts';

/** Changes within this many milliseconds are told of together. */
const TOGETHER = 500;

/** Tells each file of the session what the others say, after any of them has changed. */
export function acquaint(session: Session): vscode.Disposable {
  const machine = { os: osOf(process.platform), home: homedir(), env: process.env };
  const isUsers = ownFiles(dialects, machine);
  let timer: NodeJS.Timeout | null = null;

  function tellAll(): void {
    timer = null;
    const known = neighboursOf(
      session.entries().flatMap(({ report, uri, label }): Placed[] => {
        if (report === null) return [];
        const file = uri.path.replace(/^\/([A-Za-z]:)/, (_, drive: string) => drive.toUpperCase());
        return [{ document: report.document, file, label, isUsers: isUsers(file) }];
      }),
    );
    for (const { key, report } of session.entries()) {
      const mine = report === null ? undefined : known.get(report.document);
      if (report === null || mine === undefined) continue;
      // This is VS Code, whatever lies here.
      const all = { ...mine, clients: [...new Set([...mine.clients, 'vscode'])].sort() };
      if (sameNeighbours(report.document.neighbours, all)) continue;
      void session.tell(key, (document) => withNeighbours(document, all));
    }
  }

  const listener = session.onDidChange(() => {
    timer ??= setTimeout(tellAll, TOGETHER);
  });
  return {
    dispose() {
      if (timer !== null) clearTimeout(timer);
      listener.dispose();
    },
  };
}
