import { existsSync } from 'node:fs';
import { join } from 'node:path';

const project = join(import.meta.dirname, '../..');

/** The collection of real configurations beside this project; null where it is not at hand. It is never copied in. */
export const corpusFolder: string | null =
  [
    process.env['MCP_POSTURE_CORPUS'],
    join(project, '../shared/corpus'),
    '/work/shared/corpus',
  ].find((place) => place !== undefined && existsSync(place)) ?? null;

/** Why tests over it do not run here; false where they do. In CI it has to be there, so they run and fail. */
export const corpusSkip: string | false =
  corpusFolder === null && process.env['CI'] !== 'true'
    ? 'the real configurations are not on this machine: MCP_POSTURE_CORPUS names their folder'
    : false;
