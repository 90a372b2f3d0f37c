import { resolve } from 'node:path';
import { quoted } from '../output/quoted.ts';
import { visible } from '../output/visible.ts';
import { diagnose, idsInText, type NamedId } from '../secrets/doctor.ts';
import type { SecretInfo } from '../secrets/vault.ts';
import { findFiles } from './find-files.ts';
import { readFile } from './read-file.ts';
import { userVault } from './secrets.ts';

const FOUND = 1;

/**
 * Lists what does not fit between the keychain and the given files, and those that the keychain names itself: ids without
 * values and values without ids.
 */
export async function secretsDoctor(paths: readonly string[]): Promise<number> {
  const vault = userVault();
  const infos = await vault.list();
  const { files, unreadable } = findFiles(paths);
  const given = files.map(({ path, named }) => ({ path, named }));
  const seen = new Set(given.map(({ path }) => resolve(path)));
  const stored = [...new Set(infos.map(({ file }) => file))]
    .filter((file) => file !== '' && !seen.has(file))
    .map((path) => ({ path, named: true }));
  const named: NamedId[] = [];
  const lines: string[] = [];
  for (const { path, why } of unreadable) lines.push(`${path}: ${why}`);
  for (const { path, named: meant } of given) {
    const read = readFile(path, meant);
    if (read.kind === 'text') named.push(...(await idsInText(read.text, path)));
    else if (meant) lines.push(`${path}: ${read.why}`);
  }
  // One that is gone names nothing.
  for (const { path } of stored) {
    const read = readFile(path, true);
    if (read.kind === 'text') named.push(...(await idsInText(read.text, path)));
  }
  const { withoutValue, lost, unused, unbound } = await diagnose(vault, named);
  for (const { id, server, file } of withoutValue)
    lines.push(
      `${id}: no value here for the server ${server} of ${file}: mcp-posture secrets set ${id} --file ${quoted(file)}`,
    );
  for (const info of lost)
    lines.push(`${info.id}: listed, but its value is gone: ${removal(info)}`);
  for (const info of unused)
    lines.push(`${info.id}: no file that was read names it: ${removal(info)}`);
  for (const info of unbound.filter((one) => !unused.includes(one))) {
    const file = named.find(({ id }) => id === info.id)?.file;
    const where = info.file !== '' || file === undefined ? '' : ` --file ${quoted(file)}`;
    lines.push(
      `${info.id}: no launch may have it yet: mcp-posture secrets approve ${info.id}${where}`,
    );
  }
  for (const line of lines) process.stdout.write(`${visible(line)}\n`);
  if (lines.length === 0)
    process.stdout.write(
      `Nothing found: ${infos.length} in the keychain, ${named.length} in files.\n`,
    );
  return lines.length > 0 ? FOUND : 0;
}

function removal({ id }: SecretInfo): string {
  return `mcp-posture secrets rm ${id} removes it`;
}
