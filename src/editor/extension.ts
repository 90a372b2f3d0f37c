import * as vscode from 'vscode';
import { docsUrl } from '../core/rules/index.ts';
import { createResolver } from '../resolvers/index.ts';
import { actionKinds, createActions } from './actions.ts';
import { registerCommands } from './commands/index.ts';
import { showDiagnostics } from './diagnostics.ts';
import { createDiscovery } from './discovery.ts';
import { readDisk } from './disk.ts';
import { createHover } from './hover.ts';
import { askingOf, mayAskUnasked, mayReach } from './network.ts';
import { followDocuments } from './open-documents.ts';
import { selector } from './place.ts';
import { createSession } from './session.ts';
import { concernsSettings, settings } from './settings.ts';
import { showStatus } from './status.ts';
import { createTree } from './tree/view.ts';

/** Puts the parts together. Nothing is sent anywhere here; files are looked for after this has returned. */
export function activate(context: vscode.ExtensionContext): void {
  const channel = vscode.window.createOutputChannel('MCP Posture', { log: true });
  const log = (line: string): void => channel.info(line);
  const resolver = createResolver({
    userHosts: () => settings.registries(),
    network: () => mayReach(settings),
    log,
  });
  const asking = () => askingOf(resolver, settings);
  const pageOf = (rule: string) => vscode.Uri.joinPath(context.extensionUri, docsUrl(rule));

  const session = createSession({
    resolver,
    mayAsk: () => mayAskUnasked(settings),
    read: readDisk,
    log,
  });
  const discovery = createDiscovery(session, context.globalStorageUri, log);
  const tree = createTree(session, asking, context.workspaceState);

  const again = (): void => {
    session.restart();
    tree.redraw();
  };
  context.subscriptions.push(
    channel,
    session,
    discovery,
    tree,
    showDiagnostics(session, pageOf),
    showStatus(session),
    followDocuments(session),
    vscode.languages.registerHoverProvider(
      selector,
      createHover(session, () => resolver.facts()),
    ),
    vscode.languages.registerCodeActionsProvider(selector, createActions(session, asking), {
      providedCodeActionKinds: actionKinds,
    }),
    registerCommands(
      { session, discovery, tree, asking, facts: () => resolver.facts(), pageOf },
      log,
    ),
    vscode.workspace.onDidGrantWorkspaceTrust(again),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (concernsSettings(event)) again();
    }),
  );
  // The welcome says that nothing was found, so it waits until somebody has looked.
  void discovery
    .refresh()
    .then(() => vscode.commands.executeCommand('setContext', 'mcpPosture.looked', true));
}
