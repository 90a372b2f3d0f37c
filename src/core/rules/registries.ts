import { keep } from '../config/kept.ts';
import { isString, type Slice } from '../config/node.ts';
import type { Server } from '../config/server.ts';
import type { Launch, PackageRef } from '../launch/launch.ts';
import { programName } from '../launch/words.ts';
import type { ReleasesQuery } from './facts.ts';

/** What to ask about a package's releases, or why nobody can be asked: a clause without a period. */
export type Question =
  | { readonly ok: true; readonly query: ReleasesQuery }
  | { readonly ok: false; readonly why: string };

type Registry =
  | { readonly ok: true; readonly address: string | null }
  | { readonly ok: false; readonly why: string };

/** The registry is that of the launch line, else of the server's own environment, else the user's. */
export function releasesQuestion(server: Server, ref: PackageRef): Question {
  const { ecosystem, name } = ref;
  if (ecosystem !== 'npm' && ecosystem !== 'pypi')
    return never(`${kinds[ecosystem]} looked up yet`);
  if (name.startsWith('jsr:')) return never('packages of JSR are not looked up yet');
  const around = keep(server, surroundingsOf);
  if (around.smithery.has(ref)) return never('servers of Smithery are not looked up yet');
  if (!isServed(ref)) return never('no registry could serve this name');
  const { tool, fallback, isElsewhere } = around[ecosystem];
  if (isElsewhere) return never(elsewhere);
  const registry = ref.registry === null ? fallback : ofLine(ref.registry);
  if (!registry.ok) return registry;
  return {
    ok: true,
    query: { kind: 'releases', ecosystem, tool, name, registry: registry.address },
  };
}

const kinds = {
  nuget: 'NuGet packages are not',
  go: 'Go modules are not',
  crates: 'crates are not',
  pub: 'packages of pub.dev are not',
  maven: 'Maven artifacts are not',
} as const;

interface Surroundings {
  /** What `@smithery/cli run` names: its own registry serves that. */
  readonly smithery: ReadonlySet<PackageRef>;
  readonly npm: Environment & { readonly tool: 'npm' };
  readonly pypi: Environment & { readonly tool: 'uv' | 'pip' };
}

interface Environment {
  readonly fallback: Registry;
  /** It may name further registries, and whatever the line says is not the only one. */
  readonly isElsewhere: boolean;
}

/** Found once for a server, however many packages it names. */
function surroundingsOf(server: Server): Surroundings {
  const { packages } = server.launch;
  const tool = pythonTool(server.launch);
  return {
    // The launch names it right before the tool that fetches it.
    smithery: new Set(packages.filter((_, i) => packages[i + 1]?.name === '@smithery/cli')),
    npm: { tool: 'npm', ...environmentOf(server, 'npm') },
    pypi: { tool, ...environmentOf(server, tool) },
  };
}

