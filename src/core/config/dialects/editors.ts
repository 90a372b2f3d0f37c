import { child, propertyOf, type ConfigNode } from '../node.ts';
import { fieldsOf, type ServerFields } from '../server-fields.ts';
import { toolList } from './approval.ts';
import {
  agentTools,
  braced,
  envColon,
  inEditors,
  inHome,
  inSettings,
  mcpServers,
  usualApprovals,
  usualKeys,
} from './bases.ts';
import type { Dialect } from './dialect.ts';
import { fieldsUnder } from './fields.ts';

/** https://cursor.com/docs/mcp: places, keys, what is expanded where; the project's file wins over the user's. */
const cursor: Dialect = {
  ...mcpServers,
  id: 'cursor',
  client: 'Cursor',
  files: ['.cursor/mcp.json'],
  userFiles: inHome('.cursor/mcp.json'),
  envReference: envColon,
  variables: [
    {
      forms: ['env', 'editor'],
      in: ['command', 'args', 'env', 'url', 'headers'],
      names: ['userHome', 'workspaceFolder', 'workspaceFolderBasename', 'pathSeparator', '/'],
    },
    { forms: ['env', 'editor'], in: ['envFile', 'cwd'], unsure: true },
    { forms: ['tilde'], in: ['command', 'cwd', 'envFile'], unsure: true },
  ],
  sameName: 'nearest-wins',
};

/** https://cursor.com/docs/reference/permissions: tools as `server:tool`. */
const cursorPermissions: Dialect = {
  ...cursor,
  files: ['.cursor/permissions.json'],
  userFiles: inHome('.cursor/permissions.json'),
  holds: 'settings',
  roots: [],
  wrongRoots: [],
  comments: true,
  approvals: [
    {
      of: 'file',
      path: ['mcpAllowlist'],
      what: 'tools',
      all: ['*', '*:*'],
      whole: /^([^:]{1,64}):\*$/,
    },
  ],
};

/** https://docs.windsurf.com/windsurf/cascade/mcp, and the place of its successor's command line. */
const windsurf: Dialect = {
  ...mcpServers,
  id: 'windsurf',
  client: 'Windsurf',
  files: ['.windsurf/mcp.json', '.windsurf/mcp_config.json', 'mcp_config.json'],
  userFiles: [
    ...inHome('.codeium/windsurf/mcp_config.json', '.codeium/mcp_config.json'),
    ...inSettings('devin/mcp_config.json'),
  ],
  keys: { ...usualKeys, url: ['serverUrl', 'url'] },
  envReference: envColon,
  variables: [
    { forms: ['env'], in: ['command', 'args', 'env', 'url', 'headers'] },
    { forms: ['editor', 'file', 'braced', 'default'], unsure: true },
    { forms: ['tilde'], in: ['command', 'cwd'], unsure: true },
  ],
};

/** https://zed.dev/docs/ai/mcp; a command with `path` is the older form; entries of extensions have `settings`. */
const zed: Dialect = {
  ...mcpServers,
  id: 'zed',
  client: 'Zed',
  files: ['.zed/settings.json'],
  userNames: ['zed/settings.json'],
  userFiles: [
    { os: 'windows', path: '%APPDATA%/Zed/settings.json' },
    { os: 'macos', path: '~/.config/zed/settings.json' },
    { os: 'linux', path: '$XDG_CONFIG_HOME/zed/settings.json' },
  ],
  holds: 'settings',
  // Headers are sent as they are: github.com/zed-industries/zed/issues/60459; of the rest its pages say nothing.
  variables: [
    {
      forms: [
        'env',
        'braced',
        'default',
        'dollar',
        'percent',
        'tilde',
        'input',
        'editor',
        'single',
        'file',
        'mustache',
        'command',
      ],
      in: ['command', 'args', 'env', 'url', 'cwd', 'envFile'],
      unsure: true,
    },
  ],
  roots: [['context_servers']],
  wrongRoots: [['mcpServers']],
  fields: zedFields,
  isKnownElsewhere: (node) =>
    propertyOf(node, 'settings') !== undefined || propertyOf(node, 'source') !== undefined,
  comments: true,
  trailingCommas: true,
  approvals: [
    {
      of: 'file',
      path: ['agent', 'always_allow_tool_actions'],
      what: 'tools',
      all: [true],
    },
    {
      of: 'file',
      path: ['agent', 'tool_permissions', 'default'],
      what: 'tools',
      all: ['allow'],
      title: 'Ask before each tool runs (drop default)',
    },
  ],
  sameName: 'nearest-wins',
};

