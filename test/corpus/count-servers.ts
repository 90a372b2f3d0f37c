import { parse } from 'jsonc-parser';
import { parse as parseTables } from 'smol-toml';
import { parse as parseYaml } from 'yaml';

type Plain = Readonly<Record<string, unknown>>;

/**
 * The names of the servers in a configuration, counted without any code of ours: parse, look under the key the client
 * reads, then under the keys people mix it up with. The client is told by the path.
 */
export function countServers(text: string, path: string): readonly string[] {
  if (path.endsWith('.toml')) {
    return namesIn(
      at(
        plain(() => parseTables(text)),
        'mcp_servers',
      ),
    );
  }
  if (/\.ya?ml$/.test(path)) {
    const root = plain(() => parseYaml(text, { merge: true }));
    return ['mcpServers', 'extensions', 'registry'].flatMap((key) => namesIn(at(root, key)));
  }
  const root: unknown = parse(text, [], { allowTrailingComma: true });
  if (!isObject(root)) return [];
  if (/(?:^|\/)server\.json$/.test(path)) return listedServers(root);
  const own = ownKeys(path, root);
  const found = own.filter((key) => at(root, key) !== undefined);
  const wrong = wrongKeys(path).filter(
    (key) => !own.includes(key) && (holdsServers(at(root, key)) || isNamedMap(key, at(root, key))),
  );
  if (found.length === 0 && wrong.length === 0 && /(?:^|\/)\.mcp\.json$/.test(path)) {
    return Object.entries(root).flatMap(([name, value]) => (isServer(value) ? [name] : []));
  }
  return [...found, ...wrong].flatMap((key) => namesIn(at(root, key)));
}

/** Nothing of a file that its own parser refuses. */
function plain(read: () => unknown): Plain {
  try {
    const root = read();
    return isObject(root) ? root : {};
  } catch {
    return {};
  }
}

/** What a registry lists: packages by their identifier, then what runs already by its kind. */
function listedServers(root: Plain): readonly string[] {
  const packages = Array.isArray(root['packages']) ? (root['packages'] as unknown[]) : [];
  const remotes = Array.isArray(root['remotes']) ? (root['remotes'] as unknown[]) : [];
  return [
    ...packages.map((item) => (isObject(item) ? String(item['identifier']) : '')),
    ...remotes.map((item) => (isObject(item) ? String(item['type']) : '')),
  ];
}

function ownKeys(path: string, root: Plain): readonly string[] {
  if (/(?:^|\/)(?:\.vscode|\.vs)\/mcp\.json$/.test(path)) return ['servers'];
  if (/(?:^|\/)opencode\.jsonc?$/.test(path)) return ['mcp'];
  const known =
    /(?:^|\/)(?:\.cursor\/mcp|\.mcp|claude_desktop_config|\.windsurf\/mcp|mcp_config|\.gemini\/settings)\.json$/;
  if (known.test(path)) return ['mcpServers'];
  return 'mcpServers' in root ? ['mcpServers'] : ['servers'];
}

/** A file of no known client may use either key; a known client's file may use another client's by mistake. */
function wrongKeys(path: string): readonly string[] {
  const known =
    /(?:^|\/)(?:\.(?:vscode|vs|cursor|windsurf)\/mcp|\.mcp|claude_desktop_config|mcp_config|opencode|\.gemini\/settings)\.jsonc?$/;
  return known.test(path) ? ['mcpServers', 'servers', 'mcp.servers'] : [];
}

function at(root: Plain, key: string): unknown {
  return key
    .split('.')
    .reduce<unknown>((value, step) => (isObject(value) ? value[step] : undefined), root);
}

function namesIn(map: unknown): readonly string[] {
  if (Array.isArray(map)) {
    return map.map((item: unknown, index) => {
      const name = isObject(item) ? (item['name'] ?? item['id']) : undefined;
      return typeof name === 'string' ? name : String(index);
    });
  }
  return isObject(map) ? Object.keys(map) : [];
}

function holdsServers(map: unknown): boolean {
  return typeof map === 'object' && map !== null && Object.values(map).some(isServer);
}

/** That key means servers even where no entry can start. */
function isNamedMap(key: string, map: unknown): boolean {
  return key === 'mcpServers' && isObject(map) && Object.values(map).some(isObject);
}

function isServer(value: unknown): boolean {
  return isObject(value) && ['command', 'url', 'serverUrl', 'httpUrl'].some((key) => key in value);
}

function isObject(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
