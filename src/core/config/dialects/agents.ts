import { child } from '../node.ts';
import { agentTools, envColon, inHome, mcpServers, usualApprovals, usualKeys } from './bases.ts';
import type { Dialect } from './dialect.ts';

/**
 * https://github.com/aws/amazon-q-developer-cli: crates/chat-cli/src/mcp_client/client.rs. The command goes through a
 * shell's expansion, env and headers know `${env:NAME}`, arguments nothing.
 */
const amazonQ: Dialect = {
  ...mcpServers,
  id: 'amazonq',
  client: 'Amazon Q',
  files: ['.amazonq/mcp.json', '.amazonq/default.json'],
  userNames: ['.aws/amazonq/mcp.json', '.aws/amazonq/default.json'],
  userFiles: inHome('.aws/amazonq/mcp.json', '.aws/amazonq/default.json'),
  comments: false,
  trailingCommas: false,
  envReference: envColon,
  variables: [
    { forms: ['tilde', 'dollar', 'braced', 'default'], in: ['command'] },
    { forms: ['env'], in: ['env', 'headers'] },
  ],
  sameName: 'nearest-wins',
};

/**
 * docs/agent-format.md of the same: `allowedTools` names tools as `@server` and `@server/tool`. In editors the agents are
 * in a folder of their own: https://docs.aws.amazon.com/amazonq/latest/qdeveloper-ug/mcp-ide.html.
 */
const amazonQAgent: Dialect = {
  ...amazonQ,
  files: ['.amazonq/cli-agents/*.json', '.amazonq/agents/*.json'],
  userNames: ['.aws/amazonq/cli-agents/*.json', '.aws/amazonq/agents/*.json'],
  userFiles: inHome('.aws/amazonq/cli-agents/*.json', '.aws/amazonq/agents/*.json'),
  holds: 'settings',
  wrongRoots: [],
  approvals: [...usualApprovals, agentTools],
};

/**
 * https://block.github.io/goose/docs/guides/config-files and crates/goose/src/agents/extension.rs of
 * https://github.com/block/goose: what is built in stands beside the servers. A name in `env_keys` is looked up in the
 * environment, then among what `goose configure` has asked for: https://github.com/aaif-goose/goose/pull/2259.
 */
const goose: Dialect = {
  ...mcpServers,
  id: 'goose',
  client: 'Goose',
  files: [],
  userNames: ['goose/config.yaml', 'goose/config/config.yaml'],
  userFiles: [
    ...inHome('.config/goose/config.yaml'),
    { os: 'windows', path: '%APPDATA%/Block/goose/config/config.yaml' },
  ],
  holds: 'settings',
  roots: [['extensions']],
  wrongRoots: [['mcpServers']],
  keys: { ...usualKeys, command: 'cmd', env: 'envs', url: ['uri'], secretNames: ['env_keys'] },
  handsOn: { key: 'env_keys', from: 'the environment or what Goose keeps itself' },
  isOther: (node) => {
    const type = child(node, 'type');
    return type?.kind === 'atom' && otherExtensions.has(String(type.value));
  },
  variables: [
    { forms: ['braced', 'dollar'], in: ['headers'] },
    { forms: ['braced', 'dollar'], in: ['url', 'command'], unsure: true },
    { forms: ['tilde'], in: ['command'], unsure: true },
  ],
  approvals: [{ of: 'file', path: ['GOOSE_MODE'], what: 'tools', all: ['auto'] }],
};

const otherExtensions: ReadonlySet<string> = new Set([
  'builtin',
  'platform',
  'frontend',
  'inline_python',
]);

export const agentRows: readonly Dialect[] = [amazonQ, amazonQAgent, goose];
