import * as vscode from 'vscode';
import { secretStorageVault } from '../../secrets/secret-storage-vault.ts';
import type { FindingKey, Found } from '../finding-key.ts';
import { say } from '../parts.ts';
import type { Offer } from '../remedy.ts';
import type { Report } from '../../core/posture/report.ts';
import type { Session } from '../session.ts';
import { createLaunches } from './launches.ts';
import { moveToken, type Destination } from './move.ts';
import { offerOf, shortName, type Rest } from './offers.ts';
import { diskPath, worldOf } from './world.ts';

export interface SecretsWishes {
  readonly context: vscode.ExtensionContext;
  readonly session: Session;
  readonly records: () => boolean;
  readonly log: (line: string) => void;
  /** Whether anything is stored: told when it changes. */
  readonly onKept: (keeps: boolean) => void;
}

/** All that knows a secret's value: a bundle of its own, loaded when it is needed. */
export interface Secrets extends vscode.Disposable {
  offer(found: Found, report: Report, uri: vscode.Uri): Offer | null;
  /** Listens for launches from now on. */
  listen(): Promise<void>;
  move(uri: vscode.Uri, key: FindingKey): Promise<void>;
}

export function createSecrets(wishes: SecretsWishes): Secrets {
  const { context, session, log } = wishes;
  const vault = secretStorageVault(context.secrets);
  const launches = createLaunches({
    vault,
    session,
    records: wishes.records,
    log,
    onUsed: () => {},
  });

  function destinationOf(uri: vscode.Uri): Destination {
    const file = diskPath(uri);
    const world = file === null ? null : worldOf(file);
    return { rest: restOf(file, world), vault, file, world };
  }
  const moving = { session, destinationOf, log };

  return {
    offer: (found, { document }, uri) => offerOf(found, document, destinationOf(uri).rest),
    listen: () => launches.open(),
    async move(uri, key) {
      const moved = await moveToken(moving, uri, key);
      if (moved === null) return;
      wishes.onKept(true);
      await launches.open();
      say(`moved ${moved.map(({ move }) => shortName(move)).join(', ')} to SecretStorage`);
    },
    dispose: () => launches.dispose(),
  };
}

function restOf(file: string | null, world: unknown): Rest {
  if (file === null) return { why: 'the file is not on the machine that the extension runs on' };
  if (!vscode.workspace.isTrusted) return { why: 'this workspace is not trusted' };
  if (world === null) return { why: 'the file belongs to no folder of this window' };
  return { vault: 'editor', windows: process.platform === 'win32' };
}
