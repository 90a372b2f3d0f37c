import * as vscode from 'vscode';
import { linesOf, type Span } from '../core/config/text.ts';
import type { Report } from '../core/posture/report.ts';
import { suppression } from '../core/rules/suppression.ts';
import { isDiagnosticOf, rangeOf } from './diagnostics.ts';
import { signalOf } from './cancellation.ts';
import { realPace } from './analyse.ts';
import { rest } from './asking.ts';
import { changeOf, workspaceEdit } from './edits.ts';
import { placed } from './finding-key.ts';
import { safeEdits } from './fix-all.ts';
import { createListFirst } from './list-first.ts';
import { mayBeConfig } from './place.ts';
import { holdsToken, remediesOf, type Asking, type Offering } from './remedy.ts';
import type { LazySecrets } from './secrets/lazy.ts';
import type { Session } from './session.ts';
import { soon } from './soon.ts';
import { oneLine } from './tree/words.ts';

export const fixAllKind = vscode.CodeActionKind.SourceFixAll.append('mcpPosture');

export const actionKinds = [vscode.CodeActionKind.QuickFix, fixAllKind];

/** Runs with the address of the document, the key of the finding, and the title that was picked. */
export const ASK_AND_FIX = 'mcpPosture.askAndFix';

/** Runs with the address of the document and the key of the finding. */
export const MOVE_TOKEN = 'mcpPosture.moveToken';

/** Runs with the address of the document and the key of the finding. */
export const SUPPRESS = 'mcpPosture.suppress';

/** More than anybody reads in a menu. */
const MOST_TRIED = 50;
const MOST_SUPPRESSED = 5;
const AT_ONCE = 2;
/** The lamp may come so much later than the list that a person opens, in milliseconds. */
const LAMP_LATER = 1000;
/** The list waits no longer for where questions go, in milliseconds: VS Code may drop one that takes 500. */
const LONGEST_WAIT = 300;

export function createActions(
  session: Session,
  asking: (uri: vscode.Uri) => Asking | null,
  ready: (uri: vscode.Uri) => Promise<void>,
  secrets: LazySecrets,
): vscode.CodeActionProvider {
  const lists = createListFirst(() => rest(LAMP_LATER));
  return {
    async provideCodeActions(document, range, context, token) {
      if (!mayBeConfig(document)) return [];
      const { only } = context;
      if (only !== undefined && only.intersects(fixAllKind)) return await fixAll(document, token);
      if (only !== undefined && !only.intersects(vscode.CodeActionKind.QuickFix)) return [];
      if (context.triggerKind === vscode.CodeActionTriggerKind.Invoke) lists.opened();
      else await lists.turn();
      if (token.isCancellationRequested) return [];
      const { version } = document;
      // First: what is loaded then may bring answers, and the document is read anew with them.
      await soon(ready(document.uri), rest(LONGEST_WAIT));
      const entry = await session.fresh(document);
      if (entry?.report == null || document.version !== version) return [];
      const { report } = entry;
      const place = { start: document.offsetAt(range.start), end: document.offsetAt(range.end) };
      const tokens = [...placed(report, place)].some(holdsToken);
      if (tokens) await secrets.load();
      if (document.version !== version) return [];
      const actions = quickFixes(
        document.uri,
        report,
        place,
        context.diagnostics,
        asking(document.uri),
        (found) => secrets.offer(found, report, document.uri),
      );
      const listed = await inSlices(actions, token);
      // In plain JSON a comment would be a mistake of its own.
      if (document.languageId === 'json' || token.isCancellationRequested) return listed;
      return [...listed, ...suppressActions(document.uri, report, place)];
    },
  };
}

/** What `source.fixAll.mcpPosture` does, on save too: safe fixes only, none that came from the network. */
async function fixAll(
  document: vscode.TextDocument,
  token: vscode.CancellationToken,
): Promise<vscode.CodeAction[]> {
  const change = await safeChange(document, token);
  if (change === null) return [];
  const action = new vscode.CodeAction('Apply every safe fix of MCP Posture', fixAllKind);
  action.edit = change;
  return [action];
}

/** The change that applies every safe fix; null when there is none or the document changed meanwhile. */
export async function safeChange(
  document: vscode.TextDocument,
  token?: vscode.CancellationToken,
): Promise<vscode.WorkspaceEdit | null> {
  const { uri, version } = document;
  const text = document.getText();
  const edits = await safeEdits(text, uri.path, signalOf(token));
  if (edits.length === 0 || document.version !== version) return null;
  return workspaceEdit(uri, linesOf(text), edits);
}

/** Null: a fix that does not fit. Each fix is a reading of the whole text, and a selection may hold thousands of findings. */
async function inSlices(
  actions: Iterable<vscode.CodeAction | null>,
  token: vscode.CancellationToken,
): Promise<vscode.CodeAction[]> {
  const listed: vscode.CodeAction[] = [];
  let tried = 0;
  for (const action of actions) {
    if (action !== null) listed.push(action);
    tried += 1;
    if (tried >= MOST_TRIED) break;
    if (tried % AT_ONCE === 0) await realPace.pause();
    if (token.isCancellationRequested) return [];
  }
  return listed;
}

function* quickFixes(
  uri: vscode.Uri,
  report: Report,
  place: Span,
  diagnostics: readonly vscode.Diagnostic[],
  asking: Asking | null,
  offering: Offering,
): Generator<vscode.CodeAction | null> {
  for (const { finding, server, key } of placed(report, place)) {
    if (finding.suppressed !== null) continue;
    const at = rangeOf(report.document.lines.range(finding.span));
    const own = diagnostics.filter((diagnostic) => isDiagnosticOf(diagnostic, finding, at));
    for (const [index, remedy] of remediesOf(
      { finding, server },
      report.document,
      asking,
      offering,
    ).entries()) {
      const action = new vscode.CodeAction(oneLine(remedy.title), vscode.CodeActionKind.QuickFix);
      action.diagnostics = own;
      action.isPreferred = index === 0 && remedy.safe;
      if (remedy.kind === 'ask' || remedy.kind === 'close') {
        const { title } = remedy;
        action.command = { command: ASK_AND_FIX, title, arguments: [uri, key, title] };
      } else if (remedy.kind === 'move') {
        const { title } = remedy;
        action.command = { command: MOVE_TOKEN, title, arguments: [uri, key] };
      } else {
        const change = changeOf(uri, report, remedy.fix);
        if (change === null) {
          yield null;
          continue;
        }
        action.edit = change;
      }
      yield action;
    }
  }
}

/** Last in the menu, one a rule. */
function suppressActions(uri: vscode.Uri, report: Report, place: Span): vscode.CodeAction[] {
  const actions = new Map<string, vscode.CodeAction>();
  for (const { finding, key } of placed(report, place)) {
    if (finding.suppressed !== null || actions.has(finding.rule)) continue;
    if (finding.rule === suppression.meta.id || actions.size === MOST_SUPPRESSED) continue;
    const title = `Suppress ${finding.rule} here, with a reason…`;
    const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
    action.command = { command: SUPPRESS, title, arguments: [uri, key] };
    actions.set(finding.rule, action);
  }
  return [...actions.values()];
}
