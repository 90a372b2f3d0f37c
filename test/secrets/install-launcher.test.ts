import assert from 'node:assert/strict';
import {
  chmod,
  chown,
  lstat,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  readlink,
  realpath,
  rename,
  rm,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { test, type TestContext } from 'node:test';
import {
  installedLauncher,
  installLauncher,
  launcherPath,
  uninstallLauncher,
  type LauncherSource,
  type LauncherUser,
} from '../../src/secrets/install-launcher.ts';

interface Scene {
  readonly home: string;
  readonly user: LauncherUser;
  readonly source: LauncherSource;
  /** Of the installed launcher. */
  readonly folder: string;
}

const parts = {
  'bin/mcp-launch': '#!/bin/sh\n',
  'bin/mcp-launch.cmd': '@echo off\r\n',
  'dist/launcher.js': 'launcher',
  'dist/keychain-launch.js': 'keychain',
  'dist/all-formats.js': 'formats',
  'keyring.some-system.node': 'native',
};

async function scene(t: TestContext, env: Readonly<Record<string, string>> = {}): Promise<Scene> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'mcp-install-')));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const [home, program] = [join(folder, 'home'), join(folder, 'program')];
  await mkdir(home);
  for (const [path, content] of Object.entries(parts)) {
    await mkdir(dirname(join(program, path)), { recursive: true });
    await writeFile(join(program, path), content);
  }
  const user = { env, home, platform: 'linux', uid: process.getuid?.() ?? -1 } as const;
  const keyring = join(program, 'keyring.some-system.node');
  return {
    home,
    user,
    source: { program, version: '1.2.3', runtime: '/usr/bin/node', keyring },
    folder: join(home, '.local/share/mcp-posture/launcher'),
  };
}

/** Every file and folder below with its mode; of a link where it leads. */
async function treeOf(folder: string): Promise<Readonly<Record<string, string>>> {
  const tree: Record<string, string> = {};
  for (const path of (await readdir(folder, { recursive: true })).sort()) {
    const at = join(folder, path);
    const found = await lstat(at);
    const state = found.isSymbolicLink() ? await readlink(at) : (found.mode & 0o777).toString(8);
    tree[path.replace(/1\.2\.\d-[\da-f]{16}/, 'VERSION')] = state.replace(
      /1\.2\.\d-[\da-f]{16}/,
      'VERSION',
    );
  }
  return tree;
}

const whole = {
  'mcp-launch': 'versions/VERSION/bin/mcp-launch',
  versions: '755',
  'versions/VERSION': '755',
  'versions/VERSION/bin': '755',
  'versions/VERSION/bin/mcp-launch': '755',
  'versions/VERSION/bin/runtime': '644',
  'versions/VERSION/dist': '755',
  'versions/VERSION/dist/all-formats.js': '644',
  'versions/VERSION/dist/keychain-launch.js': '644',
  'versions/VERSION/dist/keyring.some-system.node': '644',
  'versions/VERSION/dist/launcher.js': '644',
};

for (const umask of [0o022, 0o077, 0o000]) {
  test(`installed whole, with its own modes whatever the umask ${umask.toString(8)} says`, async (t) => {
    const { user, source, folder, home } = await scene(t);
    const before = process.umask(umask);
    try {
      const path = join(folder, 'mcp-launch');
      assert.equal(launcherPath(user), path);
      assert.equal(await installedLauncher(user), null);
      assert.deepEqual(await installLauncher(source, user), { path, changed: true });
      assert.deepEqual(await treeOf(folder), whole);
      assert.equal((await lstat(folder)).mode & 0o777, 0o755);
      assert.equal(await installedLauncher(user), path);
      const real = dirname(await realpath(path));
      assert.equal(await readFile(join(real, 'runtime'), 'utf8'), '/usr/bin/node\n');
      assert.equal(await readFile(join(real, '../dist/launcher.js'), 'utf8'), 'launcher');
      assert.deepEqual(await readdir(home), ['.local']);
    } finally {
      process.umask(before);
    }
  });
}

test('a second time nothing changes, and what was damaged is made good', async (t) => {
  const { user, source, folder } = await scene(t);
  const { path } = await installLauncher(source, user);
  const launcher = join(dirname(await realpath(path)), '../dist/launcher.js');
  await utimes(launcher, 1, 1);
  assert.deepEqual(await installLauncher(source, user), { path, changed: false });
  assert.equal((await lstat(launcher)).mtimeMs, 1000);

  const damages: (() => Promise<unknown>)[] = [
    () => writeFile(launcher, 'evil'),
    () => chmod(launcher, 0o666),
    () => rm(launcher),
    () => rm(path),
    async () => {
      await rm(launcher);
      await symlink('/etc/passwd', launcher);
    },
    () => chmod(dirname(launcher), 0o777),
    async () => {
      await rm(path);
      await writeFile(path, 'something else');
    },
  ];
  for (const damage of damages) {
    await damage();
    assert.deepEqual(await installLauncher(source, user), { path, changed: true });
    assert.deepEqual(await treeOf(folder), whole);
    assert.equal(await readFile(launcher, 'utf8'), 'launcher');
  }
});

