import * as vscode from 'vscode';
import { pageOfFormat, type RevokePage } from './revoke.ts';
import { findCredentials } from '../../core/rules/credentials/find.ts';
import type { StoredSecret, Vault } from '../../secrets/vault.ts';
import { plainLabel, say } from '../parts.ts';
import { labelOf } from '../place.ts';
import { oneLine } from '../tree/words.ts';
import { rowOf, type Row } from './rows.ts';

/** A stored secret. */
export type SecretPlace = Pick<Row, 'id' | 'place'>;

/** What is stored, and what can be done with it. */
export interface SecretsView {
  rows(): Promise<readonly Row[]>;
  item(row: Row): vscode.TreeItem;
  reveal(secret: SecretPlace): Promise<void>;
  replace(secret: SecretPlace): Promise<void>;
  remove(secret: SecretPlace): Promise<void>;
}

interface Store {
  /** As people call it. */
  readonly place: string;
  readonly vault: Vault;
}

interface ViewPorts {
  readonly stores: () => readonly Store[];
  /** The ids that files of this window name. */
  readonly named: () => ReadonlySet<string>;
  readonly log: (line: string) => void;
}

export function createSecretsView({ stores, named, log }: ViewPorts): SecretsView {
  function vaultAt(place: string): Vault | undefined {
    return stores().find((store) => store.place === place)?.vault;
  }

  async function known({ id, place }: SecretPlace): Promise<StoredSecret | null> {
    const secret = await vaultAt(place)?.get(id);
    if (secret !== undefined) return secret;
    say(`${id} has no value here any more`);
    return null;
  }

  async function rowsOf({ place, vault }: Store): Promise<readonly Row[]> {
    const names = named();
    const label = (file: string): string => labelOf(vscode.Uri.file(file));
    const time = (at: number): string => new Date(at).toLocaleString();
    try {
      return (await vault.list()).map((info) => rowOf(info, place, names, label, time));
    } catch (error) {
      log(`${place} could not be listed: ${error instanceof Error ? error.message : 'unknown'}`);
      return [];
    }
  }

  return {
    rows: async () => (await Promise.all(stores().map(rowsOf))).flat(),
    item({ id, place, label, description, tooltip, isUnused }) {
      const item = new vscode.TreeItem(plainLabel(label));
      item.id = `${place}/${id}`;
      item.description = description;
      item.tooltip = tooltip.join('\n');
      item.iconPath = new vscode.ThemeIcon(isUnused ? 'circle-slash' : 'key');
      item.contextValue = 'secret';
      return item;
    },
    async reveal(at) {
      const { id } = at;
      const show = 'Show the Value';
      const answer = await vscode.window.showWarningMessage(
        `Show the value of ${id} on the screen?`,
        { modal: true, detail: 'Whoever sees the screen, or a recording of it, has it then.' },
        show,
      );
      if (answer !== show) return;
      const secret = await known(at);
      if (secret === null) return;
      await vscode.window.showInputBox({
        title: `${oneLine(secret.what)} of ${oneLine(secret.server)}`,
        prompt: 'To be copied. What is typed here changes nothing',
        value: secret.value,
      });
    },
    async replace(at) {
      const before = await known(at);
      if (before === null) return;
      const value = await vscode.window.showInputBox({
        title: `New value of ${oneLine(before.what)} of ${oneLine(before.server)}`,
        prompt: 'The launch that may have it stays the same. Restart the server afterwards',
        password: true,
        ignoreFocusOut: true,
      });
      if (value === undefined || value === '') return;
      await vaultAt(at.place)?.set({ ...before, value, storedAt: Date.now(), lastUsedAt: null });
      say(`${at.id} has a new value; restart its server`);
      const page = pageFor(before);
      if (page === null || value === before.value) return;
      const open = {
        label: `$(link-external) Open the page where a ${plainLabel(page.label)} is revoked`,
        detail: 'The old value works until it is revoked there',
      };
      const picked = await vscode.window.showQuickPick([open], { title: 'Revoke the old value' });
      if (picked === open) await vscode.env.openExternal(vscode.Uri.parse(page.url));
    },
    async remove({ id, place }) {
      const remove = 'Delete';
      const used = named().has(id)
        ? 'A file of this window names it: its server asks you for a value at the next start.'
        : 'No file of this window names it.';
      const answer = await vscode.window.showWarningMessage(
        `Delete the stored value of ${id}?`,
        { modal: true, detail: `${used} It cannot be brought back.` },
        remove,
      );
      if (answer !== remove) return;
      await vaultAt(place)?.delete(id);
      say(`${id} is deleted`);
    },
  };
}

function pageFor({ value, what }: StoredSecret): RevokePage | null {
  const name = what.replace(/^(?:the )?argument /, '');
  const found = findCredentials(value, { name, place: 'env' });
  return found.map(({ format }) => pageOfFormat(format)).find((page) => page !== null) ?? null;
}
