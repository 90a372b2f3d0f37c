import type { Server } from '../config/server.ts';
import { openedFolders } from './folder-servers.ts';

/** What a server must reach to work, beyond what the sandbox allows by itself. */
export interface Reach {
  readonly hosts: readonly string[];
  /** Folders and files that it writes. */
  readonly writes: readonly string[];
}

interface Known {
  readonly hosts: readonly string[];
  /** Variables that send it to another host, or have it write elsewhere. */
  readonly unless?: readonly string[];
}

/**
 * The interface of the service that a server speaks for, from the service's own reference; the reference servers that
 * keep to themselves: github.com/modelcontextprotocol/servers.
 */
const npm: ReadonlyMap<string, Known> = new Map<string, Known>([
  ['@modelcontextprotocol/server-memory', { hosts: [], unless: ['MEMORY_FILE_PATH'] }],
  ['@modelcontextprotocol/server-sequential-thinking', { hosts: [] }],
  ['@modelcontextprotocol/server-filesystem', { hosts: [] }],
  // docs.github.com/rest
  ['@modelcontextprotocol/server-github', { hosts: ['api.github.com'] }],
  // api-dashboard.search.brave.com/app/documentation
  ['@modelcontextprotocol/server-brave-search', { hosts: ['api.search.brave.com'] }],
  ['@brave/brave-search-mcp-server', { hosts: ['api.search.brave.com'] }],
  // docs.slack.dev/apis/web-api
  ['@modelcontextprotocol/server-slack', { hosts: ['slack.com'] }],
  // developers.google.com/maps/documentation/geocoding
  ['@modelcontextprotocol/server-google-maps', { hosts: ['maps.googleapis.com'] }],
  // github.com/upstash/context7
  ['@upstash/context7-mcp', { hosts: ['context7.com'] }],
  // docs.tavily.com/documentation/api-reference
  ['tavily-mcp', { hosts: ['api.tavily.com'] }],
  // docs.firecrawl.dev/api-reference
  ['firecrawl-mcp', { hosts: ['api.firecrawl.dev'], unless: ['FIRECRAWL_API_URL'] }],
  // docs.exa.ai/reference
  ['exa-mcp-server', { hosts: ['api.exa.ai'] }],
  // docs.perplexity.ai/api-reference
  ['@perplexity-ai/mcp-server', { hosts: ['api.perplexity.ai'], unless: ['PERPLEXITY_BASE_URL'] }],
  // developers.notion.com/reference
  ['@notionhq/notion-mcp-server', { hosts: ['api.notion.com'], unless: ['BASE_URL'] }],
]);

const pypi: ReadonlyMap<string, Known> = new Map<string, Known>([
  ['mcp-server-time', { hosts: [] }],
]);

/** They open any page there is, most of them in a browser: a list of hosts would be all hosts. */
const anywhere: ReadonlySet<string> = new Set([
  '@playwright/mcp',
  '@browsermcp/mcp',
  '@executeautomation/playwright-mcp-server',
  '@modelcontextprotocol/server-puppeteer',
  'chrome-devtools-mcp',
  'mcp-server-fetch',
]);

/** Whether a sandbox with a list of hosts makes no sense for this package. */
export function reachesAnything(name: string): boolean {
  return anywhere.has(name);
}

/** What the server of this launch reaches; null where that is not known for certain. */
export function reachOf(server: Server): Reach | null {
  const { launch, env } = server;
  const [main, ...others] = launch.packages;
  if (main === undefined || others.length > 0 || main.registry !== null) return null;
  const own = (main.ecosystem === 'npm' ? npm : pypi).get(main.name);
  const fetching = fetchers.get(launch.runner ?? '');
  if (own === undefined || fetching?.ecosystem !== main.ecosystem) return null;
  const names = [...env, ...launch.assignments].map(({ name }) => name);
  if (
    names.some(
      (name) => own.unless?.includes(name) === true || /registry|index_url|proxy/i.test(name),
    )
  )
    return null;
  const folders = foldersOf(server);
  if (folders === null) return null;
  return { hosts: [...own.hosts, ...fetching.hosts], writes: [...folders, ...fetching.writes] };
}

interface Fetching extends Reach {
  readonly ecosystem: 'npm' | 'pypi';
}

// VS Code 1.139 allows npm's registry and `~/.npm` by itself, and the folder that the server starts in (seen in that build).
const byNpm: Fetching = { ecosystem: 'npm', hosts: [], writes: [] };
const byUv: Fetching = {
  ecosystem: 'pypi',
  hosts: ['pypi.org', 'files.pythonhosted.org'],
  // docs.astral.sh/uv/reference/storage
  writes: ['~/.cache/uv', '~/.local/share/uv'],
};
const fetchers: ReadonlyMap<string, Fetching> = new Map([
  ['npx', byNpm],
  ['npm exec', byNpm],
  ['uvx', byUv],
  ['uv tool run', byUv],
]);

/** The folders that a file server is given; null where they cannot be written down as they stand. */
function foldersOf({ launch }: Server): readonly string[] | null {
  const folders = (openedFolders(launch)?.folders ?? []).map(({ text }) => text);
  const elsewhere = folders.filter(
    (text) => !/^(?:\.(?:\/|$)|\$\{workspaceFolder\}(?:\/|$))/.test(text),
  );
  return elsewhere.every((text) => /^(?:\/|~\/)[^$%*]*$/.test(text)) ? elsewhere : null;
}
