import * as vscode from 'vscode';
import type { Report } from '../../core/posture/report.ts';
import type { Found } from '../finding-key.ts';
import type { Offer } from '../remedy.ts';
import type { Row } from './rows.ts';
import type { Secrets, SecretsWishes } from './secrets.ts';

/** What knows secrets, before and after its code is loaded. */
export interface LazySecrets extends vscode.Disposable {
  /** Null as long as nothing is loaded. */
  offer(found: Found, report: Report, uri: vscode.Uri): Offer | null;
  /** Null when it cannot be loaded, which is in the log. */
  load(): Promise<Secrets | null>;
}

const KEEPS = 'mcpPosture.keepsSecrets';
const VIEW = 'mcpPosture.secrets';
/** Changes within this many milliseconds are drawn together. */
const TOGETHER = 100;

/** Loads it, and listens for launches, when a file names a secret or something is stored; else when it is asked for. */
export function createLazySecrets(wishes: Omit<SecretsWishes, 'onKept'>): LazySecrets {
  const { context, session, log } = wishes;
  let loading: Promise<Secrets | null> | null = null;
  let secrets: Secrets | null = null;
  const drawn = new vscode.EventEmitter<undefined>();

  async function loadOnce(): Promise<Secrets | null> {
    try {
      const { createSecrets } = await import('./secrets.ts');
      secrets = createSecrets({ ...wishes, onKept });
      return secrets;
    } catch (error) {
      log(`What keeps secrets could not be loaded: ${String(error)}`);
      return null;
    }
  }

  function onKept(keeps: boolean): void {
    if (context.globalState.get(KEEPS) !== keeps) void context.globalState.update(KEEPS, keeps);
    drawn.fire(undefined);
  }

  function load(): Promise<Secrets | null> {
    loading ??= loadOnce();
    return loading;
  }

  async function listen(): Promise<void> {
    watching.dispose();
    await (await load())?.listen();
  }

  const watching = session.onDidChange((key) => {
    const document = session.at(key)?.report?.document;
    if (document?.text.includes('launch') !== true) return;
    if (document.servers.some((server) => server.launch.secrets.length > 0)) void listen();
  });
  if (context.globalState.get(KEEPS) === true) void listen();

  const view = vscode.window.createTreeView<Row>(VIEW, {
    treeDataProvider: {
      onDidChangeTreeData: drawn.event,
      getChildren: async (row) =>
        row === undefined ? [...((await (await load())?.view.rows()) ?? [])] : [],
      getTreeItem: (row) => secrets?.view.item(row) ?? new vscode.TreeItem(''),
    },
  });
  let timer: NodeJS.Timeout | null = null;
  /** Another file may name it now, or another window may have stored one. */
  function drawSoon(): void {
    if (!view.visible) return;
    timer ??= setTimeout(() => {
      timer = null;
      drawn.fire(undefined);
    }, TOGETHER);
  }
  const drawing = [session.onDidChange(drawSoon), view.onDidChangeVisibility(drawSoon)];

  return {
    offer: (found, report, uri) => secrets?.offer(found, report, uri) ?? null,
    load,
    dispose() {
      if (timer !== null) clearTimeout(timer);
      for (const one of [watching, ...drawing]) one.dispose();
      view.dispose();
      drawn.dispose();
      secrets?.dispose();
    },
  };
}
