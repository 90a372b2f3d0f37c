import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { defaultUrl } from 'registry-url';
import { createHttp } from '../../src/resolvers/http.ts';
import { createNpm } from '../../src/resolvers/npm.ts';
import { createNpmWays } from '../../src/resolvers/npm-way.ts';
import { answering, askFake, askNpm, folderWith, good, npmQuery, whyNot } from './npm-asking.ts';
import { userSide } from './resolver-for.ts';
import { startServer } from './server.ts';

suite('the question', () => {
  test('goes below the registry’s own path, in full, by its escaped name', async () => {
    await using server = await startServer((_, response) => void response.writeHead(404).end());
    for (const path of ['', '/', '/npm', '/npm/?a=b#c']) {
      const env = { npm_config_registry: `http://${server.host}${path}` };
      await askNpm('@team/JSONStream', { env });
    }
    assert.deepEqual(
      server.seen.map(({ method, path, headers }) => [method, path, headers.accept]),
      ['/', '/', '/npm/', '/npm/'].map((path) => [
        'GET',
        `${path}@team%2fJSONStream`,
        'application/json',
      ]),
    );
  });

  for (const name of [
    '',
    '..',
    '../x',
    '.x',
    '_x',
    'a/b',
    '@/x',
    '@team/',
    '@team/..',
    '@team/x/y',
    'a b',
    'a?b',
    'a#b',
    'a%2fb',
    'a:b',
    '@team',
    'http://x',
    'ä',
    'x'.repeat(215),
  ]) {
    test(`is not put for ${JSON.stringify(name).slice(0, 30)}`, async () => {
      await using server = await startServer(good);
      const env = { npm_config_registry: `http://${server.host}/` };
      const { address, fact } = await askNpm(name, { env });
      const why = 'this is not the name of an npm package';
      assert.deepEqual(
        [address, fact],
        [
          { ok: false, why },
          { state: 'failed', why },
        ],
      );
      assert.equal(server.seen.length, 0);
    });
  }

  test('is told by one key, without what is secret in an address', async () => {
    const env = { npm_config_registry: 'https://ann:pass@a.test/npm?token=x#y' };
    const { address, said } = await askNpm('server', { env, fetch: answering({}) });
    const key = 'npm https://a.test/npm/ server';
    assert.deepEqual(address, { ok: true, key, host: 'a.test', namedBy: 'user' });
    assert.ok(!said.includes('pass') && !said.includes('token'), said);
  });

  test('has no address before the settings are read, and none after they are forgotten', async () => {
    const http = createHttp({ now: Date.now, fetch: answering({}) });
    const user = userSide({ env: { PREFIX: '/no-such-prefix' } });
    const npm = createNpm({ http, lookup: async () => ['8.8.8.8'] }, createNpmWays(user));
    const address = () => npm.address(npmQuery('server'), null, []);
    assert.equal(address(), undefined);
    await npm.ready(null);
    const { host, href } = new URL(defaultUrl);
    assert.deepEqual(address(), { ok: true, key: `npm ${href} server`, host, namedBy: 'known' });
    npm.forget();
    assert.equal(address(), undefined);
  });

  for (const text of [
    '${REGISTRY}',
    'https://${MISSING}/',
    'file:///etc',
    'a.test',
    'javascript:x',
  ]) {
    test(`is not put to ${text}, nor to another registry instead`, async () => {
      const { address } = await askNpm('server', { env: { npm_config_registry: text } });
      assert.deepEqual(address, {
        ok: false,
        why: 'no usable address of a registry in your npm settings',
      });
    });
  }
});

