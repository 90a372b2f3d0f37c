import type { Launch, Word } from '../launch/launch.ts';
import { programName } from '../launch/words.ts';

/**
 * Servers whose plain arguments are the folders that they open, as their own pages say:
 * github.com/modelcontextprotocol/servers/tree/main/src/filesystem (the reference server, its program
 * `mcp-server-filesystem`, and a copy of it under that name on npm), mcpservers.org/servers/gabrielmaialva33/mcp-filesystem,
 * rust-mcp-stack.github.io/rust-mcp-filesystem, github.com/mark3labs/mcp-filesystem-server,
 * pypi.org/project/filesystem-mcp, pypi.org/project/better-mcps-filesystem.
 */
const packages: ReadonlySet<string> = new Set([
  'npm @modelcontextprotocol/server-filesystem',
  'npm mcp-server-filesystem',
  'npm @gabrielmaialva33/mcp-filesystem',
  'npm @rustmcp/rust-mcp-filesystem',
  'pypi filesystem-mcp',
  'pypi better-mcps-filesystem',
  'go github.com/mark3labs/mcp-filesystem-server',
]);

/** The programs that those packages install. */
const programs: ReadonlySet<string> = new Set([
  'mcp-server-filesystem',
  'rust-mcp-filesystem',
  'mcp-filesystem-server',
  'better-mcps-filesystem',
]);

export interface OpenedFolders {
  /** What opens them, for people. */
  readonly server: string;
  readonly folders: readonly Word[];
}

/**
 * The folders that a server on this machine is told to open; null where the launch is none of those servers. In a container
 * they are the container's own, and what of the host is in them its mounts say.
 */
export function openedFolders(launch: Launch): OpenedFolders | null {
  const { container, image, packages: fetched, args, program, name } = launch;
  if (container !== null || image !== null || name === null) return null;
  const [main] = fetched;
  if (main !== undefined) {
    const key = `${main.ecosystem} ${main.ecosystem === 'pypi' ? pypiName(main.name) : main.name}`;
    return packages.has(key) ? { server: main.name, folders: plain(args) } : null;
  }
  if (program === null) return null;
  const own = programName(program.text);
  if (programs.has(own)) return { server: own, folders: plain(args) };
  const [script, ...rest] = plain(args);
  const isScript = own === 'node' && script !== undefined && isReferenceScript(script.text);
  return isScript ? { server: 'server-filesystem', folders: rest } : null;
}

/** The reference server as a checkout or `npm install` leaves it on the disk. */
function isReferenceScript(text: string): boolean {
  return /[\\/](?:server-)?filesystem[\\/]dist[\\/]index\.js$/.test(text.slice(-200));
}

function plain(args: readonly Word[]): readonly Word[] {
  return args.filter(({ text }) => !text.startsWith('-'));
}

/** Names as PyPI compares them. */
function pypiName(name: string): string {
  return name.toLowerCase().replaceAll(/[-_.]+/g, '-');
}
