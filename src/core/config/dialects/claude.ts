import type { Approval } from './approval.ts';
import { braced, inHome, inSettings, mcpServers } from './bases.ts';
import type { Dialect, Guest } from './dialect.ts';
import type { Expansion } from './variables.ts';

/** https://code.claude.com/docs/en/mcp: expanded in command, args, env, url and headers, of `~/.claude.json` too. */
const variables: readonly Expansion[] = [
  { forms: ['braced', 'default'], in: ['command', 'args', 'env', 'url', 'headers'] },
];

const claudeCode = {
  ...mcpServers,
  id: 'claude-code',
  client: 'Claude Code',
  // Without one it is taken for a program: https://github.com/affaan-m/ECC/issues/1003, of 2.1.84 and 2.1.218 as well.
  addresses: 'typed',
  envReference: braced,
  variables,
  sameName: 'nearest-wins',
} as const satisfies Partial<Dialect>;

/** The user's own servers, and those that a user keeps for one project. */
const userFile: Dialect = {
  ...claudeCode,
  files: [],
  userNames: ['.claude.json'],
  userFiles: inHome('.claude.json', '.claude/.claude.json'),
  holds: 'settings',
  roots: [['mcpServers'], ['projects', '*', 'mcpServers']],
  wrongRoots: [],
  approvals: [
    ...claudeCode.approvals,
    servers(['projects', '*', 'enabledMcpjsonServers'], [], 'Ask before each starts'),
  ],
};

/** https://code.claude.com/docs/en/settings: servers of a project that need not be approved, tools that need no question. */
const settings: Dialect = {
  ...claudeCode,
  files: ['.claude/settings.json', '.claude/settings.local.json'],
  userFiles: inHome('.claude/settings.json', '.claude/settings.local.json'),
  holds: 'settings',
  roots: [],
  wrongRoots: [['mcpServers']],
  approvals: [
    servers(['enableAllProjectMcpServers'], [true], 'Ask before servers of a project start'),
    servers(['enabledMcpjsonServers'], [], 'Ask before each starts'),
    {
      of: 'file',
      path: ['permissions', 'allow'],
      what: 'tools',
      all: ['mcp__*', 'mcp__*__*'],
      whole: /^mcp__((?:[^_]|_(?!_)){1,64})(?:__\*)?$/,
      items: /^mcp__/,
    },
  ],
};

/** https://code.claude.com/docs/en/plugins-reference: what a plug-in brings; the servers may also be the path of a file. */
const plugin: Dialect = {
  ...claudeCode,
  files: ['.claude-plugin/plugin.json'],
  holds: 'settings',
  wrongRoots: [],
  sameName: null,
};

/** https://code.claude.com/docs/en/mcp: deployed by an administrator, and then the only servers. */
const managed: Dialect = {
  ...claudeCode,
  files: [],
  userNames: ['managed-mcp.json'],
  userFiles: [
    { os: 'macos', path: '/Library/Application Support/ClaudeCode/managed-mcp.json' },
    { os: 'linux', path: '/etc/claude-code/managed-mcp.json' },
    { os: 'windows', path: '%PROGRAMFILES%/ClaudeCode/managed-mcp.json' },
    { os: 'windows', path: '%PROGRAMDATA%/ClaudeCode/managed-mcp.json' },
  ],
};

const managedSettings: Dialect = {
  ...settings,
  files: [],
  userNames: ['managed-settings.json'],
  userFiles: [
    { os: 'macos', path: '/Library/Application Support/ClaudeCode/managed-settings.json' },
    { os: 'linux', path: '/etc/claude-code/managed-settings.json' },
    { os: 'windows', path: '%PROGRAMFILES%/ClaudeCode/managed-settings.json' },
    { os: 'windows', path: '%PROGRAMDATA%/ClaudeCode/managed-settings.json' },
  ],
};

/**
 * https://modelcontextprotocol.io/docs/develop/connect-local-servers for the places; where it is installed as a package,
 * Windows keeps the file in the package's own folder. It hands texts on as they are:
 * https://github.com/modelcontextprotocol/servers/issues/1039, https://github.com/anthropics/claude-code/issues/40372; and
 * starts only programs: https://support.claude.com/en/articles/11503834-building-custom-integrations-via-remote-mcp-servers.
 */
const claudeDesktop: Dialect = {
  ...mcpServers,
  id: 'claude-desktop',
  client: 'Claude Desktop',
  files: ['claude_desktop_config.json'],
  userFiles: [
    ...inSettings('Claude/claude_desktop_config.json'),
    {
      os: 'windows',
      path: '%LOCALAPPDATA%/Packages/Claude_pzs8sxrjxfjjc/LocalCache/Roaming/Claude/claude_desktop_config.json',
    },
  ],
  addresses: 'none',
  comments: false,
  trailingCommas: false,
  variables: [],
};

/** Run in VS Code 1.139: an entry of a root's `.mcp.json` with any other key, or with `${` anywhere, is refused. */
const vscodeInRoot: Guest = {
  id: 'vscode',
  client: 'VS Code',
  localKeys: ['type', 'command', 'args', 'env'],
  remoteKeys: ['type', 'url', 'headers', 'transport'],
};

export const claudeRows: readonly Dialect[] = [
  {
    ...claudeCode,
    files: ['.mcp.json'],
    bareMap: true,
    guest: vscodeInRoot,
    rootOfOther: { key: 'servers', client: 'Visual Studio' },
  },
  userFile,
  settings,
  plugin,
  managed,
  managedSettings,
  claudeDesktop,
];

function servers(
  path: Approval['path'],
  all: readonly (string | boolean)[],
  does: string,
): Approval {
  const key = String(path.at(-1));
  return { of: 'file', path, what: 'servers', all, title: `${does} (drop ${key})` };
}
