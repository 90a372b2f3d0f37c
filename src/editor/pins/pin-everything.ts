import * as vscode from 'vscode';
import { signalOf } from '../cancellation.ts';
import { NO_NETWORK, say, type Parts } from '../parts.ts';
import { labelOf } from '../place.ts';
import { countOpen, leftIn } from './outcome.ts';
import { isCurrent, prepare, type Prepared } from './prepare.ts';
import { previewedChange } from './preview.ts';
import { readFile } from './read-file.ts';
import { showOutcome, type LeftInFile } from './show-outcome.ts';
import { undoApart } from './undo-apart.ts';

/**
 * Asks what is open in these files, shows every pin as one change to look at, and says what came of it. Nothing is saved;
 * when it is stopped or the change is turned down, nothing is edited.
 */
export async function pinEverything(parts: Parts, uris: readonly vscode.Uri[]): Promise<void> {
  if (!parts.mayReach()) return say(NO_NETWORK);
  const prepared = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: 'MCP Posture: asking what to pin to',
      cancellable: true,
    },
    (progress, token) =>
      prepare(parts, uris, signalOf(token), (answered, all) =>
        progress.report({ message: `${answered} of ${all} answered` }),
      ),
  );
  if (prepared === null) return say('pinning was stopped, nothing was changed');
  const { files } = prepared;
  // No wait between this look and the edit.
  if (!files.every(isCurrent)) return say('a file has changed meanwhile, nothing was pinned');
  const applied = files.some(({ changes }) => changes.length > 0)
    ? vscode.workspace.applyEdit(previewedChange(files))
    : null;
  // Whatever becomes of the change: what was asked is known now.
  parts.session.restart();
  if (applied !== null) {
    if (!(await applied)) return say('nothing was changed');
    await undoApart(files);
  }
  await report(parts, prepared);
}

async function report(parts: Parts, { files, unready, facts }: Prepared): Promise<void> {
  const before = files.reduce((sum, file) => sum + countOpen(file.report), 0);
  let after = 0;
  const left: LeftInFile[] = unready.map(({ uri, why }) => ({
    uri,
    lines: null,
    left: { what: labelOf(uri), why, span: null },
  }));
  for (const { uri, report: earlier } of files) {
    const read = await readFile(uri, facts(uri), new AbortController().signal, earlier);
    if (read === null || typeof read === 'string') continue;
    after += countOpen(read.report);
    for (const one of leftIn(read.report)) {
      left.push({ uri, lines: read.report.document.lines, left: one });
    }
  }
  await showOutcome(parts, { before, after, left });
}
