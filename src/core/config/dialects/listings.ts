import { child, isString, type Atom, type ConfigNode, type StringAtom } from '../node.ts';
import { entriesOf, firstString, isWord, itemsOf, type ServerFields } from '../server-fields.ts';
import { braced, inHome, mcpServers, usualKeys } from './bases.ts';
import type { Dialect } from './dialect.ts';
import { fieldsUnder, impliedWord, listedEntries } from './fields.ts';

/**
 * https://docs.continue.dev/reference and packages/config-yaml/src/schemas/mcp of https://github.com/continuedev/continue:
 * a list, headers under `requestOptions`, `${{ secrets.NAME }}` in every text.
 */
const continueYaml: Dialect = {
  ...mcpServers,
  id: 'continue',
  client: 'Continue',
  files: ['.continue/config.yaml', '.continue/mcpServers/*.yaml', '.continue/mcpServers/*.yml'],
  userNames: ['.continue/config.yml', '.continue/assistants/*.yaml', '.continue/agents/*.yaml'],
  userFiles: inHome(
    '.continue/config.yaml',
    '.continue/config.yml',
    '.continue/mcpServers/*.yaml',
    '.continue/assistants/*.yaml',
    '.continue/agents/*.yaml',
  ),
  holds: 'settings',
  wrongRoots: [['context_servers']],
  entries: 'list',
  nameKeys: ['name', 'uses'],
  fields: (node) => {
    const headers = child(child(node, 'requestOptions'), 'headers');
    return headers === undefined ? {} : { headers: entriesOf(headers) };
  },
  isKnownElsewhere: (node) => child(node, 'uses') !== undefined,
  envReference: (name) => `\${{ secrets.${name} }}`,
  variables: [{ forms: ['mustache'] }],
  approvals: [],
};

/** The same client takes the files of others as they are; `${NAME}` in env becomes its own form. */
const continueJson: Dialect = {
  ...mcpServers,
  id: 'continue',
  client: 'Continue',
  files: ['.continue/mcpServers/*.json'],
  userFiles: inHome('.continue/mcpServers/*.json'),
  roots: [['mcpServers'], ['projects', '*', 'mcpServers']],
  comments: true,
  envReference: braced,
  variables: [{ forms: ['braced'], in: ['env'] }, { forms: ['mustache'] }],
};

/** Its older settings: packages/config-yaml/src/converter.ts of the same. */
const continueConfig: Dialect = {
  ...continueJson,
  files: ['.continue/config.json'],
  userFiles: inHome('.continue/config.json'),
  holds: 'settings',
  roots: [['experimental', 'modelContextProtocolServers'], ['mcpServers']],
  wrongRoots: [],
  entries: 'either',
  fields: fieldsUnder('transport', usualKeys),
  variables: null,
};

/**
 * https://github.com/danny-avila/LibreChat: packages/data-provider/src/mcp.ts. What stands under `interface` are
 * permissions.
 */
const librechat: Dialect = {
  ...mcpServers,
  id: 'librechat',
  client: 'LibreChat',
  files: ['librechat.yaml', 'librechat.yml', 'librechat.*.yaml'],
  holds: 'settings',
  wrongRoots: [['mcp', 'servers']],
  envReference: braced,
  variables: [
    { forms: ['braced'], in: ['env', 'url', 'headers'] },
    { forms: ['mustache'] },
    { forms: ['braced'], unsure: true },
  ],
  approvals: [],
  launcher: null,
};

/** https://docs.docker.com/ai/mcp-catalog-and-toolkit and pkg/catalog/types.go of https://github.com/docker/mcp-gateway. */
const dockerCatalog: Dialect = {
  ...mcpServers,
  id: 'docker-catalog',
  client: 'Docker MCP catalogue',
  files: ['docker-mcp.yaml', '.docker/mcp/catalogs/*.yaml', 'mcp-catalog.yaml', 'catalog.yaml'],
  userFiles: inHome('.docker/mcp/catalogs/*.yaml'),
  holds: 'settings',
  roots: [['registry']],
  wrongRoots: [],
  fields: catalogFields,
  isOther: (node) => child(node, 'image') === undefined && child(node, 'remote') === undefined,
  variables: [
    { forms: ['mustache'] },
    { forms: ['braced', 'dollar'], in: ['headers', 'env'], unsure: true },
  ],
  approvals: [],
  launcher: null,
};

