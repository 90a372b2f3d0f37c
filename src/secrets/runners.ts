/** What a program takes from the folder it is started in, and from those above. */
export interface Runner {
  readonly programs: readonly string[];
  /** Files that say what is run, or where it is fetched from. */
  readonly files: readonly string[];
  /** It runs a program of `node_modules` where one has the name that it is given. */
  readonly installed?: true;
  /** It runs a module of the folder by its name, after `-m`. */
  readonly modules?: true;
}

const NODE = ['package.json', '.npmrc', '.tool-versions', 'mise.toml', '.mise.toml'];
const YARN = ['.yarnrc.yml', '.yarnrc', '.pnp.cjs', '.pnp.loader.mjs'];
const PNPM = ['pnpm-workspace.yaml', '.pnpmfile.cjs', '.pnpmfile.mjs'];
const BUN = ['bunfig.toml', '.bunfig.toml', 'tsconfig.json'];
const DOTENV = ['.env', '.env.local', '.env.development', '.env.development.local'];
const PYTHON = ['.python-version', '.tool-versions', 'mise.toml', '.mise.toml'];
const PROJECT = ['pyproject.toml', ...PYTHON];
const UV = ['uv.toml', '.config/uv/uv.toml'];
const DOCKER = ['.docker/config.json'];

/** One row a runner, as each documents itself. A home folder of the entry's own is looked at as the working folder is. */
export const runners: readonly Runner[] = [
  { programs: ['npx', 'npm'], files: NODE, installed: true },
  { programs: ['pnpm', 'pnpx'], files: [...NODE, ...PNPM], installed: true },
  { programs: ['yarn', 'yarnpkg', 'corepack'], files: [...NODE, ...YARN], installed: true },
  { programs: ['bun', 'bunx'], files: [...NODE, ...BUN, ...DOTENV], installed: true },
  { programs: ['deno'], files: ['deno.json', 'deno.jsonc', ...NODE, ...DOTENV] },
  { programs: ['tsx', 'ts-node'], files: ['tsconfig.json'] },
  // Newer ones read none of these for a tool.
  { programs: ['uvx'], files: [...UV, ...PYTHON] },
  { programs: ['uv'], files: [...UV, ...PROJECT, 'uv.lock'] },
  { programs: ['poetry', 'pdm', 'hatch', 'rye'], files: ['poetry.toml', 'pdm.toml', ...PROJECT] },
  { programs: ['pixi'], files: ['pixi.toml', '.pixi/config.toml', ...PROJECT] },
  { programs: ['pipenv'], files: ['Pipfile', 'Pipfile.lock', '.env', ...PYTHON] },
  { programs: ['python', 'py', 'pypy'], files: PYTHON, modules: true },
  { programs: ['docker', 'podman', 'nerdctl', 'docker-compose'], files: DOCKER },
  {
    // `docker compose`, `podman compose` and the programs of their own.
    programs: ['compose', 'docker-compose', 'podman-compose'],
    files: [
      ...['compose', 'docker-compose'].flatMap((name) => [
        ...[`${name}.yaml`, `${name}.yml`],
        ...[`${name}.override.yaml`, `${name}.override.yml`],
      ]),
      '.env',
    ],
  },
  { programs: ['go'], files: ['go.mod', 'go.work'] },
  {
    programs: ['cargo'],
    files: ['Cargo.toml', '.cargo/config.toml', '.cargo/config', 'rust-toolchain.toml'],
  },
  { programs: ['dotnet', 'dnx'], files: ['nuget.config', 'NuGet.Config', 'global.json'] },
  { programs: ['bundle', 'bundler'], files: ['Gemfile', '.bundle/config', '.ruby-version'] },
  { programs: ['make', 'gmake'], files: ['GNUmakefile', 'makefile', 'Makefile'] },
  { programs: ['just'], files: ['justfile', 'Justfile', '.justfile', '.env'] },
  { programs: ['mise'], files: ['mise.toml', '.mise.toml', '.tool-versions'] },
];

/** What of a `package.json` steers a launch; of its scripts only those that the line names. */
export const packageKeys: readonly string[] = [
  'name',
  'bin',
  'workspaces',
  'packageManager',
  'devEngines',
  'volta',
  'pnpm',
];
