import { envColon, inSettings, mcpServers } from './bases.ts';
import type { Dialect } from './dialect.ts';

const vscodeFormat = {
  ...mcpServers,
  roots: [['servers']],
  wrongRoots: [['mcpServers'], ['mcp', 'servers']],
  comments: true,
  trailingCommas: true,
  inputs: true,
  envReference: envColon,
} as const satisfies Partial<Dialect>;

/** A workspace's mcp.json, the user's own, and one for each profile. */
export const vscode: Dialect = {
  ...vscodeFormat,
  id: 'vscode',
  client: 'VS Code',
  files: ['.vscode/mcp.json'],
  userNames: ['User/mcp.json', 'User/profiles/*/mcp.json'],
  userFiles: inSettings('Code/User/mcp.json'),
  sandbox: true,
  variables: [{ forms: ['env', 'input', 'editor'] }, { forms: ['tilde'], in: ['command', 'args'] }],
  launcher: 'editor',
};

export const vscodeRows: readonly Dialect[] = [
  vscode,
  { ...vscodeFormat, id: 'visualstudio', client: 'Visual Studio', files: ['.vs/mcp.json'] },
];