suite('whom it may be put to', () => {
  test('a registry that only the file names: when it is picked, without a credential of another host', async () => {
    const env = { 'npm_config_//a.test/:_authToken': 'secret-of-a' };
    const unasked = await askFake({ env, registry: 'https://b.test/' });
    assert.ok(unasked.address?.ok === true && unasked.address.namedBy === 'file');
    assert.equal(
      whyNot(unasked.fact),
      'b.test is not a well-known public registry or among your registries, so it was not asked',
    );
    assert.deepEqual(unasked.seen, {});
    const picked = await askFake({ env, registry: 'https://b.test/', picked: true });
    assert.equal(picked.fact.state, 'known');
    assert.deepEqual(picked.seen, { 'https://b.test/server': null });
  });

  test('a registry of the file that is the user’s, with the credential; not in the clear', async () => {
    const env = { 'npm_config_//a.test/:_authToken': 'secret-of-a' };
    const { address, seen } = await askFake({ env, registry: 'https://a.test/npm' });
    assert.ok(address?.ok === true && address.namedBy === 'user');
    assert.deepEqual(seen, { 'https://a.test/npm/server': 'Bearer secret-of-a' });
    for (const registry of ['http://a.test/', 'http://a.test:443/']) {
      const clear = await askFake({ env, registry, picked: true });
      assert.match(whyNot(clear.fact), /would be asked without encryption$/);
      assert.deepEqual(clear.seen, {});
    }
  });

  test('in the clear only where the user’s own settings say so', async () => {
    const env = {
      npm_config_registry: 'http://a.test:8080/',
      'npm_config_//a.test:8080/:_authToken': 'secret-of-a',
    };
    const { fact, seen } = await askFake({ env, address: '10.0.0.8' });
    assert.equal(fact.state, 'known');
    assert.deepEqual(seen, { 'http://a.test:8080/server': 'Bearer secret-of-a' });
  });

  test('never metadata or link-local addresses; private ones only of the user', async () => {
    const picked = true;
    for (const [registry, address, why] of [
      [
        'https://169.254.169.254/',
        '169.254.169.254',
        '169.254.169.254 is never asked: link-local or metadata address',
      ],
      [
        'https://metadata.google.internal/',
        '8.8.8.8',
        'metadata.google.internal is never asked: link-local or metadata address',
      ],
      [
        'https://10.0.0.8/',
        '10.0.0.8',
        '10.0.0.8 is a private address and not among your registries, so it was not asked',
      ],
      [
        'https://b.test/',
        '10.0.0.8',
        'b.test has an address inside this network and is not among your registries, so it was not asked',
      ],
      [
        'https://b.test/',
        '169.254.169.254',
        'b.test has a link-local or metadata address, which is never asked',
      ],
    ] as const) {
      const { fact, seen } = await askFake({ registry, address, picked });
      assert.equal(whyNot(fact), why);
      assert.deepEqual(seen, {});
    }
    const users = await askFake({
      address: '10.0.0.8',
      env: { npm_config_registry: 'https://b.test/' },
    });
    assert.equal(users.fact.state, 'known');
  });

  test('a name and a password in the user’s own address', async () => {
    const registry = 'https://ann:p%40ss@a.test/';
    const basic = `Basic ${Buffer.from('ann:p@ss').toString('base64')}`;
    const users = await askFake({ env: { npm_config_registry: registry } });
    assert.deepEqual(users.seen, { 'https://a.test/server': basic });
    const files = await askFake({ registry, picked: true });
    assert.deepEqual(files.seen, { 'https://a.test/server': null });
  });

  test('settings that cannot be read are no reason to ask elsewhere', async () => {
    await using root = await folderWith({ '.npmrc': '#'.repeat(300_000) });
    const home = await askFake({ home: root.path });
    assert.equal(whyNot(home.fact), 'your npm settings could not be read');
    const workspace = await askFake({ place: root.path });
    assert.equal(whyNot(workspace.fact), 'the .npmrc here could not be read');
    assert.deepEqual({ ...home.seen, ...workspace.seen }, {});
  });

  test('a workspace’s registry that is a variable is neither put in nor a reason to ask elsewhere', async () => {
    const env = { TEAM: 'a.test' };
    for (const line of ['registry=https://${TEAM}/', '@team:registry=https://b.test/${TEAM}/']) {
      await using root = await folderWith({ '.npmrc': line });
      const seen: Record<string, string | null> = {};
      const fetch = answering(seen);
      const { fact } = await askNpm('@team/server', { place: root.path, env, fetch });
      assert.equal(whyNot(fact), 'no usable address of a registry in the .npmrc here');
      assert.deepEqual(seen, {});
    }
  });
});
