import { resolve } from 'node:path';
import { visible } from '../output/visible.ts';
import { allow, bindingIn, proposalFor, type Proposal } from '../secrets/approval.ts';
import { openKeychain } from '../secrets/keychain.ts';
import { writtenByLauncher } from '../secrets/keychain-by-launcher.ts';
import { keychainVault, type KeychainVault } from '../secrets/keychain-vault.ts';
import { isSecretId } from '../secrets/protocol.ts';
import { openRecord, recordFolder } from '../secrets/record.ts';
import { useOf } from '../secrets/secret-entry.ts';
import { badId, type SecretInfo, type StoredSecret } from '../secrets/vault.ts';
import { confirm, readSecret } from './secret-input.ts';
import { thisUser } from './user.ts';

export interface SetFlags {
  readonly server?: string;
  readonly what?: string;
  readonly file?: string;
}

export interface ApproveFlags {
  readonly file?: string;
  readonly yes?: boolean;
}

const FOUND = 1;

/** The keychain of who runs this program. */
export function userVault(): KeychainVault {
  const user = { ...thisUser(), uid: process.getuid?.() ?? -1 };
  return keychainVault(writtenByLauncher(openKeychain(user), user), user.platform);
}

/** Puts a value from the standard input in the keychain; of one that is there what is known of it stays. */
export async function setSecret(id: string, flags: SetFlags): Promise<number> {
  if (!isSecretId(id)) throw new Error(badId);
  const vault = userVault();
  const before = await vault.get(id);
  const value = await readSecret(process.stdin, process.stderr, `Value of ${id} (not shown)`);
  if (value === '') throw new Error('no value was given, so nothing was stored');
  const file = flags.file === undefined ? (before?.file ?? '') : resolve(flags.file);
  // Another value for a launch that was allowed does not allow another launch.
  const asked = flags.file === undefined && before !== undefined ? null : file;
  const bound = asked === null || asked === '' ? null : await bindingIn(asked, id, thisUser());
  const found = bound === null || typeof bound === 'string' ? null : bound;
  const secret: StoredSecret = {
    id,
    value,
    server: flags.server ?? found?.entry.server.name ?? before?.server ?? '',
    what: flags.what ?? (found === null ? before?.what : useOf(found.entry, id)) ?? '',
    file,
    binding: found?.binding ?? (asked === null ? (before?.binding ?? null) : null),
    storedAt: Date.now(),
    lastUsedAt: null,
  };
  await vault.set(secret);
  if (secret.binding === null) {
    const why = typeof bound === 'string' ? `, as ${bound}` : '';
    const next = `mcp-posture secrets approve ${id}${file === '' ? ' --file <file>' : ''}`;
    process.stderr.write(`${visible(`Stored, but no launch may have it yet${why}: ${next}`)}\n`);
  }
  return 0;
}

/** What the keychain holds for this program, without a value. */
export async function listSecrets(format: 'text' | 'json'): Promise<number> {
  const infos = await withUse(await userVault().list());
  if (format === 'json') {
    const shown = infos.map(({ binding, ...info }) => ({ ...info, bound: binding !== null }));
    process.stdout.write(`${JSON.stringify({ version: 1, secrets: shown }, null, 2)}\n`);
    return 0;
  }
  if (infos.length === 0) process.stdout.write('The keychain holds no secret of MCP Posture.\n');
  for (const info of infos) process.stdout.write(`${visible(lineOf(info))}\n`);
  return 0;
}

export async function removeSecret(id: string): Promise<number> {
  if (await userVault().delete(id)) return 0;
  process.stderr.write(`The keychain holds no ${id}.\n`);
  return FOUND;
}

/** Shows what has changed at the launch of a secret, and allows it when a person says yes. */
export async function approveSecret(id: string, flags: ApproveFlags): Promise<number> {
  if (!isSecretId(id)) throw new Error(badId);
  const vault = userVault();
  const file = flags.file === undefined ? undefined : resolve(flags.file);
  const proposal = await proposalFor(id, vault, thisUser(), { file });
  if (typeof proposal === 'string') throw new Error(proposal);
  process.stdout.write(shownProposal(proposal));
  const { changes, elsewhere } = proposal;
  if (changes.length === 0 && elsewhere === null) return 0;
  const yes =
    flags.yes === true || (await confirm(process.stdin, process.stderr, questionOf(proposal)));
  if (!yes) {
    process.stderr.write('Not allowed. On a terminal you are asked; --yes allows it unasked.\n');
    return FOUND;
  }
  await allow(proposal, vault);
  process.stdout.write('Allowed.\n');
  return 0;
}

/** A second file takes the place of the first: a secret is for one file. */
function questionOf({ elsewhere }: Proposal): string {
  return elsewhere === null || elsewhere === ''
    ? 'May this launch have the secret?'
    : 'May this launch have the secret, and that of the other file no longer?';
}

function shownProposal({ secret, changes, elsewhere, others }: Proposal): string {
  const { id, server, file, binding } = secret;
  const head = `${id}, for the server ${server} in ${file}`;
  if (changes.length === 0 && elsewhere === null)
    return `${visible(head)}\nThis launch may have it already.\n`;
  const moves =
    elsewhere === null || elsewhere === ''
      ? []
      : [
          `! This file is another: so far the secret is for ${elsewhere}`,
          '  To allow this one takes it from that one; for both, store it again under an id of its own',
        ];
  const before = binding === null ? 'No launch may have it yet. It asks:' : 'What has changed:';
  const lines = changes.map(({ text, loads }) => `${loads ? '!' : ' '} ${text}`);
  const note = changes.some(({ loads }) => loads)
    ? ['! can load other code, or send it elsewhere']
    : [];
  const shown = changes.length === 0 ? ['The launch is the same.'] : [before, ...lines, ...note];
  const ids = others.map((other) => other.id).join(', ');
  const along = ids === '' ? [] : [`The same goes for ${ids}, which this launch gets as well.`];
  return `${[head, ...moves, ...shown, ...along].map(visible).join('\n')}\n`;
}

/** The time of the last launch stands in the log of launches: to write it to the item could undo a new value. */
async function withUse(infos: readonly SecretInfo[]): Promise<readonly SecretInfo[]> {
  const last = new Map<string, number>();
  for (const { time, secrets } of await openRecord(recordFolder(thisUser())).read())
    for (const id of secrets) last.set(id, Math.max(last.get(id) ?? 0, Date.parse(time) || 0));
  return infos.map((info) => ({ ...info, lastUsedAt: last.get(info.id) ?? info.lastUsedAt }));
}

function lineOf({ id, server, what, file, binding, storedAt, lastUsedAt }: SecretInfo): string {
  const parts = [
    [server, what].filter((text) => text !== '').join(', '),
    file,
    `stored ${dayOf(storedAt)}`,
    lastUsedAt === null ? 'never used' : `last used ${dayOf(lastUsedAt)}`,
    ...(binding === null ? ['no launch may have it yet'] : []),
  ];
  return [id, ...parts.filter((text) => text !== '')].join('  ');
}

function dayOf(time: number): string {
  return Number.isFinite(time) && Math.abs(time) < 8e15
    ? new Date(time).toISOString().slice(0, 10)
    : 'at an unknown time';
}
