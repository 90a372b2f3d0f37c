import * as vscode from 'vscode';
import type { Report } from '../../core/posture/report.ts';
import type { Found } from '../finding-key.ts';
import type { Offer } from '../remedy.ts';
import type { Secrets, SecretsWishes } from './secrets.ts';

/** What knows secrets, before and after its code is loaded. */
export interface LazySecrets extends vscode.Disposable {
  /** Null as long as nothing is loaded. */
  offer(found: Found, report: Report, uri: vscode.Uri): Offer | null;
  /** Null when it cannot be loaded, which is in the log. */
  load(): Promise<Secrets | null>;
}

const KEEPS = 'mcpPosture.keepsSecrets';

/** Loads it, and listens for launches, when a file names a secret or something is stored; else when it is asked for. */
export function createLazySecrets(wishes: Omit<SecretsWishes, 'onKept'>): LazySecrets {
  const { context, session, log } = wishes;
  let loading: Promise<Secrets | null> | null = null;
  let secrets: Secrets | null = null;

  async function loadOnce(): Promise<Secrets | null> {
    try {
      const { createSecrets } = await import('./secrets.ts');
      secrets = createSecrets({
        ...wishes,
        onKept: (keeps) => void context.globalState.update(KEEPS, keeps),
      });
      return secrets;
    } catch (error) {
      log(`What keeps secrets could not be loaded: ${String(error)}`);
      return null;
    }
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

  return {
    offer: (found, report, uri) => secrets?.offer(found, report, uri) ?? null,
    load,
    dispose() {
      watching.dispose();
      secrets?.dispose();
    },
  };
}
