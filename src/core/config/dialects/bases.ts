import { toolList, type Approval } from './approval.ts';
import type { Dialect, Keys, UserFile } from './dialect.ts';

/** The names that most clients share. */
export const usualKeys: Keys = {
  command: 'command',
  commandIs: 'text',
  args: 'args',
  env: 'env',
  envFile: 'envFile',
  cwd: 'cwd',
  url: ['url'],
  headers: ['headers'],
  envNames: [],
  secretNames: [],
};

export const usualApprovals = ['autoApprove', 'alwaysAllow', 'autoApproveTools'].map(toolList);

/** In the file of an agent of Amazon's: tools that it need not ask for, as `@server` and `@server/tool`. */
export const agentTools: Approval = {
  of: 'file',
  path: ['allowedTools'],
  what: 'tools',
  all: ['@*'],
  whole: /^@([^/]{1,64})(?:\/\*)?$/,
  items: /^@(?!builtin)/,
};

/** The shape that most clients share: a JSON file with a map under `mcpServers`, and nothing known of what is expanded. */
export const mcpServers = {
  files: [],
  userNames: [],
  userFiles: [],
  holds: 'servers',
  roots: [['mcpServers']],
  wrongRoots: [['servers'], ['mcp', 'servers']],
  bareMap: false,
  entries: 'map',
  keys: usualKeys,
  nameKeys: ['name', 'id'],
  comments: null,
  trailingCommas: null,
  inputs: false,
  sandbox: false,
  envReference: null,
  handsOn: null,
  variables: null,
  approvals: usualApprovals,
  launcher: 'keychain',
  sameName: null,
} as const satisfies Partial<Dialect>;

/** `${env:NAME}` */
export function envColon(name: string): string {
  return `\${env:${name}}`;
}

/** `${NAME}` */
export function braced(name: string): string {
  return `\${${name}}`;
}

/** A folder of the user's settings as each system has it. */
export function inSettings(path: string): readonly UserFile[] {
  return [
    { os: 'windows', path: `%APPDATA%/${path}` },
    { os: 'macos', path: `~/Library/Application Support/${path}` },
    { os: 'linux', path: `$XDG_CONFIG_HOME/${path}` },
  ];
}

/** The same places below the home folder on every system. */
export function inHome(...paths: readonly string[]): readonly UserFile[] {
  return paths.map((path) => ({ os: 'any', path: `~/${path}` }));
}

/** A file of VS Code's folder for the user's data, in it and in the editors that are built on it; servers of a remote window. */
export function inEditors(path: string): readonly UserFile[] {
  return [
    ...editors.flatMap((editor) => inSettings(`${editor}/User/${path}`)),
    ...inHome(...servers.map((folder) => `${folder}/data/User/${path}`)),
  ];
}

const editors = ['Code', 'Code - Insiders', 'VSCodium', 'Cursor', 'Windsurf'];
const servers = ['.vscode-server', '.vscode-server-insiders', '.vscode-remote'];
