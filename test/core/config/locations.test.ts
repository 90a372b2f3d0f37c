import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { userFiles } from '../../../src/cli/user-files.ts';
import { dialects, dialectsOf } from '../../../src/core/config/dialects/index.ts';
import {
  osOf,
  pathsMeant,
  userPlaces,
  type Machine,
} from '../../../src/core/config/dialects/locations.ts';

const machines = {
  windows: {
    os: 'windows',
    home: 'C:\\Users\\ana',
    env: { APPDATA: 'D:\\Roaming', LOCALAPPDATA: '', PROGRAMFILES: 'C:\\Program Files' },
  },
  macos: { os: 'macos', home: '/Users/ana', env: { XDG_CONFIG_HOME: '/elsewhere' } },
  linux: { os: 'linux', home: '/home/ana', env: { XDG_CONFIG_HOME: '/home/ana/xdg/' } },
} as const satisfies Record<string, Machine>;

/** One place of each client on each system, by hand; null where there is none. */
const places: Readonly<
  Record<string, readonly [windows: string | null, macos: string | null, linux: string | null]>
> = {
  vscode: [
    'D:/Roaming/Code/User/mcp.json',
    '/Users/ana/Library/Application Support/Code/User/mcp.json',
    '/home/ana/xdg/Code/User/mcp.json',
  ],
  visualstudio: ['C:/Users/ana/.mcp.json', null, null],
  'claude-code': [
    'C:/Program Files/ClaudeCode/managed-mcp.json',
    '/Library/Application Support/ClaudeCode/managed-mcp.json',
    '/etc/claude-code/managed-mcp.json',
  ],
  'claude-desktop': [
    'C:/Users/ana/AppData/Local/Packages/Claude_pzs8sxrjxfjjc/LocalCache/Roaming/Claude/claude_desktop_config.json',
    '/Users/ana/Library/Application Support/Claude/claude_desktop_config.json',
    '/home/ana/xdg/Claude/claude_desktop_config.json',
  ],
  cursor: [
    'C:/Users/ana/.cursor/mcp.json',
    '/Users/ana/.cursor/mcp.json',
    '/home/ana/.cursor/mcp.json',
  ],
  windsurf: [
    'C:/Users/ana/.codeium/windsurf/mcp_config.json',
    '/Users/ana/.codeium/windsurf/mcp_config.json',
    '/home/ana/.codeium/windsurf/mcp_config.json',
  ],
  zed: [
    'D:/Roaming/Zed/settings.json',
    '/Users/ana/.config/zed/settings.json',
    '/home/ana/xdg/zed/settings.json',
  ],
  cline: [
    'D:/Roaming/Code/User/globalStorage/saoudrizwan.claude-dev/settings/cline_mcp_settings.json',
    '/Users/ana/Library/Application Support/Cursor/User/globalStorage/saoudrizwan.claude-dev/settings/cline_mcp_settings.json',
    '/home/ana/.vscode-server/data/User/globalStorage/saoudrizwan.claude-dev/settings/cline_mcp_settings.json',
  ],
  roo: [
    'D:/Roaming/Code/User/globalStorage/rooveterinaryinc.roo-cline/settings/mcp_settings.json',
    '/Users/ana/Library/Application Support/Code/User/globalStorage/rooveterinaryinc.roo-cline/settings/mcp_settings.json',
    '/home/ana/xdg/Code/User/globalStorage/rooveterinaryinc.roo-cline/settings/mcp_settings.json',
  ],
  kiro: [
    'C:/Users/ana/.kiro/settings/mcp.json',
    '/Users/ana/.kiro/settings/mcp.json',
    '/home/ana/.kiro/settings/mcp.json',
  ],
  junie: [
    'C:/Users/ana/.junie/mcp/mcp.json',
    '/Users/ana/.junie/mcp/mcp.json',
    '/home/ana/.junie/mcp/mcp.json',
  ],
  trae: [
    'D:/Roaming/Trae/User/mcp.json',
    '/Users/ana/Library/Application Support/Trae/User/mcp.json',
    '/home/ana/xdg/Trae/User/mcp.json',
  ],
  'lm-studio': [
    'C:/Users/ana/.lmstudio/mcp.json',
    '/Users/ana/.lmstudio/mcp.json',
    '/home/ana/.lmstudio/mcp.json',
  ],
  gemini: [
    'C:/ProgramData/gemini-cli/settings.json',
    '/Users/ana/.gemini/settings.json',
    '/etc/gemini-cli/settings.json',
  ],
  qwen: [
    'C:/Users/ana/.qwen/settings.json',
    '/Users/ana/.qwen/settings.json',
    '/home/ana/.qwen/settings.json',
  ],
  codex: [
    'C:/Users/ana/.codex/config.toml',
    '/Users/ana/.codex/config.toml',
    '/home/ana/.codex/config.toml',
  ],
  'copilot-cli': [
    'C:/Users/ana/.copilot/mcp-config.json',
    '/Users/ana/.copilot/mcp-config.json',
    '/home/ana/.copilot/mcp-config.json',
  ],
  opencode: [
    'C:/Users/ana/.config/opencode/opencode.json',
    '/Users/ana/.config/opencode/opencode.jsonc',
    '/home/ana/.config/opencode/opencode.json',
  ],
  crush: [
    'C:/Users/ana/AppData/Local/crush/crush.json',
    '/Users/ana/.config/crush/crush.json',
    '/home/ana/.local/share/crush/crush.json',
  ],
  amp: [
    'C:/ProgramData/ampcode/managed-settings.json',
    '/Users/ana/.config/amp/settings.json',
    '/etc/ampcode/managed-settings.json',
  ],
  amazonq: [
    'C:/Users/ana/.aws/amazonq/mcp.json',
    '/Users/ana/.aws/amazonq/mcp.json',
    '/home/ana/.aws/amazonq/mcp.json',
  ],
  goose: [
    'D:/Roaming/Block/goose/config/config.yaml',
    '/Users/ana/.config/goose/config.yaml',
    '/home/ana/.config/goose/config.yaml',
  ],
  continue: [
    'C:/Users/ana/.continue/config.yaml',
    '/Users/ana/.continue/config.json',
    '/home/ana/.continue/mcpServers/*.json',
  ],
  librechat: [null, null, null],
  'docker-catalog': [
    'C:/Users/ana/.docker/mcp/catalogs/*.yaml',
    '/Users/ana/.docker/mcp/catalogs/*.yaml',
    '/home/ana/.docker/mcp/catalogs/*.yaml',
  ],
  registry: [null, null, null],
  generic: [null, null, null],
};

