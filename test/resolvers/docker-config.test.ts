import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import * as fc from 'fast-check';
import {
  dockerConfigPath,
  dockerHost,
  noDockerConfig,
  parseDockerConfig,
  readDockerConfig,
  serverName,
} from '../../src/resolvers/docker-config.ts';
import { authOf } from './docker-home.ts';

function authsOf(auths: unknown): ReadonlyMap<string, unknown> {
  return parseDockerConfig(JSON.stringify({ auths })).auths;
}

const basic = { kind: 'password', username: 'me', password: 'pass:word' } as const;

suite('the docker settings', () => {
  test('credentials of every form', () => {
    const auths = authsOf({
      'ghcr.io': authOf('me', 'pass:word'),
      'reg.corp:5000': { username: 'me', password: 'pass:word' },
      'my.azurecr.io': { ...authOf('0000', ''), identitytoken: 'identity' },
      'quay.io': { ...authOf('me', 'x'), registrytoken: 'bearer' },
      'gcr.io': {},
      'zero.io': { auth: Buffer.from('me:pass:word\0\0').toString('base64') },
    });
    assert.deepEqual(
      [...auths],
      [
        ['ghcr.io', basic],
        ['reg.corp:5000', basic],
        ['my.azurecr.io', { kind: 'identity', token: 'identity' }],
        ['quay.io', { kind: 'registry', token: 'bearer' }],
        ['gcr.io', null],
        ['zero.io', basic],
      ],
    );
  });

  test('hosts as docker keys them', () => {
    for (const [key, host] of [
      ['ghcr.io', 'ghcr.io'],
      ['GHCR.io', 'ghcr.io'],
      ['https://ghcr.io', 'ghcr.io'],
      ['https://ghcr.io/v2/', 'ghcr.io'],
      ['http://reg.corp:5000/x', 'reg.corp:5000'],
      ['https://index.docker.io/v1/', 'docker.io'],
      ['docker.io', 'docker.io'],
      ['registry-1.docker.io', 'docker.io'],
      ['127.0.0.1:5000', '127.0.0.1:5000'],
      ['ftp://ghcr.io', undefined],
      ['user@ghcr.io', undefined],
      ['ghcr.io?x', undefined],
      ['', undefined],
      ['a b', undefined],
    ] as const) {
      assert.equal(dockerHost(key), host, key);
    }
    assert.equal(serverName('docker.io'), 'https://index.docker.io/v1/');
    assert.equal(serverName('ghcr.io'), 'ghcr.io');
  });

  test('an entry that holds something is not hidden by another name of its host', () => {
    const full = authOf('me', 'pass:word');
    for (const auths of [
      { 'https://index.docker.io/v1/': full, 'docker.io': {} },
      { 'docker.io': {}, 'https://index.docker.io/v1/': full },
    ]) {
      assert.deepEqual([...authsOf(auths)], [['docker.io', basic]]);
    }
  });

  test('helpers, and the one of all hosts', () => {
    const text = JSON.stringify({
      credHelpers: { 'https://gcr.io': 'gcloud', 'x y': 'no', 'quay.io': 5 },
      credsStore: 'desktop',
    });
    const config = parseDockerConfig(text);
    assert.deepEqual([...config.helpers], [['gcr.io', 'gcloud']]);
    assert.equal(config.store, 'desktop');
    assert.equal(parseDockerConfig('{"credsStore":""}').store, null);
  });

  test('one odd entry does not hide the others', () => {
    const good = authOf('me', 'pass:word');
    const odd = [
      5,
      null,
      [],
      'x',
      { auth: 5 },
      { auth: 'no colon' },
      { auth: '%%%' },
      { username: 'me' },
    ];
    const hosts = odd.map((entry, index) => [`odd${index}.io`, entry] as const);
    const auths = authsOf({ ...Object.fromEntries(hosts), 'ghcr.io': good });
    assert.deepEqual(auths.get('ghcr.io'), basic);
    for (const [host] of hosts) assert.equal(auths.get(host), null, host);
    const mixed = { auth: good.auth, identitytoken: 5, registrytoken: ['x'] };
    assert.deepEqual(authsOf({ 'ghcr.io': mixed }).get('ghcr.io'), basic);
  });

  test('a token that cannot stand in a header is none', () => {
    for (const registrytoken of ['a\nb: c', 'a b', 'ä', '']) {
      assert.equal(authsOf({ 'ghcr.io': { registrytoken } }).get('ghcr.io'), null);
    }
  });

  test('what is no such file says nothing', () => {
    const texts = [
      '',
      'x',
      '[]',
      '5',
      'null',
      '{"auths":[]}',
      '{"auths":5,"credHelpers":"x","credsStore":{}}',
    ];
    for (const text of [...texts, `${'['.repeat(100_000)}`]) {
      assert.deepEqual(parseDockerConfig(text), noDockerConfig, text.slice(0, 40));
    }
  });

  test('keys of every object are no hosts', () => {
    const entry = JSON.stringify(authOf('me', 'x'));
    const names = ['__proto__', 'constructor', 'hasOwnProperty', 'toString'];
    const auths = names.map((name) => `"${name}":${entry}`).join();
    const config = parseDockerConfig(`{"auths":{${auths}},"__proto__":{"credsStore":"evil"}}`);
    assert.equal(config.store, null);
    assert.equal(({} as { auth?: unknown }).auth, undefined);
    for (const [, credential] of config.auths) assert.notEqual(credential, undefined);
  });

  test('no text makes it throw', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        const { auths, helpers } = parseDockerConfig(text);
        assert.ok(auths instanceof Map && helpers instanceof Map);
      }),
    );
    const odd = fc.record(
      {
        auths: fc.dictionary(
          fc.string(),
          fc.oneof(fc.jsonValue(), fc.record({ auth: fc.base64String() })),
        ),
        credHelpers: fc.dictionary(fc.string(), fc.jsonValue()),
        credsStore: fc.jsonValue(),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(odd, (config) => {
        for (const host of parseDockerConfig(JSON.stringify(config)).auths.keys())
          assert.equal(dockerHost(host), host);
      }),
    );
  });
});

suite('where they are', () => {
  test('DOCKER_CONFIG, else the home folder; never where one happens to stand', () => {
    const home = '/home/me';
    assert.equal(dockerConfigPath({ env: {}, home }), '/home/me/.docker/config.json');
    assert.equal(
      dockerConfigPath({ env: { DOCKER_CONFIG: '' }, home }),
      '/home/me/.docker/config.json',
    );
    assert.equal(
      dockerConfigPath({ env: { DOCKER_CONFIG: '/etc/d' }, home }),
      '/etc/d/config.json',
    );
    assert.equal(dockerConfigPath({ env: { DOCKER_CONFIG: '.docker' }, home }), null);
  });

  test('a file that is none, or too large, says nothing', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'mcp-posture-config-'));
    const at = (name: string): string => join(folder, name);
    try {
      const text = JSON.stringify({ credsStore: 'desktop' });
      await writeFile(at('good'), `\uFEFF${text}`);
      await symlink(at('good'), at('link'));
      await writeFile(at('large'), text);
      await truncate(at('large'), 1_000_001);
      await mkdir(at('folder'));
      execFileSync('mkfifo', [at('pipe')]);
      for (const name of ['good', 'link']) {
        assert.equal((await readDockerConfig(at(name))).store, 'desktop', name);
      }
      for (const name of ['large', 'folder', 'pipe', 'missing']) {
        assert.deepEqual(await readDockerConfig(at(name)), noDockerConfig, name);
      }
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
