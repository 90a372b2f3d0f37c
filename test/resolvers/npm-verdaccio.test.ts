import assert from 'node:assert/strict';
import { homedir } from 'node:os';
import { after, before, suite, test } from 'node:test';
import type { Releases } from '../../src/core/rules/facts.ts';
import { askNpm, folderWith, knownOf, whyNot } from './npm-asking.ts';
import { startServer } from './server.ts';
import { startVerdaccio, type Verdaccio } from './verdaccio.ts';

suite('a real npm registry', () => {
  let registry: Verdaccio;
  let env: Record<string, string>;
  before(async () => {
    registry = await startVerdaccio();
    env = { npm_config_registry: `http://${registry.host}/` };
    await registry.publish('server', '1.0.0', { at: '2026-01-02T03:04:05.678Z' });
    await registry.publish('server', '1.1.0', { at: '2026-02-03T04:05:06.000Z' });
    await registry.publish('server', '2.0.0-beta.1', { tag: 'next', at: null });
    await registry.publish('server', '1.2.0', { at: '2026-11-20T00:00:00.000Z' });
    await registry.deprecate('server', '1.1.0', 'loses data');
    await registry.publish('@team/server', '3.0.0');
    await registry.publish('@private/server', '4.0.0');
  });
  after(() => registry.stop());

  test('says every release with its date, the deprecated and the pre-release as such', async () => {
    const { address, fact } = await askNpm('server', { env });
    const { list, tags } = knownOf(fact);
    assert.deepEqual(
      [...list].sort((a, b) => a.version.localeCompare(b.version)),
      [
        {
          version: '1.0.0',
          publishedAt: Date.UTC(2026, 0, 2, 3, 4, 5, 678),
          withdrawn: false,
          installScripts: false,
        },
        {
          version: '1.1.0',
          publishedAt: Date.UTC(2026, 1, 3, 4, 5, 6),
          withdrawn: true,
          installScripts: false,
        },
        {
          version: '1.2.0',
          publishedAt: Date.UTC(2026, 10, 20),
          withdrawn: false,
          installScripts: false,
        },
        { version: '2.0.0-beta.1', publishedAt: null, withdrawn: false, installScripts: false },
      ],
    );
    assert.deepEqual(
      new Map(tags),
      new Map([
        ['latest', '1.2.0'],
        ['next', '2.0.0-beta.1'],
      ]),
    );
    assert.deepEqual(address, {
      ok: true,
      key: `npm http://${registry.host}/ server`,
      host: registry.host,
      namedBy: 'user',
    });
  });

  test('dates a release of today itself', async () => {
    const [release, ...others] = knownOf((await askNpm('@team/server', { env })).fact).list;
    assert.deepEqual(others, []);
    assert.equal(release?.version, '3.0.0');
    const age = Date.now() - (release?.publishedAt ?? 0);
    assert.ok(age >= 0 && age < 3_600_000, String(age));
  });

  test('knows no such package', async () => {
    assert.deepEqual((await askNpm('nothing', { env })).fact, { state: 'absent' });
    assert.deepEqual((await askNpm('@team/nothing', { env })).fact, { state: 'absent' });
  });

  test('gives a private scope to its token, name and password, and to nobody else', async () => {
    const { host, token, login } = registry;
    const asScope = `@private:registry=http://${host}\n`;
    const password = Buffer.from(login.password).toString('base64');
    const both = Buffer.from(`${login.name}:${login.password}`).toString('base64');
    for (const credential of [
      `//${host}/:_authToken=${token}`,
      `//${host}/:_authToken=\${TEAM_TOKEN}`,
      `//${host}:_authToken=${token}`,
      `//${host}/:_auth=${both}`,
      `//${host}/:username=${login.name}\n//${host}/:_password=${password}`,
    ]) {
      await using home = await folderWith({ '.npmrc': asScope + credential });
      const asked = await askNpm('@private/server', {
        home: home.path,
        env: { TEAM_TOKEN: token },
      });
      assert.deepEqual(versionsOf(knownOf(asked.fact)), ['4.0.0']);
      for (const secret of [token, password, both, login.password])
        assert.ok(!asked.said.includes(secret), asked.said);
    }
    await using home = await folderWith({ '.npmrc': asScope });
    const refused = await askNpm('@private/server', { home: home.path });
    assert.equal(whyNot(refused.fact), `not public on ${host}: sign-in needed (401)`);
  });

  test('a wrong token is a failure, not an absence', async () => {
    const { host } = registry;
    const wrong = { ...env, [`npm_config_//${host}/:_authToken`]: 'bm90LWEtdG9rZW4=' };
    const { fact } = await askNpm('@private/server', { env: wrong });
    assert.equal(
      whyNot(fact),
      `${host} does not take the credential of the npm settings: sign-in needed (401)`,
    );
  });

  test('the workspace’s settings count only with a place, and its host only where it is the user’s', async () => {
    const { host, token } = registry;
    await using sink = await startServer((_, response) => response.writeHead(404).end());
    await using home = await folderWith({
      '.npmrc': `registry=http://${sink.host}/\n//${host}/:_authToken=${token}\n`,
    });
    await using workspace = await folderWith({ '.npmrc': `@private:registry=http://${host}/` });
    const { path: place } = workspace;
    const inside = await askNpm('@private/server', { home: home.path, place });
    assert.deepEqual(versionsOf(knownOf(inside.fact)), ['4.0.0']);
    assert.ok(inside.address?.ok === true && inside.address.namedBy === 'user');
    assert.equal(sink.seen.length, 0);

    const outside = await askNpm('@private/server', { home: home.path });
    assert.deepEqual(outside.fact, { state: 'absent' });
    assert.deepEqual(
      sink.seen.map(({ path, headers }) => [path, headers.authorization]),
      [['/@private%2fserver', undefined]],
    );
  });

  test('a workspace’s own registry is not asked without the user, and never without a place', async () => {
    await using sink = await startServer((_, response) => response.writeHead(200).end('{}'));
    await using workspace = await folderWith({
      '.npmrc': `registry=http://${sink.host}/\n@team:registry=http://${sink.host}/`,
    });
    for (const name of ['server', '@team/server']) {
      const asked = await askNpm(name, { env, place: null });
      assert.equal(asked.fact.state, 'known');
    }
    const { fact } = await askNpm('@team/server', { env, place: workspace.path });
    assert.equal(
      whyNot(fact),
      `${sink.host} is on this machine and not among your registries, so it was not asked`,
    );
    assert.equal(sink.seen.length, 0);
  });

  test('a variable in a workspace’s address is never put in', async () => {
    await using sink = await startServer((_, response) => response.writeHead(200).end('{}'));
    await using workspace = await folderWith({
      '.npmrc': [
        `registry=http://${sink.host}/\${TEAM_TOKEN}/`,
        `@team:registry=http://${sink.host}/\${TEAM_TOKEN?}`,
        `//${sink.host}/:_authToken=\${TEAM_TOKEN}`,
      ].join('\n'),
    });
    const secret = { ...env, TEAM_TOKEN: 'a-secret-of-the-environment' };
    const setting = {
      env: secret,
      place: workspace.path,
      userHosts: [sink.host],
      picked: true,
    };
    // The user's own registry comes first, but not before that of a scope.
    const server = await askNpm('server', setting);
    assert.equal(server.fact.state, 'known');
    assert.ok(server.address?.ok === true && server.address.host === registry.host);
    const scoped = await askNpm('@team/server', setting);
    assert.equal(whyNot(scoped.fact), 'no usable address of a registry in the .npmrc here');
    assert.ok(!`${server.said}${scoped.said}`.includes(secret.TEAM_TOKEN));
    assert.equal(sink.seen.length, 0);
  });
});

test('this machine’s own npm registry says the releases of semver', async (t) => {
  // Where it is, is what our reader makes of the environment and the home of whoever runs this.
  const { address, fact } = await askNpm('semver', {
    env: process.env,
    home: homedir(),
    timeLimit: 20_000,
    signal: AbortSignal.timeout(25_000),
  });
  assert.ok(address?.ok === true && address.namedBy !== 'file', JSON.stringify(address));
  if (fact.state === 'failed' && process.env['CI'] !== 'true')
    return t.skip(`the npm registry of this machine did not answer: ${fact.why}`);
  const { list, tags } = knownOf(fact);
  const old = list.find(({ version }) => version === '7.0.0');
  assert.equal(typeof old?.publishedAt, 'number');
  assert.ok(list.some(({ version }) => version === new Map(tags).get('latest')));
});

function versionsOf({ list }: Releases): readonly string[] {
  return list.map(({ version }) => version);
}
