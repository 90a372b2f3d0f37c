import type { Server } from '../core/config/server.ts';
import { namedEnvFilesOf, sliceText } from '../core/rules/credentials/named-env-files.ts';

/** Every file of variables that an entry names, as it stands there: its own, and those of its line, containers' too. */
export function namedEnvFiles(server: Server): readonly string[] {
  return [...new Set(namedEnvFilesOf(server).map(sliceText))];
}
