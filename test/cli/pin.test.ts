import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { JsonPins } from '../../src/output/pinned.ts';
import { startLocalRegistry, type LocalRegistry } from './local-registry.ts';
import { folderWith, runCli, scanJson, type RunOptions } from './run-cli.ts';

const stock = {
  images: ['team/tool:1.4', 'team/tool:latest', 'team/other:2'],
  packages: {
    'some-server': { '1.0.0': 400, '1.4.2': 8, '1.5.0': 2 },
    'other-server': { '0.3.0': 30 },
  },
};

/** A project with comments, and what it reads like when everything is pinned. */
function project({ host, digest }: LocalRegistry): readonly [before: string, after: string] {
  const text = (image: string, npx: string, latest: string): string => `{
  // what the team uses
  "servers": {
    "image": { "command": "docker", "args": ["run", "-i", "--rm", "${host}/${image}"] }, // kept
    "package": {
      "command": "npx",
      "args": ["-y", "${npx}"], /* and this */
    },
    "latest": { "command": "podman", "args": ["run", "--platform", "linux/amd64", "${host}/${latest}"] },
  },
}
`;
  const before = text('team/tool:1.4', 'some-server', 'team/tool:latest');
  const tool = `team/tool:1.4@${digest('team/tool:1.4')}`;
  const latest = `team/tool@${digest('team/tool:latest')}`;
  return [before, text(tool, 'some-server@1.4.2', latest)];
}

function near({ host }: LocalRegistry, more: RunOptions = {}): RunOptions {
  return { ...more, env: { npm_config_registry: `http://${host}/`, ...more.env } };
}

async function pinJson(
  paths: readonly string[],
  registry: LocalRegistry,
  options: RunOptions & { readonly flags?: readonly string[] } = {},
): Promise<{ readonly code: number | null; readonly documents: JsonPins['documents'] }> {
  const flags = ['--registry-host', registry.host, '--format', 'json', ...(options.flags ?? [])];
  const run = await runCli(['pin', ...paths, ...flags], near(registry, options));
  assert.equal(run.stderr, '');
  const { version, documents } = JSON.parse(run.stdout) as JsonPins;
  assert.equal(version, 1);
  return { code: run.code, documents };
}

const unpinned = /^unpinned-/;

async function unpinnedIn(folder: string, registry: LocalRegistry): Promise<readonly string[]> {
  const flags = ['--registry-host', registry.host];
  const { report } = await scanJson([folder], { ...near(registry), flags });
  return report.documents.flatMap(({ servers }) =>
    servers.flatMap(({ name, findings }) =>
      findings.filter(({ rule }) => unpinned.test(rule)).map(({ rule }) => `${name}: ${rule}`),
    ),
  );
}

test('images and packages are pinned in the file, and nothing else in it changes', async (t) => {
  await using registry = await startLocalRegistry(stock);
  const [before, after] = project(registry);
  const folder = folderWith(t, { '.vscode/mcp.json': before });
  const file = join(folder, '.vscode/mcp.json');
  const { code, documents } = await pinJson([folder], registry);
  assert.equal(readFileSync(file, 'utf8'), after);
  assert.equal(code, 0);
  const short = (image: string) => `${registry.digest(image).slice(0, 'sha256:'.length + 12)}…`;
  assert.deepEqual(documents, [
    {
      path: file,
      pins: [
        { server: 'image', name: `${registry.host}/team/tool:1.4`, to: short('team/tool:1.4') },
        { server: 'package', name: 'some-server', to: '1.4.2' },
        {
          server: 'latest',
          name: `${registry.host}/team/tool:latest`,
          to: short('team/tool:latest'),
        },
      ],
      left: [],
      errors: [],
      written: true,
    },
  ]);
  assert.deepEqual(readdirSync(join(folder, '.vscode')), ['mcp.json']);
  assert.deepEqual(await unpinnedIn(folder, registry), []);
});

test('what is pinned already is not touched', async (t) => {
  await using registry = await startLocalRegistry(stock);
  const folder = folderWith(t, { '.vscode/mcp.json': project(registry)[1] });
  const file = join(folder, '.vscode/mcp.json');
  utimesSync(file, 1_000_000, 1_000_000);
  const { code, documents } = await pinJson([file], registry);
  assert.deepEqual([code, documents], [0, [{ ...nothing, path: file }]]);
  assert.equal(statSync(file).mtimeMs, 1_000_000_000);
});

const nothing = { pins: [], left: [], errors: [], written: false };