test('every client is in the table', () => {
  assert.deepEqual(Object.keys(places).sort(), [...new Set(dialects.map(({ id }) => id))].sort());
});

for (const [index, [os, machine]] of Object.entries(machines).entries()) {
  test(`the user's files on ${os}`, () => {
    const all = userPlaces(dialects, machine);
    for (const [id, wanted] of Object.entries(places)) {
      const own = all.filter(({ dialect }) => dialect.id === id).map(({ path }) => path);
      const place = wanted[index] ?? null;
      if (place === null) assert.deepEqual(own, [], id);
      else assert.ok(own.includes(place), `${id}: ${place} is among ${own.join(', ')}`);
    }
    assert.equal(new Set(all.map(({ path }) => path)).size, all.length, 'none twice');
    for (const { path } of all)
      assert.match(path, /^(?:\/|[A-Z]:\/)[^\\%$~]*$/, 'whole and absolute');
  });
}

test('each place is known for its client by its name', () => {
  for (const machine of Object.values(machines)) {
    for (const { dialect, path } of userPlaces(dialects, machine)) {
      const file = path.replaceAll('*', 'any');
      assert.ok(dialectsOf(file).includes(dialect), `${dialect.id}: ${file}`);
    }
  }
});

test('a variable that names no whole path counts for nothing', () => {
  const env = { XDG_CONFIG_HOME: 'relative', APPDATA: '..\\x' };
  const [linux] = userPlaces([dialects[0]!], { os: 'linux', home: '/home/ana', env });
  assert.equal(linux?.path, '/home/ana/.config/Code/User/mcp.json');
  const [windows] = userPlaces([dialects[0]!], { os: 'windows', home: 'C:\\Users\\ana', env });
  assert.equal(windows?.path, 'C:/Users/ana/AppData/Roaming/Code/User/mcp.json');
});

test('the system by its name in Node', () => {
  assert.deepEqual(['win32', 'darwin', 'linux', 'freebsd'].map(osOf), [
    'windows',
    'macos',
    'linux',
    'linux',
  ]);
});

test('a star is any part of one name', async () => {
  const list = (folder: string) =>
    Promise.resolve(folder === '/a' ? ['x.json', 'y.yaml', '.json', 'z.json'] : []);
  assert.deepEqual(await pathsMeant('/a/*.json', list), ['/a/x.json', '/a/.json', '/a/z.json']);
  assert.deepEqual(await pathsMeant('/a/*/mcp.json', list), [
    '/a/x.json/mcp.json',
    '/a/y.yaml/mcp.json',
    '/a/.json/mcp.json',
    '/a/z.json/mcp.json',
  ]);
  assert.deepEqual(await pathsMeant('/b/*', list), []);
  assert.deepEqual(await pathsMeant('/a/mcp.json', list), ['/a/mcp.json']);
});

test('files that are there are found, whatever system the home is of', async () => {
  const home = mkdtempSync(join(tmpdir(), 'mcp-posture-home-'));
  try {
    const there = [
      '.cursor/mcp.json',
      '.config/Code/User/profiles/5f/mcp.json',
      '.claude.json',
      '.gemini/extensions/one/gemini-extension.json',
    ];
    for (const file of there) {
      mkdirSync(dirname(join(home, file)), { recursive: true });
      writeFileSync(join(home, file), '{}');
    }
    mkdirSync(join(home, '.kiro/settings/mcp.json'), { recursive: true });
    const found = await userFiles({ os: 'linux', home, env: {} }, () => true);
    const own = found.filter((path) => path.startsWith(home.replaceAll('\\', '/')));
    assert.deepEqual(own.map((path) => path.slice(home.length + 1)).sort(), there.toSorted());
    const wanted = await userFiles({ os: 'linux', home, env: {} }, (client) => client === 'cursor');
    assert.deepEqual(
      wanted.map((path) => path.slice(home.length + 1)),
      ['.cursor/mcp.json'],
    );
  } finally {
    rmSync(home, { recursive: true });
  }
});

test('what it costs does not depend on what lies in the home folder', async () => {
  const asked: string[] = [];
  const projects = Array.from({ length: 2000 }, (_, index) => `project-${index}`);
  const system = {
    list(folder: string) {
      asked.push(folder);
      return folder === '/home/ana' ? projects : [];
    },
    isFile(path: string) {
      asked.push(path);
      return path === '/home/ana/.claude.json';
    },
  };
  assert.deepEqual(await userFiles(machines.linux, () => true, system), ['/home/ana/.claude.json']);
  assert.ok(asked.length < 150, `${asked.length} calls`);
  assert.ok(!asked.includes('/home/ana'), 'the home folder is not listed');
  assert.ok(!asked.some((path) => path.includes('project-')), 'no project is looked into');
});
