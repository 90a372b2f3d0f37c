import * as vscode from 'vscode';
import type { Document } from '../../core/config/document.ts';
import type { Server } from '../../core/config/server.ts';
import type { Report } from '../../core/posture/report.ts';
import { shortName } from '../../secrets/plan-moves.ts';
import { secretStorageVault } from '../../secrets/secret-storage-vault.ts';
import type { FindingKey, Found } from '../finding-key.ts';
import { say } from '../parts.ts';
import type { Offer } from '../remedy.ts';
import type { Session } from '../session.ts';
import { showWhatNow } from './after-move.ts';
import { createLaunches } from './launches.ts';
import { createDestinations } from './destinations.ts';
import { moveAllTokens, moveToken, type Done } from './move.ts';
import { offerOf } from './offers.ts';
import { putFilesBack, putServerBack } from './put-back.ts';
import { createUndoLine } from './undo-line.ts';
import { createSecretsView, type SecretsView } from './view.ts';

export interface SecretsWishes {
  readonly context: vscode.ExtensionContext;
  readonly session: Session;
  readonly records: () => boolean;
  readonly log: (line: string) => void;
  /** What is stored has changed. */
  readonly onKept: (keeps: boolean) => void;
}

/** All that knows a secret's value: a bundle of its own, loaded when it is needed. */
export interface Secrets extends vscode.Disposable {
  readonly view: SecretsView;
  offer(found: Found, report: Report, uri: vscode.Uri): Offer | null;
  /** Listens for launches from now on. */
  listen(): Promise<void>;
  move(uri: vscode.Uri, key: FindingKey): Promise<void>;
  moveAll(uri: vscode.Uri): Promise<void>;
  putServerBack(uri: vscode.Uri, place: Pick<Server, 'path' | 'name'>): Promise<void>;
  /** Of every file that is known when none is given. */
  putFilesBack(uris: readonly vscode.Uri[] | null): Promise<void>;
}

const KEYCHAIN = 'mcpPosture.keepsInKeychain';

export function createSecrets(wishes: SecretsWishes): Secrets {
  const { context, session, log } = wishes;
  const vault = secretStorageVault(context.secrets);
  const undoLine = createUndoLine();
  const changed = async (): Promise<void> => wishes.onKept((await vault.list()).length > 0);
  const launches = createLaunches({
    vault,
    session,
    records: wishes.records,
    log,
    onUsed: () => void changed(),
  });

  const destinations = createDestinations(context, vault);
  const view = createSecretsView({
    // The system may ask before it lists its keychain: nobody is bothered who keeps nothing there.
    stores: () => [
      { place: 'SecretStorage', vault },
      ...(context.globalState.get(KEYCHAIN) === true
        ? [{ place: 'the OS keychain', vault: destinations.keychain }]
        : []),
    ],
    named: () => namedIn(session),
    log,
  });
  const moving = { session, destinationOf: destinations.of, log };

  async function finish(done: Done | null): Promise<void> {
    if (done === null) return;
    const { document, before, moved, destination } = done;
    const { place, file } = destination;
    if (destination.vault === vault) await launches.open();
    else await context.globalState.update(KEYCHAIN, true);
    await changed();
    const names = moved.map(({ move }) => shortName(move)).join(', ');
    const line = `moved ${names} to ${place}`;
    undoLine.watch(
      document,
      moved.map(({ secret }) => secret.id),
      place,
    );
    say(line);
    const globalStorage = context.globalStorageUri;
    const title = `${line.charAt(0).toUpperCase()}${line.slice(1)}`;
    if (file !== null)
      await showWhatNow({ document, before, moved, file, globalStorage, title, log });
  }

  return {
    view: {
      ...view,
      async replace(row) {
        await view.replace(row);
        await changed();
      },
      async remove(row) {
        await view.remove(row);
        await changed();
      },
    },
    offer: (found, { document }, uri) =>
      offerOf(found, document, destinations.of(uri, document).rest),
    listen: () => launches.open(),
    move: async (uri, key) => finish(await moveToken(moving, uri, key)),
    moveAll: async (uri) => finish(await moveAllTokens(moving, uri)),
    putServerBack: (uri, place) => putServerBack(session, uri, place),
    putFilesBack: (uris) =>
      putFilesBack(
        session,
        uris ??
          session
            .entries()
            .filter(handsSecrets)
            .map(({ uri }) => uri),
      ),
    dispose() {
      launches.dispose();
      undoLine.dispose();
    },
  };
}

function idsIn(document: Document): readonly string[] {
  return document.servers.flatMap(({ launch }) => launch.secrets.map(({ id }) => id));
}

function handsSecrets({ report }: ReturnType<Session['entries']>[number]): boolean {
  return report !== null && idsIn(report.document).length > 0;
}

function namedIn(session: Session): ReadonlySet<string> {
  return new Set(
    session.entries().flatMap(({ report }) => (report === null ? [] : idsIn(report.document))),
  );
}
