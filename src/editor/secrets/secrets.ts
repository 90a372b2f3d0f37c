import * as vscode from 'vscode';
import type { Document } from '../../core/config/document.ts';
import type { Report } from '../../core/posture/report.ts';
import { secretStorageVault } from '../../secrets/secret-storage-vault.ts';
import type { FindingKey, Found } from '../finding-key.ts';
import { say } from '../parts.ts';
import type { Offer } from '../remedy.ts';
import type { Session } from '../session.ts';
import { showWhatNow } from './after-move.ts';
import { createLaunches } from './launches.ts';
import { moveAllTokens, moveToken, type Destination, type Done } from './move.ts';
import { offerOf, shortName, type Rest } from './offers.ts';
import { putFilesBack, putServerBack } from './put-back.ts';
import { createUndoLine } from './undo-line.ts';
import { createSecretsView, type SecretsView } from './view.ts';
import { diskPath, worldOf } from './world.ts';

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
  putServerBack(uri: vscode.Uri, name: string): Promise<void>;
  /** Of every file that is known when none is given. */
  putFilesBack(uris: readonly vscode.Uri[] | null): Promise<void>;
}

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
  const view = createSecretsView(vault, () => namedIn(session));

  function destinationOf(uri: vscode.Uri): Destination {
    const file = diskPath(uri);
    const world = file === null ? null : worldOf(file);
    return { rest: restOf(file, world !== null), vault, file, world };
  }
  const moving = { session, destinationOf, log };

  async function finish(done: Done | null): Promise<void> {
    if (done === null) return;
    const { document, before, moved, destination } = done;
    await changed();
    await launches.open();
    const names = moved.map(({ move }) => shortName(move)).join(', ');
    const line = `moved ${names} to SecretStorage`;
    undoLine.watch(
      document,
      moved.map(({ secret }) => secret.id),
      'SecretStorage',
    );
    say(line);
    const { file } = destination;
    const globalStorage = context.globalStorageUri;
    const title = `${line.charAt(0).toUpperCase()}${line.slice(1)}`;
    if (file !== null) await showWhatNow({ document, before, moved, file, globalStorage, title });
  }

  return {
    view: {
      ...view,
      async replace(id) {
        await view.replace(id);
        await changed();
      },
      async remove(id) {
        const gone = await view.remove(id);
        await changed();
        return gone;
      },
    },
    offer: (found, { document }, uri) => offerOf(found, document, destinationOf(uri).rest),
    listen: () => launches.open(),
    move: async (uri, key) => finish(await moveToken(moving, uri, key)),
    moveAll: async (uri) => finish(await moveAllTokens(moving, uri)),
    putServerBack: (uri, name) => putServerBack(session, uri, name),
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

function restOf(file: string | null, belongs: boolean): Rest {
  if (file === null) return { why: 'the file is not on the machine that the extension runs on' };
  if (!vscode.workspace.isTrusted) return { why: 'this workspace is not trusted' };
  if (!belongs) return { why: 'the file belongs to no folder of this window' };
  return { vault: 'editor', windows: process.platform === 'win32' };
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
