import * as vscode from 'vscode';
import type { Query } from '../core/rules/facts.ts';
import { docsUrl } from '../core/rules/index.ts';
import { acquaint } from './acquaint.ts';
import { actionKinds, createActions } from './actions.ts';
import { createAround } from './around.ts';
import { registerCommands } from './commands/index.ts';
import { showDiagnostics } from './diagnostics.ts';
import { createDiscovery } from './discovery.ts';
import { readDisk } from './disk.ts';
import { createHover } from './hover.ts';
import { rest } from './asking.ts';
import { askingOf, mayAskUnasked, mayReach, placeOf } from './network.ts';
import { followDocuments } from './open-documents.ts';
import { concernsSettings, ownSettings } from './own-settings.ts';
import { selector } from './place.ts';
import { createLazyResolver } from './resolver.ts';
import { createLazySecrets } from './secrets/lazy.ts';
import { askAgainDaily, scanWhenSaved } from './scans.ts';
import { createSession } from './session.ts';
import { shownLine } from './shown-line.ts';
import { showStatus } from './status.ts';
import { createTree } from './tree/view.ts';
import { whenAsked } from './when-asked.ts';

/** What a person picked waits no longer for the settings that say where questions go, in milliseconds. */
const LONGEST_WAIT = 1000;

/** Puts the parts together. Nothing is sent anywhere here; files are looked for after this has returned. */
export function activate(context: vscode.ExtensionContext): void {
  const channel = vscode.window.createOutputChannel('MCP Posture', { log: true });
  const log = (line: string): void => channel.info(shownLine(line));
  const settings = ownSettings();
  const resolver = createLazyResolver(
    {
      userHosts: () => settings.registries(),
      network: () => mayReach(settings),
      choices: () => settings.choices(),
      lifetimes: () => settings.lifetimes(),
      osv: () => settings.osv(),
      trivyServer: () => settings.trivyServer(),
      answersFile: vscode.Uri.joinPath(context.globalStorageUri, 'answers.json').fsPath,
      workspaceFolders: () =>
        (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath),
      places: () =>
        (vscode.workspace.workspaceFolders ?? []).flatMap(({ uri }) => placeOf(uri) ?? []),
      log,
    },
    () => again(),
  );
  const asking = (uri: vscode.Uri) => askingOf(resolver, settings, uri);
  const ready = async (uri: vscode.Uri): Promise<void> => {
    if (mayReach(settings)) await Promise.race([resolver.ready(placeOf(uri)), rest(LONGEST_WAIT)]);
  };
  const facts = (uri: vscode.Uri) => resolver.facts(placeOf(uri));
  const askedAt = (query: Query, uri: vscode.Uri) => resolver.askedAt(query, placeOf(uri));
  const pageOf = (rule: string) => vscode.Uri.joinPath(context.extensionUri, docsUrl(rule));

  const session = createSession({
    resolver,
    placeOf,
    mayAsk: () => mayAskUnasked(settings),
    wants: (client) => settings.wants(client),
    read: readDisk,
    lookAround: createAround(log, () => vscode.workspace.isTrusted),
    log,
  });
  const discovery = createDiscovery(
    session,
    context.globalStorageUri,
    (client) => settings.wants(client),
    log,
  );
  const tree = createTree(session, asking, facts, context.workspaceState);
  const secrets = createLazySecrets({
    context,
    session,
    records: () => settings.launchRecord(),
    log,
  });

  const asked = whenAsked(
    session,
    () => mayReach(settings),
    () => void resolver.ready(null),
  );
  const again = (): void => {
    asked.look();
    session.restart();
    tree.redraw();
  };
  context.subscriptions.push(
    channel,
    asked,
    session,
    discovery,
    tree,
    secrets,
    showDiagnostics(session, pageOf),
    showStatus(session),
    scanWhenSaved({
      session,
      resolver,
      wanted: () => settings.scansImages() && mayAskUnasked(settings),
    }),
    askAgainDaily(session, () => mayAskUnasked(settings)),
    followDocuments(session),
    acquaint(session),
    vscode.languages.registerHoverProvider(selector, createHover(session, facts, askedAt, pageOf)),
    vscode.languages.registerCodeActionsProvider(
      selector,
      createActions(session, asking, ready, secrets),
      {
        providedCodeActionKinds: actionKinds,
      },
    ),
    registerCommands({
      session,
      discovery,
      tree,
      resolver,
      secrets,
      asking,
      facts,
      pageOf,
      ready,
      log,
      mayReach: () => mayReach(settings),
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(again),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (!concernsSettings(event)) return;
      settings.changed();
      again();
      if (event.affectsConfiguration('mcpPosture.clients')) void discovery.refresh();
    }),
  );
  // The welcome says that nothing was found, so it waits until somebody has looked.
  void discovery
    .refresh()
    .then(() => vscode.commands.executeCommand('setContext', 'mcpPosture.looked', true));
}
