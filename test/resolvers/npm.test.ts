import assert from 'node:assert/strict';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { suite, test } from 'node:test';
import { defaultUrl } from 'registry-url';
import { createHttp } from '../../src/resolvers/http.ts';
import { createNpm } from '../../src/resolvers/npm.ts';
import { askNpm, folderWith, knownOf, npmQuery, whyNot, type NpmSetting } from './npm-asking.ts';
import { userSide } from './resolver-for.ts';
import { startServer, type Answer, type LocalServer } from './server.ts';

const json = { 'content-type': 'application/json' };
const packument = { name: 'server', 'dist-tags': { latest: '1.0.0' }, versions: { '1.0.0': {} } };

function good(_: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, json).end(JSON.stringify(packument));
}

/** Asks a server of the test that is the user's own registry. */
async function askServer(answer: Answer, setting: NpmSetting = {}) {
  await using server = await startServer(answer);
  const env = { npm_config_registry: `http://${server.host}/npm/`, ...setting.env };
  const asked = await askNpm('server', { ...setting, env });
  return { ...asked, server };
}

function says(status: number, body = '', headers: Record<string, string> = {}): Answer {
  return (_, response) => void response.writeHead(status, headers).end(body);
}

suite('an answer that is none', () => {
  for (const [what, answer, why] of [
    ['401', says(401), 'not public on HOST: sign-in needed (401)'],
    ['403', says(403, '{}', json), 'not public on HOST: sign-in needed (403)'],
    [
      '404 of a web server',
      says(404, '<h1>?</h1>', { 'content-type': 'text/html' }),
      'HOST answered 404 not as a registry does',
    ],
    ['405', says(405), 'HOST answered 405'],
    ['429', says(429, '', { 'retry-after': '7' }), 'HOST asks to wait 7 s (429 too many requests)'],
    ['500', says(500, '{}', json), 'HOST answered 500'],
    ['304 that nobody asked for', says(304), 'HOST answered 304'],
    ['an empty body', says(200), 'HOST sent no document about this package'],
    ['garbage', says(200, '{"name":', json), 'HOST sent no document about this package'],
    [
      'a page',
      says(200, '<html>', { 'content-type': 'text/html' }),
      'HOST sent no document about this package',
    ],
    ['a list', says(200, '[]', json), 'HOST sent no document about this package'],
    [
      'another package',
      says(200, JSON.stringify({ ...packument, name: 'x' }), json),
      'HOST sent no document about this package',
    ],
    [
      'bytes that are no text',
      (_, response) => void response.writeHead(200, json).end(Buffer.alloc(999, 0xff)),
      'HOST sent no document about this package',
    ],
    [
      'a redirect to another host',
      says(302, '', { location: 'https://elsewhere.test/server' }),
      'HOST sends the request on to elsewhere.test, which is not asked',
    ],
    [
      'a redirect to metadata',
      says(302, '', { location: 'http://169.254.169.254/latest' }),
      '169.254.169.254 would be asked without encryption',
    ],
    [
      'a redirect without end',
      (request, response) => void response.writeHead(302, { location: `${request.url}x` }).end(),
      'HOST redirects more than 3 times',
    ],
    [
      'a connection that is cut',
      (_, response) =>
        void response
          .writeHead(200, { ...json, 'content-length': '999' })
          .write('{', () => response.destroy()),
      'HOST could not be reached (UND_ERR_SOCKET)',
    ],
  ] as const satisfies readonly (readonly [string, Answer, string])[]) {
    test(what, async () => {
      const { fact, server } = await askServer(answer);
      assert.equal(whyNot(fact), why.replaceAll('HOST', server.host));
    });
  }

  test('a body without end', async () => {
    const chunk = Buffer.alloc(1024 * 1024, '[');
    const { fact, server } = await askServer((_, response) => {
      response.writeHead(200, json);
      const more = (): void => void (response.destroyed || response.write(chunk, more));
      more();
    });
    assert.equal(whyNot(fact), `${server.host} sent more than ${64 * 1024 * 1024} bytes`);
  });

  test('a socket that says nothing', async () => {
    const { fact, server } = await askServer(() => {}, { timeLimit: 200 });
    assert.equal(whyNot(fact), `${server.host} did not answer within 0.2 s`);
  });

  test('a question that is taken back', async () => {
    const { fact } = await askServer(() => {}, { signal: AbortSignal.timeout(100) });
    assert.equal(whyNot(fact), 'stopped');
  });

  test('nobody there', async () => {
    const server = await startServer(good);
    await server[Symbol.asyncDispose]();
    const { fact } = await askNpm('server', {
      env: { npm_config_registry: `http://${server.host}` },
    });
    assert.equal(whyNot(fact), `${server.host} refused the connection`);
  });
});

suite('no such package', () => {
  for (const [what, answer] of [
    ['in words of a registry', says(404, '{"error":"not found"}', json)],
    [
      'in JSON of its own kind',
      says(404, '', { 'content-type': 'application/vnd.npm.install-v1+json; charset=utf-8' }),
    ],
    ['in JSON that is called text', says(404, '"Not Found"', { 'content-type': 'text/plain' })],
    ['in silence', says(404)],
    ['taken back', says(200, JSON.stringify({ name: 'server', time: { unpublished: {} } }), json)],
  ] as const satisfies readonly (readonly [string, Answer])[]) {
    test(what, async () => {
      assert.deepEqual((await askServer(answer)).fact, { state: 'absent' });
    });
  }
});

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
    const npm = createNpm({ http, now: Date.now, lookup: async () => ['8.8.8.8'], user });
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

/** Answers everything by the package, and remembers who was asked with which credential. */
function answering(seen: Record<string, string | null>): typeof globalThis.fetch {
  return async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    seen[url.href] = new Headers(init?.headers).get('authorization');
    return Response.json(packument);
  };
}

async function askFake(setting: NpmSetting & { readonly address?: string } = {}) {
  const seen: Record<string, string | null> = {};
  const lookup = async () => [setting.address ?? '8.8.8.8'];
  return { ...(await askNpm('server', { ...setting, fetch: answering(seen), lookup })), seen };
}

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
});

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
