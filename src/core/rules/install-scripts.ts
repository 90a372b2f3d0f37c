import type { Server } from '../config/server.ts';
import { whatRuns } from './advisories.ts';
import { releasesOfAll } from './deprecated-package.ts';
import { variableOf } from './registries.ts';
import { hasOption } from './runner-options.ts';
import type { Rule } from './rule.ts';
import { runningReleases, type RunningRelease } from './running-release.ts';

/** A script that runs at the fetch runs before anything of the server does, with all that you may do. */
export const installScripts: Rule = {
  meta: {
    id: 'install-scripts',
    title: 'Package that runs code when it is fetched',
    pillar: 'dependencies',
    severity: 'hint',
    grade: 'caution',
    confidence: 'medium',
    fix: 'none',
    since: '0.1.0',
  },
  about: ['packages'],
  needs: releasesOfAll,
  *check(server, _document, facts) {
    for (const found of runningReleases(server, facts)) {
      if (!runsScripts(server, found)) continue;
      yield { at: found.ref.versionAt ?? found.ref.at, message: scriptsMessage(found) };
    }
  },
};

/**
 * npm's own runner runs them; those of bun, pnpm, yarn and deno only when they are told to. A Python release that is all
 * source is built by its own code, whoever fetches it.
 */
export function runsScripts(server: Server, { ecosystem, release }: RunningRelease): boolean {
  if (release.installScripts !== true) return false;
  const { runner } = server.launch;
  if (ecosystem === 'pypi') return true;
  if (runner === null || !/^np[mx]\b/.test(runner)) return false;
  return (
    !hasOption(server, /^--ignore-scripts$/) && !isSwitchedOn(server, 'npm_config_ignore_scripts')
  );
}

export function scriptsMessage({ ref, ecosystem, running }: RunningRelease): string {
  const what =
    ecosystem === 'npm'
      ? 'has install scripts, which run as soon as it is fetched'
      : 'is all source, and its own code builds it when it is fetched';
  return `${whatRuns(ref, running)} ${what}`;
}

function isSwitchedOn(server: Server, name: string): boolean {
  const value = variableOf(server, name, true);
  return value === 'true' || value === '1';
}
