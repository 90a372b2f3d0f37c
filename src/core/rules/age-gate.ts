import type { Server } from '../config/server.ts';
import { variableOf } from './registries.ts';
import { dayCount } from './releases.ts';
import { hasOption } from './runner-options.ts';

/** A variable by which a runner is told to pass over what has not been out for a while. */
export interface Gate {
  readonly variables: readonly { readonly name: string; readonly value: string }[];
  /** What it is told, from the verb on: `Let releases wait 7 days`. */
  readonly words: string;
  /** Which versions of the runner read it: `npm 11.10 or newer`. */
  readonly since: string;
}

type Tool = 'npm' | 'pnpm' | 'yarn' | 'bun' | 'deno' | 'uv' | 'pip';

const DAY = 86_400_000;

/** What is found to be set counts, whatever its value: somebody has thought of it. */
const gateVariables: Readonly<Record<Tool, readonly string[]>> = {
  npm: ['npm_config_min_release_age', 'npm_config_before'],
  pnpm: ['pnpm_config_minimum_release_age', 'npm_config_minimum_release_age'],
  yarn: ['yarn_npm_minimal_age_gate'],
  bun: [],
  deno: [],
  uv: ['uv_exclude_newer'],
  pip: ['pip_uploaded_prior_to'],
};

const gateOption =
  /^--(?:min-release-age|before|minimum-release-age|minimumReleaseAge|config\.minimum-?release-?age|exclude-newer|uploaded-prior-to|minimum-dependency-age)$/i;

/** Nothing is fetched then. */
const offlineOption = /^--(?:offline|no-install|no|frozen|locked)$/;

/** What fetches the packages of a server and all that they depend on; null when that is not known. */
export function toolOf({ launch }: Server): Tool | null {
  const first = launch.runner?.split(' ', 1)[0] ?? '';
  return Object.hasOwn(tools, first) ? (tools[first] ?? null) : null;
}

const tools: Readonly<Record<string, Tool>> = {
  npx: 'npm',
  npm: 'npm',
  pnpx: 'pnpm',
  pnpm: 'pnpm',
  yarn: 'yarn',
  bunx: 'bun',
  bun: 'bun',
  deno: 'deno',
  uvx: 'uv',
  uv: 'uv',
  pipx: 'pip',
  pip: 'pip',
};

/** Whether new releases wait before this launch takes them, as far as the file says. */
export function isGated(server: Server): boolean {
  const tool = toolOf(server);
  if (tool === null) return false;
  return (
    gateVariables[tool].some((name) => variableOf(server, name, true) !== undefined) ||
    hasOption(server, gateOption) ||
    hasOption(server, offlineOption)
  );
}

/** How this runner is told to wait by its environment, the best way first; none where it reads no such variable. */
export function gatesFor(tool: Tool, days: number, now: number): readonly Gate[] {
  const waits = `Let releases wait ${dayCount(days)}`;
  const minutes = String(days * 24 * 60);
  const date = new Date(Math.max(0, now - days * DAY)).toISOString().slice(0, 10);
  const until = `Take nothing newer than ${date}`;
  const of = (
    words: string,
    since: string,
    ...variables: readonly (readonly [string, string])[]
  ) => ({
    variables: variables.map(([name, value]) => ({ name, value })),
    words,
    since,
  });
  // A date needs a clock.
  const dated = (gate: Gate): readonly Gate[] => (now > 0 ? [gate] : []);
  switch (tool) {
    case 'npm':
      return [
        of(waits, 'npm 11.10 or newer', ['NPM_CONFIG_MIN_RELEASE_AGE', String(days)]),
        ...dated(of(until, 'any npm', ['NPM_CONFIG_BEFORE', date])),
      ];
    case 'pnpm':
      // The name that version 10 reads, and the one of all later ones.
      return [
        of(
          waits,
          'pnpm 10.16 or newer',
          ['NPM_CONFIG_MINIMUM_RELEASE_AGE', minutes],
          ['PNPM_CONFIG_MINIMUM_RELEASE_AGE', minutes],
        ),
      ];
    case 'yarn':
      return [of(waits, 'Yarn 4.10 or newer', ['YARN_NPM_MINIMAL_AGE_GATE', minutes])];
    case 'uv':
      return [
        of(waits, 'uv 0.9.17 or newer', ['UV_EXCLUDE_NEWER', dayCount(days)]),
        ...dated(of(until, 'any uv', ['UV_EXCLUDE_NEWER', date])),
      ];
    case 'bun':
    case 'deno':
    case 'pip':
      return [];
  }
}
