import { samePath } from '../../core/config/node.ts';
import type { Server } from '../../core/config/server.ts';

/** The same server in a later reading of its file: names may stand there twice, and a list may have moved up. */
export function serverAt(
  servers: readonly Server[],
  { path, name }: Pick<Server, 'path' | 'name'>,
): Server | null {
  return servers.find((one) => one.name === name && samePath(one.path, path)) ?? null;
}
