import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { defaultUrl } from 'registry-url';
import { askFake, askNpm, folderWith, good, knownOf, type NpmSetting } from './npm-asking.ts';
import { startServer, type LocalServer } from './server.ts';

suite('a workspace’s credentials', () => {
  const secret = { SECRET: 'secret-of-the-environment' };

  async function askWith(lines: readonly string[], setting: NpmSetting = {}) {
    await using workspace = await folderWith({ '.npmrc': lines.join('\n') });
    return askFake({ ...setting, place: workspace.path, env: { ...secret, ...setting.env } });
  }

  test('go to the host they are written for, when it is picked', async () => {
    const lines = [
      'registry=https://a.test/',
      '//a.test/:_authToken=theirs',
      '//b.test/:_authToken=no',
    ];
    const unasked = await askWith(lines);
    assert.ok(unasked.address?.ok === true && unasked.address.namedBy === 'file');
    assert.deepEqual(unasked.seen, {});
    const { seen } = await askWith(lines, { picked: true });
    assert.deepEqual(seen, { 'https://a.test/server': 'Bearer theirs' });
  });

  test('take a variable only to a host of the user', async () => {
    const lines = ['registry=https://a.test/', '//a.test/:_authToken=${SECRET}'];
    const stranger = await askWith(lines, { picked: true });
    assert.deepEqual(stranger.seen, { 'https://a.test/server': null });
    const listed = await askWith(lines, { userHosts: ['a.test'] });
    assert.deepEqual(listed.seen, { 'https://a.test/server': `Bearer ${secret.SECRET}` });
    const users = await askWith(lines, { env: { 'npm_config_@x:registry': 'https://a.test/x/' } });
    assert.deepEqual(users.seen, { 'https://a.test/server': `Bearer ${secret.SECRET}` });
    for (const { said } of [stranger, listed, users])
      assert.ok(!said.includes(secret.SECRET), said);
  });

  test('take no variable to npm’s own registry, which everybody may publish to', async () => {
    const { host, href } = new URL(defaultUrl);
    const lines = [`//${host}/:_authToken=\${SECRET}`];
    assert.deepEqual((await askWith(lines)).seen, { [`${href}server`]: null });
    const { seen } = await askWith(lines, { env: { npm_config_registry: href } });
    assert.deepEqual(seen, { [`${href}server`]: `Bearer ${secret.SECRET}` });
  });

  test('never stand before the user’s', async () => {
    const lines = ['registry=https://a.test/npm/', '//a.test/npm/:_authToken=theirs'];
    const { seen } = await askWith(lines, { env: { 'npm_config_//a.test/:_authToken': 'mine' } });
    assert.deepEqual(seen, { 'https://a.test/npm/server': 'Bearer mine' });
  });

  test('are not the user’s name with their password', async () => {
    const lines = ['registry=https://a.test/', '//a.test/:_password=cGFzcw=='];
    const { seen } = await askWith(lines, { env: { 'npm_config_//a.test/:username': 'ann' } });
    assert.deepEqual(seen, { 'https://a.test/server': null });
  });
});

test('a redirect within the user’s hosts leaves the credential behind', async () => {
  await using mirror: LocalServer = await startServer(good);
  await using server = await startServer(
    (_, response) =>
      void response.writeHead(302, { location: `http://${mirror.host}/server` }).end(),
  );
  const env = {
    npm_config_registry: `http://${server.host}/`,
    'npm_config_@mirror:registry': `http://${mirror.host}/`,
    [`npm_config_//${server.host}/:_authToken`]: 'secret-of-a-server',
  };
  const { fact, said } = await askNpm('server', { env });
  assert.equal(knownOf(fact).list.length, 1);
  assert.equal(server.seen[0]?.headers.authorization, 'Bearer secret-of-a-server');
  assert.deepEqual(
    mirror.seen.map(({ headers }) => headers.authorization),
    [undefined],
  );
  assert.ok(!said.includes('secret-of-a-server'));
});
