import assert from 'node:assert/strict';
import { symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { defaultUrl } from 'registry-url';
import {
  noWorkspace,
  readUserNpm,
  readWorkspaceNpm,
  registryFor,
} from '../../src/resolvers/npm-settings.ts';
import { authorizationIn, basic, userReader } from '../../src/resolvers/npm-sign-in.ts';
import { folderWith } from './npm-asking.ts';
import { noHome, userSide } from './resolver-for.ts';

const noPrefix = { PREFIX: join(tmpdir(), 'no-such-prefix') };

suite('the user’s own settings', () => {
  test('without any, the registry is npm’s default', async () => {
    const user = await readUserNpm(userSide({ env: noPrefix }));
    assert.deepEqual(user, { env: new Map(), files: new Map(), hosts: [], isUnread: false });
    const settings = { user, workspace: noWorkspace };
    assert.equal(registryFor('server', settings).text, defaultUrl);
  });

  test('are the environment’s, then the user’s file, then the machine’s', async () => {
    await using root = await folderWith({
      '.npmrc': '@b:registry=https://user.test/\nprefix=~/mine\n@c:registry=https://user.test/',
      'mine/etc/npmrc': '@c:registry=https://machine.test/\n@d:registry=https://machine.test/',
    });
    const env = {
      npm_config_registry: 'https://env.test/',
      'npm_config_@a:registry': 'http://env.test:8080',
    };
    const user = await readUserNpm(userSide({ env, home: root.path }));
    const of = (name: string) => registryFor(name, { user, workspace: noWorkspace }).text;
    assert.equal(of('plain'), 'https://env.test/');
    assert.equal(of('@a/x'), 'http://env.test:8080');
    assert.equal(of('@b/x'), 'https://user.test/');
    assert.equal(of('@c/x'), 'https://user.test/');
    assert.equal(of('@d/x'), 'https://machine.test/');
    assert.equal(of('@e/x'), 'https://env.test/');
    assert.deepEqual([...user.hosts].sort(), [
      'env.test',
      'http://env.test:8080',
      'machine.test',
      'user.test',
    ]);
  });

  test('lie where the environment says, and beside the running node', async () => {
    await using root = await folderWith({
      'elsewhere/rc': 'registry=https://elsewhere.test/',
      'node/etc/npmrc': '@team:registry=https://beside.test/',
      'editor/etc/npmrc': '@team:registry=https://no.test/',
    });
    const side = userSide({ env: { npm_config_userconfig: join(root.path, 'elsewhere/rc') } });
    const workspace = noWorkspace;
    const user = await readUserNpm(side, join(root.path, 'node/bin/node'));
    assert.equal(registryFor('x', { user, workspace }).text, 'https://elsewhere.test/');
    assert.equal(registryFor('@team/x', { user, workspace }).text, 'https://beside.test/');
    const inEditor = await readUserNpm(side, join(root.path, 'editor/usr/code'));
    assert.equal(
      registryFor('@team/x', { user: inEditor, workspace }).text,
      'https://elsewhere.test/',
    );
    const windows = await readUserNpm(
      { ...side, platform: 'win32' },
      join(root.path, 'node/bin/node'),
    );
    assert.equal(
      registryFor('@team/x', { user: windows, workspace }).text,
      'https://elsewhere.test/',
    );
  });

  test('are not read from a relative path', async () => {
    const env = {
      ...noPrefix,
      npm_config_userconfig: 'package.json',
      npm_config_globalconfig: '.npmrc',
    };
    const user = await readUserNpm(userSide({ env, home: noHome }));
    assert.equal(user.files.size, 0);
  });

  test('name the hosts of credentials, too', async () => {
    const lines = [
      '//a.test/npm/:_authToken=x',
      '//b.test:8443:_auth=eDp5',
      '//c.test/:username=x',
      '//d.test/:certfile=x',
      '//${MISSING}/:_authToken=x',
      'registry=file:///etc/',
    ];
    await using root = await folderWith({ '.npmrc': lines.join('\n') });
    const user = await readUserNpm(userSide({ env: noPrefix, home: root.path }));
    assert.deepEqual(user.hosts, ['a.test', 'b.test:8443', 'c.test']);
  });

  test('that are too large are said to be unread; a folder in their place is none', async () => {
    await using large = await folderWith({
      '.npmrc': `registry=https://a.test/\n${'#'.repeat(256 * 1024)}`,
    });
    await using folder = await folderWith({ '.npmrc/x': '' });
    const isUnread = async (home: string) =>
      (await readUserNpm(userSide({ env: noPrefix, home }))).isUnread;
    assert.equal(await isUnread(large.path), true);
    assert.equal(await isUnread(folder.path), false);
  });

  test('that cannot be read are said to be unread', async () => {
    await using root = await folderWith({});
    await symlink('.npmrc', join(root.path, '.npmrc'));
    const user = await readUserNpm(userSide({ env: noPrefix, home: root.path }));
    assert.equal(user.isUnread, true);
    assert.equal((await readWorkspaceNpm(root.path, userSide({ env: noPrefix }))).isUnread, true);
  });
});

suite('a workspace’s settings', () => {
  const side = userSide({ env: noPrefix });

  test('are registries and credentials, nothing of the environment put in', async () => {
    const lines = [
      'registry=https://a.test/',
      '@team:registry=https://a.test/${SECRET}/',
      '@other:registry=https://${SECRET}.a.test/',
      '@fine:registry=https://a.test/fine/',
      '//a.test/:_authToken=${SECRET}',
      '//${SECRET}.test/:_authToken=x',
      '//a.test/:_authToken-${SECRET}=x',
      'userconfig=/elsewhere',
      'prefix=/elsewhere',
      '//a.test/:certfile=/elsewhere',
      '__proto__=x',
    ];
    await using root = await folderWith({ '.npmrc': lines.join('\n') });
    const { settings, isUnread } = await readWorkspaceNpm(root.path, side);
    assert.equal(isUnread, false);
    assert.deepEqual(
      [...settings],
      [
        ['registry', 'https://a.test/'],
        ['@team:registry', 'https://a.test/${SECRET}/'],
        ['@other:registry', 'https://${SECRET}.a.test/'],
        ['@fine:registry', 'https://a.test/fine/'],
        ['//a.test/:_authToken', '${SECRET}'],
      ],
    );
  });

  test('are not read through a link that leads out, from below, or from the home', async () => {
    await using out = await folderWith({ rc: 'registry=https://out.test/' });
    await using root = await folderWith({ 'below/.npmrc': 'registry=https://below.test/' });
    assert.equal((await readWorkspaceNpm(root.path, side)).settings.size, 0);
    await symlink(join(out.path, 'rc'), join(root.path, '.npmrc'));
    assert.deepEqual(await readWorkspaceNpm(root.path, side), noWorkspace);
    const home = join(root.path, 'below');
    assert.deepEqual(await readWorkspaceNpm(home, { ...side, home }), noWorkspace);
    assert.deepEqual(await readWorkspaceNpm(join(root.path, 'nothing'), side), noWorkspace);
  });

  test('are read through a link that stays inside', async () => {
    await using root = await folderWith({ 'rc/file': 'registry=https://a.test/' });
    await symlink('rc/file', join(root.path, '.npmrc'));
    assert.equal(
      (await readWorkspaceNpm(root.path, side)).settings.get('registry'),
      'https://a.test/',
    );
  });

  test('that are too large are said to be unread', async () => {
    await using root = await folderWith({});
    await writeFile(join(root.path, '.npmrc'), '#'.repeat(300_000));
    assert.equal((await readWorkspaceNpm(root.path, side)).isUnread, true);
  });
});

suite('a credential', () => {
  const url = new URL('https://a.test/npm/@team%2fserver');
  for (const [settings, header] of [
    [{ '//a.test/:_authToken': 'root', '//a.test/npm/:_authToken': 'npm' }, 'Bearer npm'],
    [{ '//a.test/npm:_authToken': 'npm', '//a.test:_authToken': 'root' }, 'Bearer npm'],
    [{ '//a.test/:username': 'ann', '//a.test/:_password': 'cGFzcw==' }, basic('ann', 'pass')],
    [{ '//a.test/:username': 'ann', '//a.test/npm/:_password': 'cGFzcw==' }, undefined],
    [{ '//a.test:443/:_authToken': 'x', '//b.test/:_authToken': 'x' }, undefined],
    [{ '//a.test/other/:_authToken': 'x', '//a.test/np/:_authToken': 'x' }, undefined],
    [{ _authToken: 'x', ':_authToken': 'x', '//:_authToken': 'x' }, undefined],
    [{ '//a.test/:_authToken': '${MISSING}' }, undefined],
    [{ '//a.test/:_authToken': '' }, undefined],
    [{ '//a.test/:_authToken': 'a\nx-other: b' }, undefined],
    [{ '//a.test/:_authToken': 'x'.repeat(20_000) }, undefined],
  ] as const) {
    test(`of ${Object.keys(settings).join(', ')}: ${header ?? 'none'}`, () => {
      assert.equal(authorizationIn(userReader(new Map(Object.entries(settings))), url), header);
    });
  }
});
