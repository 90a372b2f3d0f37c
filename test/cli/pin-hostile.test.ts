import assert from 'node:assert/strict';
import {
  chmodSync,
  lstatSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { leakedRuns } from '../secret-runs.ts';
import { startLocalRegistry } from './local-registry.ts';
import { folderWith, runCli } from './run-cli.ts';

const skip = process.platform === 'win32' && 'modes and links are others there';
const images = ['team/tool:1.4'];

function config(host: string, ...more: readonly string[]): string {
  const args = ['run', '-i', ...more, `${host}/team/tool:1.4`];
  return JSON.stringify({ servers: { a: { command: 'docker', args } } });
}

test('a file that changes while registries are asked is left alone', async (t) => {
  const folder = folderWith(t, { '.vscode/mcp.json': '' });
  const file = join(folder, '.vscode/mcp.json');
  const other = '{ "servers": { "typed": {} } }';
  await using registry = await startLocalRegistry({
    images,
    onRequest: () => writeFileSync(file, other),
  });
  writeFileSync(file, config(registry.host));
  const run = await runCli(['pin', folder, '--registry-host', registry.host]);
  assert.equal(run.code, 2);
  const why = 'it has changed since it was read, so it was not written';
  assert.deepEqual(run.stdout.split('\n'), [
    'Not pinned:',
    `  ${file}: a: ${registry.host}/team/tool:1.4: ${why}`,
    '',
    'Problems:',
    `  ${file}: ${why}`,
    '',
    'Pinned 0 of 1 in 1 file',
    '',
  ]);
  assert.equal(readFileSync(file, 'utf8'), other);
  assert.deepEqual(readdirSync(join(folder, '.vscode')), ['mcp.json']);
});

test('a read-only file stays, the others are written', { skip }, async (t) => {
  await using registry = await startLocalRegistry({ images });
  const before = config(registry.host);
  const folder = folderWith(t, { 'a/.vscode/mcp.json': before, 'b/.vscode/mcp.json': before });
  const [a, b] = ['a', 'b'].map((name) => join(folder, name, '.vscode/mcp.json')) as [
    string,
    string,
  ];
  chmodSync(a, 0o444);
  const run = await runCli(['pin', folder, '--registry-host', registry.host]);
  assert.equal(run.code, 2);
  assert.ok(run.stdout.includes(`\n  ${a}: it is read-only\n`));
  assert.ok(run.stdout.endsWith('\nPinned 1 of 2 in 2 files\n'));
  assert.equal(readFileSync(a, 'utf8'), before);
  assert.ok(readFileSync(b, 'utf8').includes(registry.digest('team/tool:1.4')));
});

test('a folder that nothing may be made in keeps its file', { skip }, async (t) => {
  await using registry = await startLocalRegistry({ images });
  const before = config(registry.host);
  const folder = folderWith(t, { '.vscode/mcp.json': before });
  const file = join(folder, '.vscode/mcp.json');
  chmodSync(folder, 0o755);
  chmodSync(file, 0o666);
  chmodSync(join(folder, '.vscode'), 0o555);
  // Root may write anywhere, so it becomes somebody else.
  const user = process.getuid?.() === 0 ? { uid: 65_534 } : {};
  const run = await runCli(['pin', folder, '--registry-host', registry.host], user);
  chmodSync(join(folder, '.vscode'), 0o755);
  assert.equal(run.code, 2);
  assert.ok(run.stdout.includes(`  ${file}: no permission to write it\n`));
  assert.equal(readFileSync(file, 'utf8'), before);
});

test(
  'a link stays a link, and mode and file are those of what it leads to',
  { skip },
  async (t) => {
    await using registry = await startLocalRegistry({ images });
    const folder = folderWith(t, { 'dotfiles/editor.json': config(registry.host), 'p/x': '' });
    const target = join(folder, 'dotfiles/editor.json');
    const link = join(folder, 'p/mcp.json');
    chmodSync(target, 0o640);
    symlinkSync('../dotfiles/editor.json', link);
    const run = await runCli(['pin', link, '--registry-host', registry.host]);
    assert.equal(run.code, 0);
    assert.equal(readlinkSync(link), '../dotfiles/editor.json');
    assert.ok(lstatSync(target).isFile());
    assert.equal(statSync(target).mode & 0o777, 0o640);
    assert.ok(readFileSync(target, 'utf8').includes(registry.digest('team/tool:1.4')));
  },
);

test('Ctrl-C ends the asking, and nothing is written', { skip }, async (t) => {
  const asked = Promise.withResolvers<void>();
  await using registry = await startLocalRegistry({ hangs: true, onRequest: asked.resolve });
  const before = config(registry.host);
  const folder = folderWith(t, { '.vscode/mcp.json': before });
  const run = await runCli(['pin', folder, '--registry-host', registry.host], {
    interrupt: asked.promise,
  });
  assert.deepEqual(run, {
    code: 2,
    stdout: '',
    stderr: 'mcp-posture: stopped, nothing was written\n',
  });
  assert.equal(readFileSync(join(folder, '.vscode/mcp.json'), 'utf8'), before);
  assert.deepEqual(readdirSync(join(folder, '.vscode')), ['mcp.json']);
});

test('no part of a secret on the same line is printed', async (t) => {
  await using registry = await startLocalRegistry({ images, packages: { tool: { '1.0.0': 99 } } });
  const token = `ghp_${'q7RtZ2mKpV9xLw3NcB8sYdJ5hFgT1aE6uQ4k'}`;
  const password = ['Zx8', 'kQ2', 'vN6', 'tW4'].join('-');
  const { host } = registry;
  const servers = {
    flag: {
      command: 'docker',
      args: ['run', '-e', `TOKEN=${token}`, `${host}/team/tool:1.4`, '--api-key', password],
    },
    line: {
      command: 'bash',
      args: ['-c', `API_TOKEN=${token} docker run ${host}/team/tool:1.4;PASSWORD=${password}`],
    },
    tag: { command: 'docker', args: ['run', `${host}/team/tool:${token}`, '--token', token] },
    package: { command: 'npx', args: ['tool', `--api-key=${password}`], env: { KEY: token } },
    git: { command: 'uvx', args: ['--from', `git+http://u:${password}@${host}/o/r@main`, 'x'] },
  };
  const folder = folderWith(t, { '.vscode/mcp.json': JSON.stringify({ servers }) });
  const env = { npm_config_registry: `http://${host}/` };
  for (const flags of [['--dry-run'], ['--dry-run', '--format', 'json'], []]) {
    const run = await runCli(['pin', folder, '--registry-host', host, ...flags], { env });
    const shown = run.stdout + run.stderr;
    assert.ok(shown.includes('team/tool:1.4'));
    for (const secret of [token, password]) assert.deepEqual(leakedRuns(secret, shown), []);
  }
  const after = readFileSync(join(folder, '.vscode/mcp.json'), 'utf8');
  assert.equal(after.split(registry.digest('team/tool:1.4')).length, 3);
  assert.equal(after.split(token).length, 6);
});

test('no steering character of a file reaches the terminal', async (t) => {
  await using registry = await startLocalRegistry({ images });
  const name = String.raw`x\u001b]0;owned\u0007\u202e\nnext`;
  const text = config(registry.host).replace('"a"', `"${name}"`);
  const folder = folderWith(t, { '.vscode/mcp.json': text });
  for (const flags of [['--dry-run'], ['--format', 'json'], []]) {
    const run = await runCli(['pin', folder, '--registry-host', registry.host, ...flags]);
    // eslint-disable-next-line no-control-regex
    assert.doesNotMatch(run.stdout, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
    assert.ok(run.stdout.includes('owned') || flags.length === 0);
  }
});
