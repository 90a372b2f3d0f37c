import * as vscode from 'vscode';
import { memoryFiles } from './memory-files.ts';
import { watchLoop } from './loop.ts';

export interface Span {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}

export type Questions = ReturnType<typeof questions>;

/** What a test may ask the extension host. Nothing here acts on a document: acting is the keyboard's and the mouse's. */
export function questions() {
  const files = memoryFiles();
  const loop = watchLoop();
  return {
    /** VS Code's version and the running extension host's process. */
    about: () => ({
      version: vscode.version,
      pid: process.pid,
      trusted: vscode.workspace.isTrusted,
    }),
    /** Whether an extension is there and active; null when there is none of that id. */
    isActive: (id: string) => vscode.extensions.getExtension(id)?.isActive ?? null,
    /** Milliseconds to load and start an extension that nothing has woken yet; null when it is active already. */
    async activation(id: string) {
      const extension = vscode.extensions.getExtension(id);
      if (extension === undefined || extension.isActive) return null;
      const begun = performance.now();
      await extension.activate();
      return performance.now() - begun;
    },
    diagnostics: (uri: string) =>
      vscode.languages.getDiagnostics(vscode.Uri.parse(uri)).map(plainDiagnostic),
    /** Of a document that is open, in the editor or not; null when it is not. */
    text: (uri: string) => documentAt(uri)?.getText() ?? null,
    isDirty: (uri: string) => documentAt(uri)?.isDirty ?? null,
    /** The code actions at a range, of every provider, resolved. */
    async codeActions(uri: string, range: Span, kind?: string) {
      const actions = await vscode.commands.executeCommand<(vscode.CodeAction | vscode.Command)[]>(
        'vscode.executeCodeActionProvider',
        vscode.Uri.parse(uri),
        rangeOf(range),
        kind,
        1000,
      );
      return actions.map((action) => ({
        title: action.title,
        kind: 'kind' in action ? (action.kind?.value ?? null) : null,
        preferred: 'isPreferred' in action && (action.isPreferred ?? false),
      }));
    },
    /** The hover texts at a place, of every provider. */
    async hovers(uri: string, at: Span['start']) {
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        vscode.Uri.parse(uri),
        new vscode.Position(at.line, at.character),
      );
      return hovers.flatMap((hover) =>
        hover.contents.map((content) => (typeof content === 'string' ? content : content.value)),
      );
    },
    /** What the editor shows between the characters of a document, of every provider. */
    async inlayHints(uri: string) {
      const { lineCount } = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
      const hints = await vscode.commands.executeCommand<vscode.InlayHint[]>(
        'vscode.executeInlayHintProvider',
        vscode.Uri.parse(uri),
        new vscode.Range(0, 0, lineCount, 0),
      );
      return hints.map(({ label }) =>
        typeof label === 'string' ? label : label.map(({ value }) => value).join(''),
      );
    },
    /** The tabs of every editor group. */
    tabs: () => vscode.window.tabGroups.all.flatMap((group) => group.tabs.map(plainTab)),
    /** The active text editor: its file, the selection, what can be seen. */
    editor() {
      const editor = vscode.window.activeTextEditor;
      if (editor === undefined) return null;
      const visible = editor.visibleRanges[0];
      return {
        uri: editor.document.uri.toString(),
        language: editor.document.languageId,
        selection: spanOf(editor.selection),
        visible: visible === undefined ? null : spanOf(visible),
      };
    },
    commands: () => vscode.commands.getCommands(true),
    /** Puts a file into a file system that lives in memory; gives its address. */
    memoryFile: (path: string, text: string) => files.write(path, text),
    /** Opens a document without an editor. */
    async openDocument(uri: string) {
      const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
      return { language: document.languageId, lines: document.lineCount };
    },
    /** Opens a document that no key or click of this build reaches: one that is on no disk. */
    async showDocument(uri: string) {
      const show = () => vscode.window.showTextDocument(vscode.Uri.parse(uri));
      // What a new window opens by itself may come in between, and VS Code then says that it could not.
      await show().then(undefined, show);
    },
    /** Starts or stops a server of a configuration, as its line of buttons does; `mcp.config.ws0.<name>`. */
    async mcp(verb: 'start' | 'stop', id: string) {
      const options = { autoTrustChanges: true };
      await vscode.commands.executeCommand(`workbench.mcp.${verb}Server`, id, options);
    },
    /** What VS Code has noted of a server of a configuration, which opens; null when there is nothing. */
    async mcpOutput(id: string) {
      await vscode.commands.executeCommand('workbench.mcp.showOutput', id);
      const shown = vscode.workspace.textDocuments.filter(
        ({ uri }) => uri.scheme === 'output' && uri.path.includes(id),
      );
      return shown.at(-1)?.getText() ?? null;
    },
    /** Starts to note every block of the event loop from now on. */
    loopStart: () => loop.start(),
    /** Every block above the given milliseconds since the start, in order. */
    loopBlocks: (aboveMs: number) => loop.blocks(aboveMs),
  };
}

function documentAt(uri: string): vscode.TextDocument | undefined {
  const wanted = vscode.Uri.parse(uri).toString();
  return vscode.workspace.textDocuments.find((document) => document.uri.toString() === wanted);
}

function plainDiagnostic(diagnostic: vscode.Diagnostic) {
  const { code } = diagnostic;
  return {
    range: spanOf(diagnostic.range),
    message: diagnostic.message,
    severity: (['error', 'warning', 'information', 'hint'] as const)[diagnostic.severity],
    source: diagnostic.source ?? null,
    code: typeof code === 'object' ? code.value : (code ?? null),
    target: typeof code === 'object' ? code.target.toString() : null,
    related: (diagnostic.relatedInformation ?? []).map(({ location, message }) => ({
      uri: location.uri.toString(),
      range: spanOf(location.range),
      message,
    })),
  };
}

function plainTab(tab: vscode.Tab) {
  return {
    label: tab.label,
    active: tab.isActive,
    dirty: tab.isDirty,
    uri: tab.input instanceof vscode.TabInputText ? tab.input.uri.toString() : null,
  };
}

function spanOf({ start, end }: vscode.Range): Span {
  return {
    start: { line: start.line, character: start.character },
    end: { line: end.line, character: end.character },
  };
}

function rangeOf({ start, end }: Span): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}
