// Written by scripts/known-packages.mjs.

import { knownScoped } from './known-npm-scoped.ts';
import { knownUnscoped } from './known-npm.ts';
import { knownPypi } from './known-pypi.ts';

/**
 * Server packages that many people run: on npm with at least 5,000 downloads a month and `mcp` in their name, with the
 * reference servers and a few without; on PyPI among the 15,000 most downloaded, with the reference servers. Each stood in
 * its registry on 2026-11-22. Names of PyPI as the registry compares them.
 */
export const knownPackages = {
  npm: [...knownScoped, ...knownUnscoped],
  pypi: knownPypi,
} as const satisfies Readonly<Record<string, readonly string[]>>;
