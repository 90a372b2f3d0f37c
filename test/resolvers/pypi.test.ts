import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { say } from './asking.ts';
import {
  addressOf,
  askReleases,
  home,
  html,
  listOf,
  notFound,
  plainJson,
  simpleIndex,
  simpleJson,
  versionsOf,
} from './pypi-asking.ts';
import { startServer, type LocalServer } from './server.ts';

const file = { filename: 'demo-1.0-py3-none-any.whl', 'upload-time': '2024-03-01T00:00:00Z' };
const other = { filename: 'demo-2.0.tar.gz', 'upload-time': '2024-04-01T00:00:00Z', yanked: true };

function pathsOf({ seen }: LocalServer): readonly string[] {
  return seen.map(({ method, path }) => `${method} ${path}`);
}

suite('one index', () => {
  test('the simple API is asked once, in JSON, without a credential', async () => {
    await using server = await startServer(simpleIndex([file, other]));
    const env = { UV_INDEX_URL: `http://${server.host}/simple/` };
    assert.deepEqual(listOf(await askReleases({ env, query: { name: 'De.mo' } })), []);
    assert.deepEqual(listOf(await askReleases({ env, query: { name: 'Demo' } })), [
      {
        version: '1.0',
        publishedAt: Date.parse('2024-03-01'),
        withdrawn: false,
        installScripts: false,
      },
      {
        version: '2.0',
        publishedAt: Date.parse('2024-04-01'),
        withdrawn: true,
        installScripts: true,
      },
    ]);
    assert.deepEqual(pathsOf(server), ['GET /simple/de-mo/', 'GET /simple/demo/']);
    const { headers } = server.seen[0] ?? {};
    assert.match(
      headers?.accept ?? '',
      /^application\/vnd\.pypi\.simple\.v1\+json, application\/json;q=0\.5$/,
    );
    assert.equal(headers?.authorization, undefined);
  });

  for (const [name, status, type] of [
    ['it has pages alone', 200, html],
    ['it refuses JSON', 406, html],
    ['it knows no such address', 404, html],
    ['it has another type', 200, { 'content-type': 'application/octet-stream' }],
    ['it says no type', 200, {}],
  ] as const) {
    test(`the older answers beside it are asked for when ${name}`, async () => {
      const releases = { '1!1.0rc1': [{ upload_time: '2024-03-01T00:00:00' }] };
      await using server = await startServer(({ url }, response) => {
        if (url === '/repo/pypi/demo/json')
          say(response, 200, plainJson, JSON.stringify({ releases }));
        else say(response, status, type, '<a href="demo-1.0.tar.gz">demo-1.0.tar.gz</a>');
      });
      const env = { PIP_INDEX_URL: `http://${server.host}/repo/simple` };
      assert.deepEqual(listOf(await askReleases({ env, query: { tool: 'pip' } })), [
        { version: '1!1.0rc1', publishedAt: Date.parse('2024-03-01'), withdrawn: false },
      ]);
      assert.deepEqual(pathsOf(server), ['GET /repo/simple/demo/', 'GET /repo/pypi/demo/json']);
    });
  }

  for (const [type, body] of [
    [html, '<h1>Not Found</h1>'],
    [plainJson, '{"message":"Not Found"}'],
    [{ 'content-type': 'text/plain' }, 'Not Found'],
  ] as const) {
    test(`absent when both say 404 with ${type['content-type']}`, async () => {
      await using server = await startServer((_, response) => say(response, 404, type, body));
      const env = { UV_INDEX_URL: `http://${server.host}/simple` };
      assert.deepEqual(await askReleases({ env }), { state: 'absent' });
      assert.equal(server.seen.length, 2);
    });
  }

  test('there is nothing beside an index of another address', async () => {
    await using server = await startServer(notFound());
    const env = { UV_INDEX_URL: `http://${server.host}/simple/stable` };
    assert.deepEqual(await askReleases({ env }), { state: 'absent' });
    assert.deepEqual(pathsOf(server), ['GET /simple/stable/demo/']);
  });

  test('a redirect on the same host is followed, signed in', async () => {
    await using server = await startServer(({ url }, response) => {
      if (url === '/simple/demo/') say(response, 301, { location: '/mirror/demo/' });
      else say(response, 200, simpleJson, JSON.stringify({ files: [file] }));
    });
    const env = { UV_INDEX_URL: `http://me:secret@${server.host}/simple` };
    assert.deepEqual(versionsOf(await askReleases({ env })), ['1.0']);
    assert.deepEqual(pathsOf(server), ['GET /simple/demo/', 'GET /mirror/demo/']);
  });
});

