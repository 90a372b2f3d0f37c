import { propertyOf } from '../node.ts';
import { toolList } from './approval.ts';
import { braced, inEditors, inHome, mcpServers, usualKeys } from './bases.ts';
import type { Dialect } from './dialect.ts';

/**
 * https://geminicli.com/docs/tools/mcp-server; every text of the file is expanded, on Windows `%NAME%` in env and headers
 * too: packages/cli/src/utils/envVarResolver.ts and core/src/utils/envExpansion.ts of
 * https://github.com/google-gemini/gemini-cli.
 */
const gemini: Dialect = {
  ...mcpServers,
  id: 'gemini',
  client: 'Gemini CLI',
  files: ['.gemini/settings.json'],
  userNames: ['gemini-cli/settings.json', 'GeminiCli/settings.json'],
  userFiles: [
    ...inHome('.gemini/settings.json'),
    { os: 'linux', path: '/etc/gemini-cli/settings.json' },
    { os: 'windows', path: '%PROGRAMDATA%/gemini-cli/settings.json' },
    { os: 'macos', path: '/Library/Application Support/GeminiCli/settings.json' },
  ],
  holds: 'settings',
  keys: { ...usualKeys, url: ['httpUrl', 'url'] },
  comments: true,
  trailingCommas: false,
  envReference: braced,
  variables: [
    { forms: ['braced', 'default', 'dollar'] },
    { forms: ['percent'], in: ['env', 'headers'], unsure: true },
  ],
  approvals: [...mcpServers.approvals, toolList('trust')],
  sameName: 'nearest-wins',
};

/** https://geminicli.com/docs/extensions/reference: `${extensionPath}` and its like besides. */
const geminiExtension: Dialect = {
  ...gemini,
  files: ['gemini-extension.json'],
  userNames: [],
  userFiles: inHome('.gemini/extensions/*/gemini-extension.json'),
  variables: [
    {
      forms: ['braced', 'default', 'dollar', 'editor'],
      names: ['extensionPath', 'workspacePath', 'pathSeparator', '/'],
    },
  ],
};

/** https://github.com/QwenLM/qwen-code: docs/users/features/mcp.md; as Gemini CLI, of which it is made. */
const qwen: Dialect = {
  ...gemini,
  id: 'qwen',
  client: 'Qwen Code',
  files: ['.qwen/settings.json'],
  userNames: ['qwen-code/settings.json', 'QwenCode/settings.json'],
  userFiles: [
    ...inHome('.qwen/settings.json'),
    { os: 'linux', path: '/etc/qwen-code/settings.json' },
    { os: 'windows', path: '%PROGRAMDATA%/qwen-code/settings.json' },
    { os: 'macos', path: '/Library/Application Support/QwenCode/settings.json' },
  ],
  variables: [{ forms: ['braced', 'dollar'] }, { forms: ['default', 'percent'], unsure: true }],
};

/**
 * https://github.com/openai/codex: codex-rs/config/src/mcp_types.rs; nothing is expanded, variables are named in keys of
 * their own: `env_vars` of its environment (https://github.com/openai/codex/pull/5246), before which `env` comes.
 */
const codex: Dialect = {
  ...mcpServers,
  id: 'codex',
  client: 'Codex',
  files: ['.codex/config.toml'],
  userFiles: inHome('.codex/config.toml'),
  holds: 'settings',
  roots: [['mcp_servers']],
  wrongRoots: [['mcpServers'], ['mcp', 'servers'], ['mcp-servers']],
  keys: {
    ...usualKeys,
    headers: ['http_headers'],
    envNames: ['bearer_token_env_var', 'env_http_headers', 'env_vars'],
  },
  handsOn: { key: 'env_vars', from: 'the environment' },
  variables: [],
  approvals: [
    { of: 'server', path: ['default_tools_approval_mode'], what: 'tools', all: ['approve'] },
    {
      of: 'server',
      path: ['tools', '*', 'approval_mode'],
      what: 'tools',
      all: [],
      one: ['approve'],
    },
    { of: 'file', path: ['approval_policy'], what: 'tools', all: ['never'] },
  ],
  sameName: 'nearest-wins',
};

/**
 * https://docs.github.com/copilot/how-tos/copilot-cli/customize-copilot/add-mcp-servers; what is expanded in env:
 * https://github.com/github/copilot-cli/issues/903.
 */
