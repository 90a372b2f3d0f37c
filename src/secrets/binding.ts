import { resolve } from 'node:path';
import { boundLaunch, type BoundLaunch } from './bound-launch.ts';
import { programsOf } from './bound-program.ts';
import { scriptsHash } from './bound-scripts.ts';
import { plainClientSide } from './client-side.ts';
import { entryHash, entryText, sha256 } from './entry-hash.ts';
import { expand, textOf, withHome } from './expand.ts';
import { namedEnvFiles } from './named-env-files.ts';
import type { SecretEntry } from './secret-entry.ts';
import { steeringOf } from './steering.ts';
import type { Binding } from './vault.ts';
import type { World } from './world.ts';

export { agrees } from './agreement.ts';
export { differences, type Difference } from './differences.ts';

const MAX_FILE = 32 * 1024 * 1024;

/** What a secret is bound to when it is stored for this entry, here and now. */
export async function bindingOf(entry: SecretEntry, world: World): Promise<Binding> {
  const { server, document, sharing } = entry;
  const launch = await boundLaunch(entry, world);
  const programs = await programsOf(launch, world);
  return {
    entry: entryHash(server, document, sharing),
    text: entryText(server, document, sharing),
    envFile: await envFilesHash(entry, launch, world),
    program: programs.length === 0 ? null : programs.join(' or '),
    script: await scriptsHash(entry, launch, programs, world),
    cwd: launch.cwd,
    client: world.env === null ? (world.reported?.client ?? plainClientSide(world)) : null,
    steering: await steeringOf(launch, world),
  };
}

/** The content of the file of variables; of all of them where the line names more. */
async function envFilesHash(
  { server }: SecretEntry,
  launch: BoundLaunch,
  world: World,
): Promise<string | null> {
  const named = namedEnvFiles(server);
  if (named.length === 0) return null;
  const hashes: string[] = [];
  for (const name of named) {
    const text = textOf(expand(name, world));
    const path = text === null ? null : resolve(launch.base, withHome(text, world));
    const content = path === null ? null : await world.files.read(path, MAX_FILE);
    hashes.push(content === null ? 'none' : sha256(content));
  }
  return hashes.length === 1 ? (hashes[0] ?? null) : sha256(hashes.join('\n'));
}
