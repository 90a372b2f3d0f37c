import assert from 'node:assert/strict';
import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test, type TestContext } from 'node:test';
import { bindingOf, differences } from '../../src/secrets/binding.ts';
import { bindingFrom } from '../../src/secrets/stored.ts';
import type { World } from '../../src/secrets/world.ts';
import { boundWorld, ID, type BoundWorld } from './bound-world.ts';

type Entry = Readonly<Record<string, unknown>>;

function line(...words: readonly string[]): Entry {
  return { args: ['--env', `TOKEN=${ID}`, '--', ...words], envFile: null };
}

/** What is said when a file of the workspace is written, or written anew. */
function changesBy({ entry, write }: BoundWorld, world: World) {
  return async (server: Entry, path: string, ...texts: readonly string[]) => {
    const bound = async () => bindingOf(entry(server), world);
    const [first, second] = texts.length === 2 ? texts : [null, texts[0]];
    if (first !== null) write(path, first ?? '');
    const before = await bound();
    write(path, second ?? '');
    const found = differences(before, await bound());
    rmSync(write(path, ''));
    assert.ok(found.every(({ loads }) => loads));
    return found.map(({ text }) => text);
  };
}

function scene(t: TestContext) {
  const bound = boundWorld(t);
  return { ...bound, changes: changesBy(bound, bound.world) };
}