function isServed({ ecosystem, name }: PackageRef): boolean {
  if (ecosystem === 'pypi') return /^[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?$/.test(name);
  return (
    /^(?:@[A-Za-z0-9~-][\w~.-]*\/)?[A-Za-z0-9~][\w~.-]*$/.test(name) &&
    name !== 'node_modules' &&
    name !== 'favicon.ico'
  );
}

/** Of a line with several commands the launch has no runner: its words tell. */
function pythonTool({ runner, shell }: Launch): 'uv' | 'pip' {
  if (runner !== null) return runner.startsWith('uv') ? 'uv' : 'pip';
  const words = shell?.commands.flatMap((command) => command.words) ?? [];
  return words.some(({ text }) => /^uvx?$/.test(programName(text))) ? 'uv' : 'pip';
}

function ofLine(word: NonNullable<PackageRef['registry']>): Registry {
  if (word.dynamic) return never('the registry is a variable');
  const flag = flagOf(word);
  // uv looks into what `--index` names first, and then into the default index too; pip takes the best of all.
  if (/^(?:--(?:index|extra-index-url|find-links|pip-args|config-file)|-f)$/.test(flag))
    return never('it may come from more than one index');
  if (/^--(?:@.*:registry|userconfig|globalconfig)$/.test(flag)) return never(elsewhere);
  return addressed(word.text);
}

const elsewhere = 'the registry is set in another way here';

/** The flag that this is the value of, in the same word or in the one before. */
function flagOf({ atom, start }: Slice): string {
  if (start > 0) {
    const before = String(atom.value).slice(Math.max(0, start - 256), start);
    return /(?:^|[\s"'])(-f|--[\w@.:/-]+)[=\s]*["']?$/.exec(before)?.[1] ?? '';
  }
  if (atom.parent?.kind !== 'array' || typeof atom.key !== 'number') return '';
  const before = atom.parent.items[atom.key - 1];
  return isString(before) ? before.value : '';
}

/** In the order in which each tool looks. */
const variables = {
  npm: ['npm_config_registry'],
  uv: ['UV_DEFAULT_INDEX', 'UV_INDEX_URL'],
  pip: ['PIP_INDEX_URL'],
} as const satisfies Record<ReleasesQuery['tool'], readonly string[]>;

/** Further registries, and files that may name some. */
const furtherVariables = {
  npm: /^(?:npm_config_(?:@.*:registry|userconfig|globalconfig)|yarn_npm_registry_server|bun_config_registry)$/i,
  uv: /^UV_(?:INDEX|EXTRA_INDEX_URL|FIND_LINKS|CONFIG_FILE)$/,
  pip: /^PIP_(?:EXTRA_INDEX_URL|FIND_LINKS|CONFIG_FILE)$/,
} as const satisfies Record<ReleasesQuery['tool'], RegExp>;

function environmentOf(server: Server, tool: ReleasesQuery['tool']): Environment {
  const isFurther = ({ name }: { readonly name: string }) => furtherVariables[tool].test(name);
  const isElsewhere = server.env.some(isFurther) || server.launch.assignments.some(isFurther);
  return { fallback: ofEnvironment(server, tool), isElsewhere };
}

function ofEnvironment(server: Server, tool: ReleasesQuery['tool']): Registry {
  for (const name of variables[tool]) {
    const value = variableOf(server, name, tool === 'npm');
    if (value === null) return never('the registry is a variable');
    if (value !== undefined && value.trim() !== '') return addressed(value);
  }
  return { ok: true, address: null };
}

/**
 * What a variable is at the start; what the line sets weighs more than what the file's `env` does. Null when it is not
 * known before, undefined when nothing here sets it.
 */
export function variableOf(
  { env, launch }: Server,
  wanted: string,
  anyCase: boolean,
): string | null | undefined {
  const isWanted = ({ name }: { readonly name: string }) =>
    name === wanted || (anyCase && name.length === wanted.length && name.toLowerCase() === wanted);
  const assigned = launch.assignments.findLast(isWanted);
  if (assigned !== undefined) {
    return assigned.value === null || assigned.value.dynamic ? null : assigned.value.text;
  }
  const entry = env.findLast(isWanted);
  if (entry === undefined) return undefined;
  return isString(entry.value) ? entry.value.value : null;
}

/** Without userinfo, query and the name that uv allows before it (`name=https://…`). */
function addressed(text: string): Registry {
  if (/[${}]|%\w+%/.test(text)) return never('the registry is a variable');
  const address = text.trim().replace(/^[\w.-]+=(?=https?:)/, '');
  if (address.length > 2000 || !URL.canParse(address)) return never('the registry is no address');
  const { protocol, origin, pathname } = new URL(address);
  if (protocol !== 'https:' && protocol !== 'http:') return never('the registry is no web address');
  return { ok: true, address: origin + pathname };
}

function never(why: string): { readonly ok: false; readonly why: string } {
  return { ok: false, why };
}
