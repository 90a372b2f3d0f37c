import type { Path } from './node.ts';

/** One client's file format. A new client is a new row. */
export interface Dialect {
  /** Stable; stands in reports: `vscode`, `claude-code`, … */
  readonly id: string;
  /** The client's name as people write it. */
  readonly client: string;
  /** Tested against the path with `/` separators. */
  readonly files: RegExp;
  /** Where the client looks for its map of servers. */
  readonly roots: readonly Path[];
  /** Where people put it by mistake, and the client does not look. */
  readonly wrongRoots: readonly Path[];
  /** Whether a file without any root key may be the map itself. */
  readonly bareMap: boolean;
  /** The keys of a remote server's address, the client's own first. */
  readonly urlKeys: readonly string[];
  /** The key of the environment. */
  readonly envKey: string;
  /** The file has `inputs` and expands `${input:…}`. */
  readonly inputs: boolean;
  /** The file has `sandbox` and servers have `sandboxEnabled`. */
  readonly sandbox: boolean;
  /** How this client writes a reference to an environment variable; null when it has none. */
  readonly envReference: ((name: string) => string) | null;
  /** Keys of a server that approve tools without asking. */
  readonly approvalKeys: readonly string[];
  /** Files of the user, not of a workspace. */
  readonly userFiles: readonly UserFile[];
}

export interface UserFile {
  readonly os: 'windows' | 'macos' | 'linux' | 'any';
  /** `~` is the home folder; `%APPDATA%` and `$XDG_CONFIG_HOME` (default `~/.config`) are expanded by who reads it. */
  readonly path: string;
}

const approvalKeys = ['autoApprove', 'alwaysAllow', 'autoApproveTools'];

const mcpServers = {
  roots: [['mcpServers']],
  wrongRoots: [['servers'], ['mcp', 'servers']],
  bareMap: false,
  urlKeys: ['url'],
  envKey: 'env',
  inputs: false,
  sandbox: false,
  envReference: null,
  approvalKeys,
  userFiles: [],
} satisfies Partial<Dialect>;

const vscodeFormat = {
  ...mcpServers,
  roots: [['servers']],
  wrongRoots: [['mcpServers'], ['mcp', 'servers']],
  inputs: true,
  envReference: (name: string) => `\${env:${name}}`,
} satisfies Partial<Dialect>;

/** Where VS Code keeps the user's own mcp.json: `…/User/mcp.json`, and one for each profile. */
const vscode: Dialect = {
  ...vscodeFormat,
  id: 'vscode',
  client: 'VS Code',
  files: /(?:^|\/)(?:\.vscode|User|User\/profiles\/[^/]+)\/mcp\.json$/,
  sandbox: true,
  userFiles: [
    { os: 'windows', path: '%APPDATA%/Code/User/mcp.json' },
    { os: 'macos', path: '~/Library/Application Support/Code/User/mcp.json' },
    { os: 'linux', path: '$XDG_CONFIG_HOME/Code/User/mcp.json' },
  ],
};

/** Any file whose name says MCP: the shape most clients share, and no claim about what the client expands. */
const generic: Dialect = {
  ...mcpServers,
  id: 'generic',
  client: 'MCP',
  files: /(?:^|\/)[^/]*mcp[^/]*\.jsonc?$/i,
  wrongRoots: [],
  urlKeys: ['url', 'serverUrl', 'httpUrl'],
};

/** One row a client; the first whose `files` fits wins. */
export const dialects: readonly Dialect[] = [
  vscode,
  {
    ...vscodeFormat,
    id: 'visualstudio',
    client: 'Visual Studio',
    files: /(?:^|\/)\.vs\/mcp\.json$/i,
  },
  {
    ...mcpServers,
    id: 'cursor',
    client: 'Cursor',
    files: /(?:^|\/)\.cursor\/mcp\.json$/,
    envReference: (name) => `\${env:${name}}`,
    userFiles: [{ os: 'any', path: '~/.cursor/mcp.json' }],
  },
  {
    ...mcpServers,
    id: 'claude-code',
    client: 'Claude Code',
    files: /(?:^|\/)\.mcp\.json$/,
    bareMap: true,
    envReference: (name) => `\${${name}}`,
  },
  {
    ...mcpServers,
    id: 'claude-desktop',
    client: 'Claude Desktop',
    files: /(?:^|\/)claude_desktop_config\.json$/,
    userFiles: [
      { os: 'windows', path: '%APPDATA%/Claude/claude_desktop_config.json' },
      { os: 'macos', path: '~/Library/Application Support/Claude/claude_desktop_config.json' },
      { os: 'linux', path: '$XDG_CONFIG_HOME/Claude/claude_desktop_config.json' },
    ],
  },
  {
    ...mcpServers,
    id: 'windsurf',
    client: 'Windsurf',
    files: /(?:^|\/)(?:\.windsurf\/mcp(?:_config)?|mcp_config)\.json$/,
    urlKeys: ['serverUrl', 'url'],
    envReference: (name) => `\${env:${name}}`,
    userFiles: [{ os: 'any', path: '~/.codeium/windsurf/mcp_config.json' }],
  },
  {
    ...mcpServers,
    id: 'gemini',
    client: 'Gemini CLI',
    files: /(?:^|\/)\.gemini\/settings\.json$/,
    urlKeys: ['httpUrl', 'url'],
    envReference: (name) => `\${${name}}`,
    approvalKeys: [...approvalKeys, 'trust'],
  },
  {
    ...mcpServers,
    id: 'opencode',
    client: 'opencode',
    files: /(?:^|\/)opencode\.jsonc?$/,
    roots: [['mcp']],
    wrongRoots: [['mcpServers'], ['servers']],
    envKey: 'environment',
    envReference: (name) => `{env:${name}}`,
  },
  generic,
];

/** The row for a path with `/` separators; null when its name does not say MCP. */
export function dialectOf(path: string): Dialect | null {
  return dialects.find((dialect) => dialect.files.test(path)) ?? null;
}

/** The row for a document whose name says nothing: told by its root key. */
export function dialectOfRoot(hasServersRoot: boolean): Dialect {
  return hasServersRoot ? vscode : generic;
}