/** The gateway starts each image as a container, with its volumes and its own command behind it. */
function catalogFields(node: ConfigNode): Partial<ServerFields> {
  const env = listedEntries(child(node, 'env'), 'name', ['value']);
  const remote = child(node, 'remote');
  const url = firstString(remote ?? null, ['url']);
  const image = child(node, 'image');
  if (url !== null || !isString(image)) {
    return { env, url, headers: entriesOf(child(remote, 'headers')), command: null, words: [] };
  }
  const volumes = itemsOf(child(node, 'volumes')).filter(isString);
  return {
    env,
    url: null,
    isImplied: true,
    command: impliedWord('docker', image),
    words: [
      impliedWord('run', image),
      ...volumes.flatMap((volume) => [impliedWord('-v', volume), volume]),
      image,
      ...itemsOf(child(node, 'command')).filter(isWord),
    ],
  };
}

/**
 * https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json: what can be installed, and where it runs already. Nothing of it starts from here.
 */
const registry: Dialect = {
  ...mcpServers,
  id: 'registry',
  client: 'MCP registry',
  files: ['server.json'],
  holds: 'settings',
  roots: [['packages'], ['remotes']],
  wrongRoots: [],
  entries: 'list',
  nameKeys: ['identifier', 'name', 'type', 'transport_type'],
  fields: registryFields,
  isOther: (node) => registryType(node) === null && child(node, 'url') === undefined,
  isKnownElsewhere: (node) => registryType(node) !== null,
  comments: false,
  trailingCommas: false,
  approvals: [],
  launcher: null,
};

function registryType(node: ConfigNode): string | null {
  const type =
    child(node, 'registryType') ?? child(node, 'registry_type') ?? child(node, 'registry_name');
  return isString(type) && (child(node, 'identifier') ?? child(node, 'name')) !== undefined
    ? type.value
    : null;
}

function registryFields(node: ConfigNode): Partial<ServerFields> {
  const type = registryType(node);
  const headers = listedEntries(child(node, 'headers'), 'name', ['value', 'default']);
  if (type === null) return { headers, isImplied: true };
  const list = child(node, 'environmentVariables') ?? child(node, 'environment_variables');
  const env = listedEntries(list, 'name', ['value', 'default']);
  const name = firstString(node, ['identifier', 'name']);
  if (name === null) return { env };
  const version = firstString(node, ['version']);
  const none = { env, headers: [], url: null, command: null, words: [], isImplied: true };
  if (type === 'npm' || type === 'pypi' || type === 'nuget') {
    return { ...none, release: { ecosystem: type, name, version } };
  }
  if (type !== 'oci' && type !== 'docker') return none;
  const image = imageOf(name, version, firstString(node, ['registryBaseUrl', 'registry_base_url']));
  return {
    ...none,
    command: impliedWord('docker', name),
    words: [impliedWord('run', name), image],
  };
}

/** Schemas before 2025-10-17 have the registry and the tag, or the digest, in fields of their own. */
function imageOf(name: StringAtom, version: StringAtom | null, base: StringAtom | null): Atom {
  const host = /^https:\/\/([\w.-]{1,200}(?::\d{1,5})?)\/?$/.exec(base?.value ?? '')?.[1];
  const isHub = host === undefined || host === 'docker.io' || name.value.startsWith(`${host}/`);
  const whole = isHub ? name.value : `${host}/${name.value}`;
  const tag = version !== null && /^[\w.:-]{1,128}$/.test(version.value) ? version.value : null;
  const said = tag === null || /[@:][^/]*$/.test(name.value);
  if (said) return whole === name.value ? name : impliedWord(whole, name);
  return impliedWord(`${whole}${tag.startsWith('sha256:') ? '@' : ':'}${tag}`, name);
}

export const listingRows: readonly Dialect[] = [
  continueYaml,
  continueJson,
  continueConfig,
  librechat,
  dockerCatalog,
  registry,
];