function zedFields(node: ConfigNode): Partial<ServerFields> {
  const command = child(node, 'command');
  if (command?.kind !== 'object') return {};
  const inner = fieldsOf(command, { keys: { ...usualKeys, command: 'path' } });
  return { ...inner, disabled: fieldsOf(node, { keys: usualKeys }).disabled };
}

/**
 * https://docs.cline.bot/mcp/mcp-overview; `${env:NAME}` in every text, `transport` around the fields as its command line
 * writes it: apps/vscode/src/services/mcp/schemas.ts and utils/envExpansion.ts of https://github.com/cline/cline.
 */
const cline: Dialect = {
  ...mcpServers,
  id: 'cline',
  client: 'Cline',
  files: ['cline_mcp_settings.json'],
  userFiles: [
    ...inEditors('globalStorage/saoudrizwan.claude-dev/settings/cline_mcp_settings.json'),
    ...inHome('.cline/mcp.json', '.cline/data/settings/cline_mcp_settings.json'),
  ],
  fields: fieldsUnder('transport', usualKeys),
  comments: false,
  trailingCommas: false,
  envReference: envColon,
  variables: [{ forms: ['env'] }, { forms: ['percent'], in: ['command', 'args'], unsure: true }],
};

/**
 * `${env:NAME}` and `${workspaceFolder}` in every text, and on
 * Windows all goes through cmd.exe: src/utils/config.ts and services/mcp/McpHub.ts of
 * https://github.com/RooCodeInc/Roo-Code.
 */
const roo: Dialect = {
  ...mcpServers,
  id: 'roo',
  client: 'Roo Code',
  files: ['.roo/mcp.json'],
  userNames: ['rooveterinaryinc.roo-cline/settings/mcp_settings.json'],
  userFiles: inEditors('globalStorage/rooveterinaryinc.roo-cline/settings/mcp_settings.json'),
  comments: false,
  trailingCommas: false,
  envReference: envColon,
  variables: [
    { forms: ['env', 'editor'], names: ['workspaceFolder'] },
    { forms: ['percent'], in: ['command', 'args'], unsure: true },
  ],
  approvals: [toolList('alwaysAllow')],
  sameName: 'nearest-wins',
};

/** https://kiro.dev/docs/mcp/configuration: `${NAME}`, for variables that the user has let through. */
const kiro: Dialect = {
  ...mcpServers,
  id: 'kiro',
  client: 'Kiro',
  files: ['.kiro/settings/mcp.json'],
  userFiles: inHome('.kiro/settings/mcp.json'),
  envReference: braced,
  variables: [
    { forms: ['braced'], in: ['env', 'headers', 'url'] },
    { forms: ['braced', 'default', 'env', 'editor', 'tilde'], unsure: true },
  ],
  sameName: 'nearest-wins',
};

/** https://kiro.dev/docs/cli/chat/configuration: an agent's own servers, and what it need not ask for. */
const kiroAgent: Dialect = {
  ...kiro,
  files: ['.kiro/agents/*.json'],
  userFiles: inHome('.kiro/agents/*.json'),
  holds: 'settings',
  wrongRoots: [],
  approvals: [...usualApprovals, agentTools],
};

/** https://www.jetbrains.com/help/junie/model-context-protocol-mcp.html */
const junie: Dialect = {
  ...mcpServers,
  id: 'junie',
  client: 'Junie',
  files: ['.junie/mcp/mcp.json', '.junie/mcp.json'],
  userFiles: inHome('.junie/mcp/mcp.json', '.junie/mcp.json'),
};

/** https://www.volcengine.com/docs/86677/2137601; the user's file: https://github.com/pathintegral-institute/mcpm.sh/issues/92. */
const trae: Dialect = {
  ...mcpServers,
  id: 'trae',
  client: 'Trae',
  files: ['.trae/mcp.json'],
  userNames: ['Trae/User/mcp.json', 'Trae CN/User/mcp.json'],
  userFiles: [...inSettings('Trae/User/mcp.json'), ...inSettings('Trae CN/User/mcp.json')],
};

/** https://lmstudio.ai/docs/app/mcp; the second place: https://github.com/lmstudio-ai/lmstudio-bug-tracker/issues/1371. */
const lmStudio: Dialect = {
  ...mcpServers,
  id: 'lm-studio',
  client: 'LM Studio',
  files: ['.lmstudio/mcp.json', 'lm-studio/mcp.json'],
  userFiles: inHome('.lmstudio/mcp.json', '.cache/lm-studio/mcp.json'),
};

export const editorRows: readonly Dialect[] = [
  cursor,
  cursorPermissions,
  windsurf,
  zed,
  cline,
  roo,
  kiro,
  kiroAgent,
  junie,
  trae,
  lmStudio,
];
