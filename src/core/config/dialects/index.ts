import { braced, envColon, inHome, inSettings, mcpServers, usualKeys } from './bases.ts';
import { toolList } from './approval.ts';
import type { Dialect } from './dialect.ts';
import { nameIndex } from './names.ts';
import { vscode, vscodeRows } from './vscode.ts';

/** Any file whose name says MCP: the shape most clients share, and no claim about what the client expands. */
const generic: Dialect = {
  ...mcpServers,
  id: 'generic',
  client: 'MCP',
  files: ['*mcp*.json', '*mcp*.jsonc'],
  holds: 'guess',
  wrongRoots: [],
  keys: { ...usualKeys, url: ['url', 'serverUrl', 'httpUrl'] },
};

/** One row a kind of file; the first whose name fits wins. */
export const dialects: readonly Dialect[] = [
  ...vscodeRows,
  {
    ...mcpServers,
    id: 'cursor',
    client: 'Cursor',
    files: ['.cursor/mcp.json'],
    envReference: envColon,
    userFiles: inHome('.cursor/mcp.json'),
  },
  {
    ...mcpServers,
    id: 'claude-code',
    client: 'Claude Code',
    files: ['.mcp.json'],
    bareMap: true,
    envReference: braced,
  },
  {
    ...mcpServers,
    id: 'claude-desktop',
    client: 'Claude Desktop',
    files: ['claude_desktop_config.json'],
    userFiles: inSettings('Claude/claude_desktop_config.json'),
  },
  {
    ...mcpServers,
    id: 'windsurf',
    client: 'Windsurf',
    files: ['.windsurf/mcp.json', '.windsurf/mcp_config.json', 'mcp_config.json'],
    keys: { ...usualKeys, url: ['serverUrl', 'url'] },
    envReference: envColon,
    userFiles: inHome('.codeium/windsurf/mcp_config.json'),
  },
  {
    ...mcpServers,
    id: 'gemini',
    client: 'Gemini CLI',
    files: ['.gemini/settings.json'],
    keys: { ...usualKeys, url: ['httpUrl', 'url'] },
    envReference: braced,
    variables: [{ forms: ['braced', 'dollar'] }],
    approvals: [...mcpServers.approvals, toolList('trust')],
  },
  {
    ...mcpServers,
    id: 'opencode',
    client: 'opencode',
    files: ['opencode.json', 'opencode.jsonc'],
    roots: [['mcp']],
    wrongRoots: [['mcpServers'], ['servers']],
    keys: { ...usualKeys, commandIs: 'words', env: 'environment' },
    envReference: (name) => `{env:${name}}`,
    variables: [{ forms: ['single', 'file'] }],
  },
  generic,
];

const index = nameIndex(dialects);

/** The row for a path with `/` separators; null when its name does not say MCP. */
export function dialectOf(path: string): Dialect | null {
  return index.find(path);
}

/** The row for a document whose name says nothing: told by its root key. */
export function dialectOfRoot(hasServersRoot: boolean): Dialect {
  return hasServersRoot ? vscode : generic;
}
