import * as vscode from 'vscode';
import type { Report } from '../core/posture/report.ts';
import { closeToOthers } from './around.ts';
import { rangeOf } from './diagnostics.ts';
import { changeOf } from './edits.ts';
import { findingAt, type FindingKey, type Found } from './finding-key.ts';
import { say, type Parts } from './parts.ts';
import { holdsToken, pickedOf, remediesOf, whyUnanswered, type Remedy } from './remedy.ts';

interface Opened extends Found {
  readonly document: vscode.TextDocument;
  readonly report: Report;
}

/**
 * Opens the file of a finding and makes the fix in the editor, from a report of the text as it is now; nothing is saved.
 * `title`: the one that was picked.
 */
export async function fixFinding(
  parts: Parts,
  uri: vscode.Uri,
  key: FindingKey,
  title: string,
): Promise<void> {
  const opened = await openFinding(parts, uri, key);
  if (opened === null) return;
  if (holdsToken(opened)) await parts.secrets.load();
  const { report } = opened;
  const remedies = remediesOf(opened, report.document, parts.asking(uri), (found) =>
    parts.secrets.offer(found, report, uri),
  );
  const picked = pickedOf(remedies, title);
  if (picked === undefined) return say('this fix is no longer there, the file has changed');
  if (picked.kind === 'fix') return await apply(opened, picked);
  if (picked.kind === 'close') {
    const why = await closeToOthers(uri, picked.file);
    parts.session.opened(opened.document);
    return say(why ?? title);
  }
  if (picked.kind === 'move') return await (await parts.secrets.load())?.move(uri, key);
  say(`${picked.title} …`);
  await parts.session.ask(opened.document, picked.queries);
  await applyAnswer(parts, uri, key);
}

/** Makes the fix that an answer has brought; says why there is none. */
async function applyAnswer(parts: Parts, uri: vscode.Uri, key: FindingKey): Promise<void> {
  const opened = await openFinding(parts, uri, key);
  if (opened === null) return;
  const remedy = remediesOf(opened, opened.report.document, null)[0];
  if (remedy?.kind === 'fix') return await apply(opened, remedy);
  const why = whyUnanswered(opened, opened.report.document, parts.facts(uri));
  say(why ?? opened.finding.message);
}

async function openFinding(parts: Parts, uri: vscode.Uri, key: FindingKey): Promise<Opened | null> {
  const { document } = await vscode.window.showTextDocument(uri);
  const entry = await parts.session.fresh(document);
  const report = entry?.report ?? null;
  const found = report === null ? undefined : findingAt(report, key);
  if (report === null || found === undefined) {
    say('this finding is no longer there, the file has changed');
    return null;
  }
  return { document, report, ...found };
}

async function apply(
  { document, report, finding }: Opened,
  remedy: Extract<Remedy, { kind: 'fix' }>,
): Promise<void> {
  const change = changeOf(document.uri, report, remedy.fix);
  // Nothing may have been typed since the report was made.
  const stale = document.getText() !== report.document.text;
  if (change === null || stale) return say('this fix does not fit the file as it is now');
  const range = rangeOf(report.document.lines.range(finding.span));
  vscode.window.activeTextEditor?.revealRange(
    range,
    vscode.TextEditorRevealType.InCenterIfOutsideViewport,
  );
  if (!(await vscode.workspace.applyEdit(change))) return say('the editor refused the fix');
  say(remedy.title);
}