suite('several indexes', () => {
  test('uv: the first that knows the package', async () => {
    await using empty = await startServer(notFound());
    await using first = await startServer(simpleIndex([file]));
    await using second = await startServer(simpleIndex([other]));
    const env = {
      UV_INDEX: `http://${empty.host} http://${first.host}`,
      UV_DEFAULT_INDEX: `http://${second.host}`,
    };
    assert.deepEqual(versionsOf(await askReleases({ env })), ['1.0']);
    assert.deepEqual([empty.seen.length, first.seen.length, second.seen.length], [1, 1, 0]);
  });

  test('uv: one that does not answer is not passed over', async () => {
    await using broken = await startServer((_, response) => say(response, 500));
    await using second = await startServer(simpleIndex([other]));
    const env = { UV_INDEX: `http://${broken.host}`, UV_DEFAULT_INDEX: `http://${second.host}` };
    assert.deepEqual(await askReleases({ env }), {
      state: 'failed',
      why: `${broken.host} answered 500`,
    });
    assert.equal(second.seen.length, 0);
  });

  test('pip: what all of them have', async () => {
    await using empty = await startServer(notFound());
    await using first = await startServer(simpleIndex([file]));
    await using second = await startServer(simpleIndex([file, other]));
    const files = {
      '/home/me/.config/pip/pip.conf': `[global]\nindex-url = http://${empty.host}/\nextra-index-url =\n  http://${first.host}/\n  http://${second.host}/\n`,
    };
    const fact = await askReleases({ files, query: { tool: 'pip' } });
    assert.deepEqual(versionsOf(fact), ['1.0', '2.0']);
    assert.deepEqual([empty.seen.length, first.seen.length, second.seen.length], [1, 1, 1]);
  });

  test('absent when none has it', async () => {
    await using first = await startServer(notFound());
    await using second = await startServer(notFound());
    const env = {
      PIP_INDEX_URL: `http://${first.host}`,
      PIP_EXTRA_INDEX_URL: `http://${second.host}`,
    };
    assert.deepEqual(await askReleases({ env, query: { tool: 'pip' } }), { state: 'absent' });
  });
});

suite('credentials', () => {
  const password = 'Zx9-very-secret';
  const basic = `Basic ${Buffer.from(`me:${password}`).toString('base64')}`;

  test('go to the index they are written for, and are shown nowhere', async () => {
    await using server = await startServer(simpleIndex([file]));
    await using second = await startServer(simpleIndex([file]));
    const log: string[] = [];
    const setting = {
      env: {
        PIP_INDEX_URL: `http://me:${password}@${server.host}/simple`,
        PIP_EXTRA_INDEX_URL: `http://${second.host}`,
      },
      log,
      query: { tool: 'pip' },
    } as const;
    assert.deepEqual(versionsOf(await askReleases(setting)), ['1.0']);
    assert.equal(server.seen[0]?.headers.authorization, basic);
    assert.equal(second.seen[0]?.headers.authorization, undefined);
    const shown = JSON.stringify([log, await addressOf(setting)]);
    assert.ok(log.length === 2 && !shown.includes(password) && !shown.includes('me:'));
  });

  test('from uv.toml, by its name and from netrc', async () => {
    await using server = await startServer((request, response) => {
      if (request.headers.authorization === basic) simpleIndex([file])(request, response);
      else say(response, 401, { 'www-authenticate': 'Basic realm="x"' });
    });
    const url = `http://${server.host}/simple`;
    const toml = `${home}/.config/uv/uv.toml`;
    const named = `[[index]]\nname = "in-house"\nurl = "${url}"\ndefault = true\n`;
    const withUser = `index-url = "${url.replace('//', `//me:${password}@`)}"`;
    const env = { UV_INDEX_IN_HOUSE_USERNAME: 'me', UV_INDEX_IN_HOUSE_PASSWORD: password };
    const netrc = { [`${home}/.netrc`]: `machine 127.0.0.1 login me password ${password}` };
    for (const setting of [
      { files: { [toml]: withUser } },
      { files: { [toml]: named }, env },
      { files: { [toml]: named, ...netrc } },
    ])
      assert.deepEqual(versionsOf(await askReleases(setting)), ['1.0']);
    const none = await askReleases({ files: { [toml]: named } });
    assert.deepEqual(none, {
      state: 'failed',
      why: `not public on ${server.host}: sign-in needed (401)`,
    });
  });

  test('that are refused are said to be', async () => {
    await using server = await startServer((_, response) => say(response, 403));
    const fact = await askReleases({
      env: { UV_INDEX_URL: `http://me:${password}@${server.host}` },
    });
    assert.deepEqual(fact, {
      state: 'failed',
      why: `${server.host} does not take the sign-in of your settings (403)`,
    });
  });
});