test('a new version takes the place at once, the one before stays, older ones go', async (t) => {
  const { user, source, folder } = await scene(t);
  const versions = async () =>
    (await readdir(join(folder, 'versions'))).map((name) => name.replace(/-.*/, '')).sort();
  const age = async () => {
    for (const name of await readdir(join(folder, 'versions')))
      await utimes(join(folder, 'versions', name), 1, 1);
  };
  await installLauncher({ ...source, version: '1.2.1' }, user);
  await mkdir(join(folder, 'versions/.passing-0123456789ab'));
  await age();
  await installLauncher({ ...source, version: '1.2.2' }, user);
  assert.deepEqual(await versions(), ['1.2.1', '1.2.2']);
  const { path } = await installLauncher(source, user);
  assert.deepEqual(await versions(), ['1.2.2', '1.2.3']);
  assert.match(await readlink(path), /^versions\/1\.2\.3-/);
  // Another runtime is another version too.
  const other = await installLauncher({ ...source, runtime: '/opt/node' }, user);
  assert.equal(other.changed, true);
  const runtime = join(dirname(await realpath(path)), 'runtime');
  assert.equal(await readFile(runtime, 'utf8'), '/opt/node\n');
  assert.deepEqual(await versions(), ['1.2.2', '1.2.3', '1.2.3']);
});

test('many at once leave one whole launcher and no drafts', async (t) => {
  const { user, source, folder } = await scene(t);
  const all = await Promise.all(Array.from({ length: 8 }, () => installLauncher(source, user)));
  assert.equal(new Set(all.map(({ path }) => path)).size, 1);
  assert.deepEqual(await treeOf(folder), whole);
});

test('a folder that is a link, or that others can write, is refused and nothing is written', async (t) => {
  const { user, source, folder, home } = await scene(t);
  const parent = dirname(folder);
  const refused = async (why: RegExp): Promise<void> => {
    await assert.rejects(installLauncher(source, user), why);
    await assert.rejects(uninstallLauncher(user), why);
    await assert.rejects(installedLauncher(user), why);
  };
  await mkdir(join(home, 'elsewhere'));
  await mkdir(parent, { recursive: true });
  await symlink(join(home, 'elsewhere'), folder);
  await refused(/\/launcher is a link$/);
  assert.deepEqual(await readdir(join(home, 'elsewhere')), []);

  await rm(folder);
  await installLauncher(source, user);
  for (const open of [parent, folder, join(folder, 'versions')]) {
    await chmod(open, 0o775);
    await refused(new RegExp(`/${basename(open)} can be written by other users$`));
    await chmod(open, 0o755);
  }
  await chmod(home, 0o777);
  await refused(/\/home can be written by other users$/);
  // As /tmp is: nobody can put something in another's place there.
  await chmod(home, 0o1777);
  assert.equal((await installLauncher(source, user)).changed, false);

  await rename(folder, `${folder}.old`);
  await writeFile(folder, '');
  await refused(/\/launcher is not a folder$/);
});

test(
  'a folder of another user is refused',
  { skip: process.getuid?.() === 0 ? false : 'only root can give a folder away' },
  async (t) => {
    const { user, source, folder, home } = await scene(t);
    await installLauncher(source, user);
    await chown(folder, 12_345, 12_345);
    await assert.rejects(installLauncher(source, user), /\/launcher belongs to another user$/);
    await chown(folder, 0, 0);
    await chown(home, 12_345, 12_345);
    await assert.rejects(installLauncher(source, user), /\/home belongs to another user$/);
  },
);

test('uninstall removes all of it, and says when there is nothing', async (t) => {
  const { user, source, home } = await scene(t);
  assert.equal(await uninstallLauncher(user), false);
  await installLauncher(source, user);
  assert.equal(await uninstallLauncher(user), true);
  assert.deepEqual(await readdir(join(home, '.local/share')), []);
  assert.equal(await uninstallLauncher(user), false);
  assert.equal(await installedLauncher(user), null);
});

test('the data folder is where each system has it', () => {
  const at = (platform: NodeJS.Platform, env: Readonly<Record<string, string>> = {}) =>
    launcherPath({ env, home: '/home/u', platform });
  assert.equal(at('linux'), '/home/u/.local/share/mcp-posture/launcher/mcp-launch');
  assert.equal(at('linux', { XDG_DATA_HOME: '/d' }), '/d/mcp-posture/launcher/mcp-launch');
  assert.equal(at('linux', { XDG_DATA_HOME: 'd' }), at('linux'));
  assert.equal(
    at('darwin', { XDG_DATA_HOME: '/d' }),
    '/home/u/Library/Application Support/mcp-posture/launcher/mcp-launch',
  );
  assert.equal(at('win32', { LOCALAPPDATA: '/l' }), '/l/mcp-posture/launcher/mcp-launch.cmd');
});

test('on Windows a line of cmd leads to the version', async (t) => {
  const { user, source, home } = await scene(t);
  const windows = { ...user, platform: 'win32', env: { LOCALAPPDATA: home } } as const;
  const { path, changed } = await installLauncher(source, windows);
  assert.equal(changed, true);
  const line = await readFile(path, 'utf8');
  const [, version = ''] =
    /^@"%~dp0versions\\(1\.2\.3-[\da-f]{16})\\bin\\mcp-launch\.cmd" %\*\r\n$/.exec(line) ?? [];
  const shim = join(dirname(path), 'versions', version, 'bin/mcp-launch.cmd');
  assert.equal(await readFile(shim, 'utf8'), '@echo off\r\n');
  assert.equal(await installedLauncher(windows), path);
  assert.equal((await installLauncher(source, windows)).changed, false);
});

test('one line says what is missing, and what no client could name', async (t) => {
  const { user, source, home } = await scene(t);
  await rm(join(source.program, 'dist/keychain-launch.js'));
  await assert.rejects(installLauncher(source, user), {
    message: `the launcher could not be installed: ${source.program}/dist/keychain-launch.js (ENOENT)`,
  });
  assert.deepEqual(await readdir(home), []);
  const odd = { ...user, env: { XDG_DATA_HOME: `${home}/\${x}` } };
  await assert.rejects(installLauncher(source, odd), /holds what clients put something else for$/);
});