const copilot: Dialect = {
  ...mcpServers,
  id: 'copilot-cli',
  client: 'Copilot CLI',
  files: ['.copilot/mcp-config.json', '.github/mcp.json'],
  userNames: [],
  userFiles: [...inHome('.copilot/mcp-config.json'), ...inHome('.config/mcp-config.json')],
  envReference: braced,
  variables: [
    { forms: ['braced', 'default', 'dollar'], in: ['env'] },
    { forms: ['braced', 'default', 'dollar', 'env', 'tilde'], unsure: true },
  ],
};

/** https://opencode.ai/docs/mcp-servers and https://opencode.ai/docs/config: `{env:NAME}`, `{file:path}` in every text. */
const opencode: Dialect = {
  ...mcpServers,
  id: 'opencode',
  client: 'opencode',
  files: ['opencode.json', 'opencode.jsonc'],
  userNames: ['opencode/config.json'],
  userFiles: [
    ...inHome('.config/opencode/opencode.json', '.config/opencode/opencode.jsonc'),
    ...inHome('.config/opencode/config.json'),
  ],
  holds: 'settings',
  roots: [['mcp']],
  wrongRoots: [['mcpServers'], ['servers']],
  keys: { ...usualKeys, commandIs: 'words', env: 'environment' },
  isKnownElsewhere: (node) =>
    propertyOf(node, 'enabled') !== undefined && propertyOf(node, 'type') === undefined,
  comments: true,
  trailingCommas: true,
  envReference: (name) => `{env:${name}}`,
  variables: [{ forms: ['single', 'file'] }],
  sameName: 'nearest-wins',
};

/**
 * https://github.com/charmbracelet/crush: internal/config/config.go; command, args, env, url and headers go through a
 * shell's expansion, the command through `~` as well.
 */
const crush: Dialect = {
  ...mcpServers,
  id: 'crush',
  client: 'Crush',
  files: ['crush.json', '.crush.json'],
  userNames: [],
  userFiles: [
    ...inHome('.config/crush/crush.json'),
    { os: 'linux', path: '~/.local/share/crush/crush.json' },
    { os: 'macos', path: '~/.local/share/crush/crush.json' },
    { os: 'windows', path: '%LOCALAPPDATA%/crush/crush.json' },
  ],
  holds: 'settings',
  roots: [['mcp']],
  wrongRoots: [['mcpServers'], ['servers']],
  comments: false,
  trailingCommas: false,
  envReference: braced,
  variables: [
    { forms: ['braced', 'default', 'dollar', 'command'] },
    { forms: ['tilde'], in: ['command'] },
  ],
  approvals: [
    { of: 'file', path: ['permissions', 'allowed_tools'], what: 'tools', all: [], items: /^mcp_/ },
  ],
  sameName: 'nearest-wins',
};

/** https://ampcode.com/manual: settings under dotted keys, `${NAME}` in the fields of a server. */
const amp: Dialect = {
  ...mcpServers,
  id: 'amp',
  client: 'Amp',
  files: ['.amp/settings.json', '.amp/settings.jsonc'],
  userNames: ['amp/settings.json', 'amp/settings.jsonc', 'ampcode/managed-settings.json'],
  userFiles: [
    ...inHome('.config/amp/settings.json', '.config/amp/settings.jsonc'),
    { os: 'macos', path: '/Library/Application Support/ampcode/managed-settings.json' },
    { os: 'linux', path: '/etc/ampcode/managed-settings.json' },
    { os: 'windows', path: '%PROGRAMDATA%/ampcode/managed-settings.json' },
  ],
  holds: 'settings',
  roots: [['amp.mcpServers']],
  wrongRoots: [['mcpServers']],
  comments: true,
  envReference: braced,
  variables: [
    { forms: ['braced'] },
    { forms: ['default', 'env', 'tilde', 'editor'], unsure: true },
  ],
  approvals: [
    ...mcpServers.approvals,
    { of: 'file', path: ['amp.dangerouslyAllowAll'], what: 'tools', all: [true] },
  ],
  sameName: 'nearest-wins',
};

/** In VS Code its settings stand among the editor's: https://github.com/microsoft/playwright-mcp#getting-started. */
const ampInEditor: Dialect = {
  ...amp,
  files: ['.vscode/settings.json'],
  userNames: ['User/settings.json', 'Machine/settings.json'],
  userFiles: inEditors('settings.json'),
  wrongRoots: [],
};

export const terminalRows: readonly Dialect[] = [
  gemini,
  geminiExtension,
  qwen,
  codex,
  copilot,
  opencode,
  crush,
  amp,
  ampInEditor,
];