test('--dry-run writes nothing and shows what would change', async (t) => {
  await using registry = await startLocalRegistry(stock);
  const [before] = project(registry);
  const folder = folderWith(t, { '.vscode/mcp.json': before });
  const file = join(folder, '.vscode/mcp.json');
  utimesSync(file, 1_000_000, 1_000_000);
  const flags = ['--dry-run', '--registry-host', registry.host];
  const { code, stdout } = await runCli(['pin', '.', ...flags], near(registry, { cwd: folder }));
  const { host } = registry;
  const tool = registry.digest('team/tool:1.4');
  const latest = registry.digest('team/tool:latest');
  const short = (digest: string) => `${digest.slice(0, 'sha256:'.length + 12)}…`;
  assert.deepEqual(stdout.split('\n'), [
    '--- .vscode/mcp.json',
    '+++ .vscode/mcp.json',
    '@@ -4 +4 @@ image',
    `-${host}/team/tool:1.4`,
    `+${host}/team/tool:1.4@${tool}`,
    '@@ -7 +7 @@ package',
    '-some-server',
    '+some-server@1.4.2',
    '@@ -9 +9 @@ latest',
    `-${host}/team/tool:latest`,
    `+${host}/team/tool@${latest}`,
    '',
    `.vscode/mcp.json: image: ${host}/team/tool:1.4 → ${short(tool)}`,
    '.vscode/mcp.json: package: some-server → 1.4.2',
    `.vscode/mcp.json: latest: ${host}/team/tool:latest → ${short(latest)}`,
    '',
    'Would pin 3 of 3 in 1 file',
    '',
  ]);
  assert.equal(code, 0);
  assert.equal(readFileSync(file, 'utf8'), before);
  assert.equal(statSync(file).mtimeMs, 1_000_000_000);
  const json = await pinJson([file], registry, { flags: ['--dry-run'] });
  assert.equal(json.code, 0);
  assert.deepEqual(
    json.documents.map(({ pins, written }) => [pins.length, written]),
    [[3, false]],
  );
  assert.equal(readFileSync(file, 'utf8'), before);
});

test('line ends, byte order marks and encodings stay', async (t) => {
  await using registry = await startLocalRegistry(stock);
  const [before, after] = project(registry).map(
    (text) => `\ufeff${text.replaceAll('\n', '\r\n').replace('what the team', 'Büro 😀')}`,
  ) as [string, string];
  const encodings = {
    'utf8/.vscode/mcp.json': (text: string) => Buffer.from(text),
    'le/.vscode/mcp.json': (text: string) => Buffer.from(text, 'utf16le'),
    'be/.vscode/mcp.json': (text: string) => Buffer.from(text, 'utf16le').swap16(),
  };
  const files = Object.entries(encodings);
  const folder = folderWith(
    t,
    Object.fromEntries(files.map(([path, encode]) => [path, encode(before)])),
  );
  const { code } = await pinJson([folder], registry);
  assert.equal(code, 0);
  for (const [path, encode] of files) {
    assert.deepEqual(readFileSync(join(folder, path)), encode(after), path);
  }
});

test('what cannot be pinned is left, with the reason, and the rest is pinned', async (t) => {
  await using registry = await startLocalRegistry(stock);
  const docker = (image: string) => ({ command: 'docker', args: ['run', '-i', image] });
  const servers = {
    missing: docker(`${registry.host}/team/tool:9`),
    elsewhere: docker('127.0.0.1:9/team/tool:1'),
    young: { command: 'npx', args: ['-y', 'some-server@^1.5.0'] },
    unknown: { command: 'npx', args: ['-y', 'no-such-server'] },
    variable: { command: 'npx', args: ['-y', 'some-server@${env:VERSION}'] },
    good: docker(`${registry.host}/team/other:2`),
  };
  const folder = folderWith(t, { '.vscode/mcp.json': JSON.stringify({ servers }) });
  const flags = ['--registry-host', registry.host];
  const run = await runCli(['pin', '.', ...flags], near(registry, { cwd: folder }));
  assert.equal(run.code, 1);
  const digest = registry.digest('team/other:2');
  assert.deepEqual(run.stdout.split('\n'), [
    `.vscode/mcp.json: good: ${registry.host}/team/other:2 → ${digest.slice(0, 19)}…`,
    '',
    'Not pinned:',
    `  .vscode/mcp.json: missing: ${registry.host}/team/tool:9: the registry has no such tag`,
    '  .vscode/mcp.json: elsewhere: 127.0.0.1:9/team/tool:1: 127.0.0.1:9 is on this machine and not among your registries, so it was not asked',
    '  .vscode/mcp.json: young: some-server: no release is at least 7 days old',
    '  .vscode/mcp.json: unknown: no-such-server: the registry has no such package',
    '  .vscode/mcp.json: variable: some-server: the version is a variable',
    '',
    'Pinned 1 of 6 in 1 file',
    '',
  ]);
  const after = JSON.stringify({
    servers: { ...servers, good: docker(`${registry.host}/team/other:2@${digest}`) },
  });
  assert.equal(readFileSync(join(folder, '.vscode/mcp.json'), 'utf8'), after);
});

test('what the person chooses about pins counts', async (t) => {
  await using registry = await startLocalRegistry(stock);
  const folder = folderWith(t, { '.vscode/mcp.json': project(registry)[0] });
  const { documents } = await pinJson([folder], registry, {
    flags: ['--cool-down', '0', '--no-keep-tag'],
  });
  assert.deepEqual(
    documents[0]?.pins.map(({ to }) => to.replace(/^sha256:.*/, '')),
    ['', '1.5.0', ''],
  );
  const text = readFileSync(join(folder, '.vscode/mcp.json'), 'utf8');
  assert.ok(text.includes(`"${registry.host}/team/tool@${registry.digest('team/tool:1.4')}"`));
});

