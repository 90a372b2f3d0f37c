import type { Approval } from './approval.ts';
import { envColon, inHome, inSettings, mcpServers } from './bases.ts';
import type { Dialect } from './dialect.ts';
import type { Expansion } from './variables.ts';

/** Run in VS Code 1.139: `~` is expanded in a command and in arguments, `$HOME` nowhere. */
const variables: readonly Expansion[] = [
  { forms: ['env', 'input', 'editor'] },
  { forms: ['tilde'], in: ['command', 'args'] },
  { forms: ['tilde'], in: ['cwd', 'envFile'], unsure: true },
];

/** https://code.visualstudio.com/docs/agents/reference/mcp-configuration: keys, inputs, sandbox, variables. */
const vscodeFormat = {
  ...mcpServers,
  id: 'vscode',
  client: 'VS Code',
  roots: [['servers']],
  wrongRoots: [['mcpServers'], ['mcp', 'servers']],
  comments: true,
  trailingCommas: true,
  inputs: true,
  envReference: envColon,
  variables,
  launcher: 'editor',
} as const satisfies Partial<Dialect>;

/** A workspace's mcp.json, the user's own, and one for each profile; of a remote window on that machine. */
export const vscode: Dialect = {
  ...vscodeFormat,
  files: ['.vscode/mcp.json'],
  userNames: ['User/mcp.json', 'User/profiles/*/mcp.json'],
  userFiles: [
    ...inSettings('Code/User/mcp.json'),
    ...inSettings('Code/User/profiles/*/mcp.json'),
    ...inSettings('Code - Insiders/User/mcp.json'),
    ...inSettings('Code - Insiders/User/profiles/*/mcp.json'),
    ...inSettings('VSCodium/User/mcp.json'),
    ...inHome(
      '.vscode-server/data/User/mcp.json',
      '.vscode-server-insiders/data/User/mcp.json',
      '.vscode-remote/data/User/mcp.json',
    ),
  ],
  sandbox: true,
};

/** https://code.visualstudio.com/docs/copilot/reference/copilot-settings */
const approveAll: readonly Approval[] = [
  'chat.tools.global.autoApprove',
  'chat.tools.autoApprove',
].map((key) => ({
  of: 'file',
  path: [key],
  what: 'tools',
  all: [true],
  title: `Ask before tools run (drop ${key})`,
}));

/** Before mcp.json, servers stood in the settings: https://github.com/microsoft/vscode/issues/245237. */
const settings: Dialect = {
  ...vscodeFormat,
  files: ['.vscode/settings.json'],
  userNames: ['User/settings.json', 'User/profiles/*/settings.json', 'Machine/settings.json'],
  userFiles: [
    ...inSettings('Code/User/settings.json'),
    ...inSettings('Code/User/profiles/*/settings.json'),
    ...inSettings('Code - Insiders/User/settings.json'),
    ...inSettings('VSCodium/User/settings.json'),
    ...inHome(
      '.vscode-server/data/Machine/settings.json',
      '.vscode-remote/data/Machine/settings.json',
    ),
  ],
  holds: 'settings',
  roots: [['mcp', 'servers'], ['mcp.servers']],
  wrongRoots: [],
  approvals: [...vscodeFormat.approvals, ...approveAll],
};

/** The settings of a workspace file; https://code.visualstudio.com/docs/editing/workspaces/multi-root-workspaces. */
const workspaceFile: Dialect = {
  ...vscodeFormat,
  files: ['*.code-workspace'],
  holds: 'settings',
  roots: [
    ['settings', 'mcp', 'servers'],
    ['settings', 'mcp.servers'],
  ],
  wrongRoots: [],
  approvals: [
    ...vscodeFormat.approvals,
    ...approveAll.map((approval) => ({ ...approval, path: ['settings', ...approval.path] })),
  ],
};

/** https://code.visualstudio.com/docs/agent-customization/mcp-servers: `customizations.vscode.mcp`. */
const devcontainer: Dialect = {
  ...vscodeFormat,
  files: [
    '.devcontainer/devcontainer.json',
    '.devcontainer/*/devcontainer.json',
    '.devcontainer.json',
  ],
  holds: 'settings',
  roots: [['customizations', 'vscode', 'mcp', 'servers']],
  wrongRoots: [['customizations', 'vscode', 'mcp', 'mcpServers']],
};

/**
 * https://learn.microsoft.com/visualstudio/ide/mcp-servers: `.vs/mcp.json`, and `.mcp.json` of the solution or the user
 * with `servers`.
 */
const visualStudio = {
  ...vscodeFormat,
  id: 'visualstudio',
  client: 'Visual Studio',
  sandbox: false,
  variables: [{ forms: ['input', 'env', 'editor', 'tilde', 'percent', 'braced'], unsure: true }],
  launcher: 'keychain',
} as const satisfies Partial<Dialect>;

export const vscodeRows: readonly Dialect[] = [
  vscode,
  settings,
  workspaceFile,
  devcontainer,
  { ...visualStudio, files: ['.vs/mcp.json'] },
];

/** `.mcp.json` with `servers` and `inputs`, which no other client has there. */
export const solutionFile: Dialect = {
  ...visualStudio,
  files: ['.mcp.json'],
  onlyWith: ['inputs'],
  userFiles: [{ os: 'windows', path: '~/.mcp.json' }],
  wrongRoots: [],
};