suite('files that steer a launch unnamed', () => {
  test('are each runner’s own', async (t) => {
    const { changes } = scene(t);
    const cases: readonly (readonly [path: string, ...words: string[]])[] = [
      ['.npmrc', 'npx', '-y', 'server@1.2.3'],
      ['.npmrc', 'cmd', '/c', 'npx', 'server'],
      ['.npmrc', 'sh', '-c', 'exec npx server'],
      ['.npmrc', '/usr/bin/npx', 'server'],
      ['pnpm-workspace.yaml', 'pnpm', 'dlx', 'server'],
      ['.pnpmfile.cjs', 'pnpm', 'dlx', 'server'],
      ['.yarnrc.yml', 'yarn', 'dlx', 'server'],
      ['bunfig.toml', 'bunx', 'server'],
      ['.env.local', 'bun', 'run', 'x'],
      ['deno.json', 'deno', 'run', 'npm:server'],
      ['uv.toml', 'uvx', 'server'],
      ['.python-version', 'uvx', 'server'],
      ['pyproject.toml', 'uv', 'run', 'server'],
      ['pyproject.toml', 'poetry', 'run', 'server'],
      ['compose.yaml', 'docker', 'compose', 'run', 'server'],
      ['docker-compose.override.yml', 'docker-compose', 'run', 'server'],
      ['go.mod', 'go', 'run', '.'],
      ['.cargo/config.toml', 'cargo', 'run'],
      ['deep/server/__main__.py', 'python3.12', '-m', 'deep.server'],
      ['server/tool.py', 'python', '-m', 'server.tool'],
      ['server/__init__.py', 'uv', 'run', 'python', '-m', 'server.tool'],
      ['Makefile', 'make', 'serve'],
    ];
    for (const [path, ...words] of cases)
      assert.deepEqual(
        [await changes(line(...words), path, 'one'), await changes(line(...words), path, '1', '2')],
        [
          [`the workspace's ${path} is new, and steers the launch`],
          [`the workspace's ${path} has changed`],
        ],
        words.join(' '),
      );
  });

  test('are none of another runner, and none of a plain program', async (t) => {
    const { changes } = scene(t);
    assert.deepEqual(await changes(line('uvx', 'server'), '.npmrc', 'x'), []);
    assert.deepEqual(await changes(line('tool', 'server'), '.npmrc', 'x'), []);
    assert.deepEqual(await changes(line('npx', 'server'), 'README.md', 'x'), []);
    assert.deepEqual(await changes(line('docker', 'run', 'image'), 'compose.yaml', 'x'), []);
  });

  test('stand in the working folder and above it, up to the workspace’s', async (t) => {
    const { changes, workspace, write } = scene(t);
    mkdirSync(join(workspace, 'a/b'), { recursive: true });
    const server = { ...line('npx', 'server'), cwd: '${workspaceFolder}/a/b' };
    for (const path of ['.npmrc', 'a/.npmrc', 'a/b/.npmrc'])
      assert.deepEqual(await changes(server, path, '1', '2'), [
        `the workspace's ${path} has changed`,
      ]);
    assert.deepEqual(await changes(server, '../.npmrc', 'x'), []);
    assert.deepEqual(await changes(server, 'c/.npmrc', 'x'), []);
    write('a/.npmrc', 'kept');
    assert.deepEqual(await changes(line('npx', 'server'), '.npmrc', '1', '1'), []);
  });

  test('a working folder outside the workspace is not the workspace’s', async (t) => {
    const { changes, folder } = scene(t);
    const server = { ...line('npx', 'server'), cwd: join(folder, 'bin') };
    assert.deepEqual(await changes(server, '.npmrc', 'x'), []);
    assert.deepEqual(await changes(server, '../bin/.npmrc', 'x'), []);
  });

  test('a program of node_modules is bound, by its name and by its package’s', async (t) => {
    const { changes, write } = scene(t);
    const npx = line('npx', '-y', '@scope/server@1.2.3');
    const bin = 'node_modules/.bin/server';
    assert.deepEqual(await changes(npx, bin, '1', '2'), [`the workspace's ${bin} has changed`]);
    const at = 'node_modules/@scope/server/package.json';
    const packed = (rest: object): string =>
      JSON.stringify({ name: '@scope/server', version: '1.2.3', ...rest });
    assert.deepEqual(await changes(npx, at, packed({}), packed({ bin: './x.js' })), [
      `the workspace's ${at} has changed`,
    ]);
    assert.deepEqual(await changes(npx, at, packed({}), packed({ description: 'other' })), []);
    write(at, packed({ bin: { other: './dist/x.js' } }));
    const code = 'node_modules/@scope/server/dist/x.js';
    assert.deepEqual(await changes(npx, code, '1', '2'), [`the workspace's ${code} has changed`]);
  });

  test('of a package.json only what runs counts', async (t) => {
    const { changes } = scene(t);
    const json = (value: object): string => JSON.stringify({ name: 'w', ...value });
    const said = ["the workspace's package.json has changed"];
    const run = line('npm', 'run', 'serve');
    const scripts = (serve: string, rest: object = {}) => json({ scripts: { serve, ...rest } });
    const at = 'package.json';
    assert.deepEqual(await changes(run, at, scripts('a'), scripts('b')), said);
    assert.deepEqual(await changes(run, at, scripts('a'), scripts('a', { preserve: 'x' })), said);
    assert.deepEqual(await changes(run, at, scripts('a'), scripts('a', { test: 'x' })), []);
    assert.deepEqual(await changes(run, at, json({}), json({ version: '2' })), []);
    const npx = line('npx', 'server');
    assert.deepEqual(await changes(npx, at, scripts('a'), json({ bin: { server: 'x.js' } })), [
      "the workspace's package.json is new, and steers the launch",
    ]);
    const yarn = line('yarn', 'dlx', 'server');
    const manager = (packageManager: string) => json({ packageManager });
    assert.deepEqual(await changes(yarn, at, manager('yarn@4.0.0'), manager('yarn@4.0.1')), said);
    assert.deepEqual(await changes(npx, at, '{', '{ '), said);
  });

  test('code that such a file names counts too', async (t) => {
    const { changes, write } = scene(t);
    const said = (path: string) => [`the workspace's ${path} has changed`];
    write('.yarnrc.yml', 'yarnPath: .yarn/releases/yarn.cjs\n');
    const release = '.yarn/releases/yarn.cjs';
    assert.deepEqual(await changes(line('yarn', 'dlx', 'x'), release, '1', '2'), said(release));
    write('.npmrc', 'node-options=--require ./pre.cjs\nscript-shell="./sh"\n');
    assert.deepEqual(await changes(line('npx', 'x'), 'pre.cjs', '1', '2'), said('pre.cjs'));
    assert.deepEqual(await changes(line('npx', 'x'), 'sh', '#!1', '#!2'), said('sh'));
    write('bunfig.toml', 'preload = ["./first.ts"]\n');
    assert.deepEqual(await changes(line('bunx', 'x'), 'first.ts', '1', '2'), said('first.ts'));
    assert.deepEqual(await changes(line('npx', 'x'), 'other.cjs', '1', '2'), []);
  });

  test('a home folder that the entry gives to its server is looked at as well', async (t) => {
    const { changes, workspace, folder } = scene(t);
    const npx = line('npx', 'x');
    const home = { HOME: '${workspaceFolder}/home' };
    assert.deepEqual(await changes({ ...npx, env: home }, 'home/.npmrc', '1', '2'), [
      "the workspace's home/.npmrc has changed",
    ]);
    const far = { ...npx, cwd: join(folder, 'bin'), env: home };
    assert.deepEqual(await changes(far, 'home/.npmrc', '1', '2'), [
      '../w/home/.npmrc of the working folder has changed',
    ]);
    assert.equal(workspace, join(folder, 'w'));
  });

  test('one that goes is told, and one that is too large to be read counts as there', async (t) => {
    const { world, entry, write, workspace } = scene(t);
    const bound = async () => bindingOf(entry(line('npx', 'x')), world);
    const none = await bound();
    const path = write('.npmrc', 'registry=x');
    const one = await bound();
    assert.deepEqual(Object.keys(one.steering ?? {}), ['.npmrc']);
    assert.deepEqual(
      differences(one, none).map(({ text }) => text),
      ["the workspace's .npmrc is gone"],
    );
    rmSync(path);
    symlinkSync(workspace, path);
    assert.deepEqual(Object.keys((await bound()).steering ?? {}), ['.npmrc']);
  });

  test('a launch that was allowed before they counted is asked about once, where there are any', async (t) => {
    const { world, entry, write } = scene(t);
    const bound = async () => bindingOf(entry(line('npx', 'x')), world);
    const { steering: _, ...rest } = await bound();
    const old = bindingFrom(JSON.parse(JSON.stringify(rest)));
    assert.ok(old);
    assert.deepEqual(differences(old, await bound()), []);
    write('.npmrc', 'registry=x');
    assert.deepEqual(
      differences(old, await bound()).map(({ text }) => text),
      ["the workspace's .npmrc steers the launch"],
    );
    const kept = bindingFrom(JSON.parse(JSON.stringify(await bound())));
    assert.ok(kept);
    assert.deepEqual(differences(kept, await bound()), []);
  });

  test('where a client chooses the folder, that folder’s count, up to the home folder', async (t) => {
    const { world, entry, write, folder, workspace } = scene(t);
    const reported = { program: '/bin/npx', cwd: join(workspace, 'p/q'), client: null };
    const blind: World = {
      ...world,
      env: null,
      home: folder,
      workspace: null,
      folders: [],
      reported,
    };
    for (const path of ['../.npmrc', '.npmrc', 'p/.npmrc', 'p/q/.npmrc']) write(path, 'x');
    const at = async (from: World) =>
      Object.keys((await bindingOf(entry(line('npx', 'x')), from)).steering ?? {});
    assert.deepEqual(await at(blind), ['../../.npmrc', '../.npmrc', './.npmrc']);
    assert.deepEqual(await at({ ...blind, reported: { ...reported, cwd: folder } }), []);
    assert.deepEqual(await at({ ...blind, reported: { ...reported, cwd: '/' } }), []);
  });
});