test('several packages in one value, and every file of two folders', async (t) => {
  await using registry = await startLocalRegistry(stock);
  const line = (...specs: string[]): string =>
    JSON.stringify({
      servers: { a: { command: 'sh', args: ['-c', `npx -y ${specs.join(' ')}`] } },
    });
  const two = ['-p some-server', '-p other-server run'];
  const folder = folderWith(t, {
    'one/.vscode/mcp.json': line(...two),
    'two/.vscode/mcp.json': line('some-server'),
    'three/.vscode/mcp.json': line('some-server'),
  });
  const { code, documents } = await pinJson(['one', 'two'], registry, { cwd: folder });
  assert.equal(code, 0);
  assert.deepEqual(
    documents.map(({ path, pins }) => [path, pins.map(({ name, to }) => `${name} ${to}`)]),
    [
      ['one/.vscode/mcp.json', ['some-server 1.4.2', 'other-server 0.3.0']],
      ['two/.vscode/mcp.json', ['some-server 1.4.2']],
    ],
  );
  const read = (path: string) => readFileSync(join(folder, path, '.vscode/mcp.json'), 'utf8');
  assert.equal(read('one'), line('-p some-server@1.4.2', '-p other-server@0.3.0 run'));
  assert.equal(read('two'), line('some-server@1.4.2'));
  assert.equal(read('three'), line('some-server'));
});

test('nothing is asked and nothing pinned when the network is off', async (t) => {
  await using registry = await startLocalRegistry(stock);
  const [before] = project(registry);
  const folder = folderWith(t, { '.vscode/mcp.json': before });
  const { code, documents } = await pinJson([folder], registry, { flags: ['--no-network'] });
  assert.equal(code, 1);
  assert.deepEqual(
    documents[0]?.left.map(({ server, why }) => [server, why]),
    [
      ['image', 'network is off'],
      ['package', 'network is off'],
      ['latest', 'network is off'],
    ],
  );
  assert.deepEqual(registry.seen, []);
  assert.equal(readFileSync(join(folder, '.vscode/mcp.json'), 'utf8'), before);
});

test('nothing to do, and nothing found', async (t) => {
  const folder = folderWith(t, {
    'a/.vscode/mcp.json': '{ "servers": {} }',
    'b/readme.md': '',
    'c/.vscode/mcp.json': 'nonsense',
    'd/.vscode/mcp.json': '{ "servers": { "a": ',
  });
  const pin = async (...args: string[]) => {
    const { code, stdout } = await runCli(['pin', '--no-network', ...args], { cwd: folder });
    return [code, stdout];
  };
  assert.deepEqual(await pin('a'), [0, 'Nothing to pin in 1 file\n']);
  assert.deepEqual(await pin('b'), [0, 'No MCP configuration found\n']);
  const [code, unread] = await pin('c');
  assert.equal(code, 2);
  assert.match(String(unread), /^Problems:\n {2}c\/\.vscode\/mcp\.json: /);
  const half = await pin('d');
  assert.equal(half[0], 0);
  assert.match(String(half[1]), /^Problems:\n {2}d\/\.vscode\/mcp\.json: /);
  assert.deepEqual(await pin('missing.json'), [
    2,
    'Problems:\n  missing.json: no such file or folder\n\nNothing to pin in 1 file\n',
  ]);
});

test('it runs on the system’s Node too', async (t) => {
  await using registry = await startLocalRegistry(stock);
  const [before, after] = project(registry);
  for (const node of [process.execPath, '/usr/bin/node'].filter((path) => existsSync(path))) {
    const folder = folderWith(t, { '.vscode/mcp.json': before });
    const { code } = await pinJson([folder], registry, { node });
    assert.equal(code, 0);
    assert.equal(readFileSync(join(folder, '.vscode/mcp.json'), 'utf8'), after);
  }
});

test('exit code 2 for what is no command', async (t) => {
  const folder = folderWith(t, { '.vscode/mcp.json': '{ "servers": {} }' });
  for (const flags of [
    ['--cool-down', '366'],
    ['--cool-down', '-1'],
    ['--cool-down', '1.5'],
    ['--cool-down', 'week'],
    ['--format', 'xml'],
    ['--fail-on', 'never'],
  ]) {
    const { code } = await runCli(['pin', folder, '--no-network', ...flags]);
    assert.equal(code, 2, flags.join(' '));
  }
  assert.equal((await runCli(['pin'])).code, 2);
  const help = await runCli(['pin', '--help']);
  assert.equal(help.code, 0);
  for (const flag of [
    '--dry-run',
    '--format',
    '--no-network',
    '--registry-host',
    '--cool-down',
    '--no-keep-tag',
    '--trust-workspace',
    '--no-cache',
  ]) {
    assert.ok(help.stdout.includes(flag), flag);
  }
});
