import assert from 'node:assert/strict';
import { test } from 'node:test';
import { folderWith, runCli, scanJson } from './run-cli.ts';

const servers = (key: string, name: string): string =>
  JSON.stringify({ [key]: { [name]: { command: '/opt/notes' } } });

const home = {
  '.cursor/mcp.json': servers('mcpServers', 'cursor'),
  '.config/Code/User/mcp.json': servers('servers', 'user'),
  '.config/Code/User/profiles/5f0c/mcp.json': servers('servers', 'profile'),
  '.config/Code/User/settings.json': JSON.stringify({ 'editor.tabSize': 2 }),
  '.claude.json': JSON.stringify({
    mcpServers: { everywhere: { command: '/opt/notes' } },
    projects: {
      '/home/ana/one': { mcpServers: { one: { command: '/opt/notes' } } },
      '/home/ana/two': {},
    },
  }),
  'work/.vscode/mcp.json': servers('servers', 'work'),
};

test('--user finds what is the user’s, by name, and no project', async (t) => {
  const folder = folderWith(t, home);
  const env = { HOME: folder, XDG_CONFIG_HOME: '' };
  const { report } = await scanJson(['--user'], { cwd: folder, env });
  const found = report.documents.map(({ path, dialect, servers: own }) => [
    path.slice(path.indexOf('.c')),
    dialect,
    own.map(({ name }) => name),
  ]);
  assert.deepEqual(found, [
    ['.config/Code/User/mcp.json', 'vscode', ['user']],
    ['.config/Code/User/profiles/5f0c/mcp.json', 'vscode', ['profile']],
    ['.claude.json', 'claude-code', ['everywhere', 'one']],
    ['.cursor/mcp.json', 'cursor', ['cursor']],
  ]);
});

test('--user beside paths, and --client', async (t) => {
  const folder = folderWith(t, home);
  const run = { cwd: folder, env: { HOME: folder, XDG_CONFIG_HOME: '' } };
  const names = async (...args: readonly string[]) =>
    (await scanJson(args, run)).report.documents.flatMap(({ servers: own }) =>
      own.map(({ name }) => name),
    );
  assert.deepEqual(await names('work', '--user', '--client', 'vscode'), [
    'work',
    'user',
    'profile',
  ]);
  assert.deepEqual(await names('--user', '--client', 'cursor', '--client', 'zed'), ['cursor']);
  assert.deepEqual(await names('.', '--client', 'cursor'), ['cursor']);
  const wrong = await runCli(['scan', '--user', '--client', 'nobody'], run);
  assert.equal(wrong.code, 2);
  assert.match(wrong.stderr, /no client of this name/);
});
