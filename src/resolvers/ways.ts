import { createNpmWays, type NpmWays } from './npm-way.ts';
import { readSettings } from './python-files.ts';
import { createPythonWays, type PythonWays } from './python-way.ts';
import type { UserSide } from './source.ts';

/** Where packages come from by the user's settings, which are read once for all who ask. */
export interface Ways {
  readonly npm: NpmWays;
  readonly python: PythonWays;
}

/** Reads nothing yet. */
export function createWays(user: UserSide): Ways {
  return { npm: createNpmWays(user), python: createPythonWays(user, readSettings) };
}
