import * as vscode from 'vscode';
import { isLoader } from '../../secrets/differences.ts';
import { labelOf } from '../place.ts';
import { oneLine } from '../tree/words.ts';
import type { Missing, Question } from './decide.ts';
import { entryAsText, linesThatLoad, questionText } from './question-text.ts';

/** Milliseconds for which a launch waits for a person; the question stays, and counts for the next launch. */
export const patience = 60_000;

const SCHEME = 'mcp-posture-launch';
const GIVE = 'Give the Secret';
const COMPARE = 'Compare First';

export interface Questions extends vscode.Disposable {
  /** Whether this launch may have the secret: no is the answer to a question that is closed. */
  approve(question: Question): Promise<boolean>;
  askValue(missing: Missing): Promise<string | undefined>;
}

/** Asks people, one question at a time. */
export function createQuestions(): Questions {
  const texts = new Map<string, string>();
  const marked = vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    backgroundColor: new vscode.ThemeColor('diffEditor.unchangedRegionBackground'),
    color: new vscode.ThemeColor('editorWarning.foreground'),
    overviewRulerColor: new vscode.ThemeColor('editorWarning.foreground'),
  });
  const provider = vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
    provideTextDocumentContent: ({ path }) => texts.get(path) ?? '',
  });
  let asked = 0;

  async function compare({ entry, before, now }: Question): Promise<void> {
    asked += 1;
    const [left, right] = [`/${asked}/before.json`, `/${asked}/now.json`];
    texts.set(left, entryAsText(before?.text ?? null));
    texts.set(right, entryAsText(now.text));
    const uris = [left, right].map((path) => vscode.Uri.from({ scheme: SCHEME, path }));
    const [old, fresh] = uris;
    if (old === undefined || fresh === undefined) return;
    await vscode.commands.executeCommand(
      'vscode.diff',
      old,
      fresh,
      `${oneLine(entry.server.name)}: allowed launch ↔ this launch`,
      { preview: true },
    );
    for (const editor of vscode.window.visibleTextEditors) {
      if (editor.document.uri.toString() !== fresh.toString()) continue;
      const lines = linesThatLoad(
        entryAsText(before?.text ?? null),
        editor.document.getText(),
        isLoader,
      );
      editor.setDecorations(
        marked,
        lines.map((line) => editor.document.lineAt(line).range),
      );
    }
  }

  async function approve(question: Question): Promise<boolean> {
    const { message, detail } = questionText(question, labelOf(vscode.Uri.file(question.file)));
    const options = { modal: true, detail };
    // The first is what Enter does.
    const picked = await vscode.window.showWarningMessage(message, options, COMPARE, GIVE);
    if (picked !== COMPARE) return picked === GIVE;
    await compare(question);
    const refuse = { label: 'Refuse', description: 'the server does not start' };
    const give = { label: GIVE, description: 'to this launch from now on' };
    const answer = await vscode.window.showQuickPick([refuse, give], {
      title: message,
      placeHolder: 'Look at the two launches, then decide',
      ignoreFocusOut: true,
    });
    return answer === give;
  }

  return {
    approve,
    async askValue({ server, what, file }) {
      return await vscode.window.showInputBox({
        title: `${oneLine(what)} of ${oneLine(server)}`,
        prompt: `Asked for by ${oneLine(labelOf(vscode.Uri.file(file)))}. It is kept encrypted in SecretStorage on this machine.`,
        password: true,
        ignoreFocusOut: true,
      });
    },
    dispose() {
      marked.dispose();
      provider.dispose();
    },
  };
}
