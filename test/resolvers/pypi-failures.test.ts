import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { suite, test } from 'node:test';
import { say } from './asking.ts';
import {
  askReleases,
  html,
  plainJson,
  reasonOf,
  simpleIndex,
  simpleJson,
  type PythonSetting,
} from './pypi-asking.ts';
import { startServer, type Answer } from './server.ts';

const file = { filename: 'demo-1.0-py3-none-any.whl' };

suite('no answer, and why in one line', () => {
  const cases: readonly (readonly [string, Answer, RegExp])[] = [
    ['401', (_, r) => say(r, 401), /^not public on 127.*: sign-in needed \(401\)$/],
    ['403', (_, r) => say(r, 403), /sign-in needed \(403\)$/],
    [
      '404 of something else',
      (_, r) => say(r, 404, { 'content-type': 'image/png' }),
      /404 not as an index/,
    ],
    ['404 with nothing', (_, r) => say(r, 404), /answered 404 not as an index does$/],
    ['405', (_, r) => say(r, 405), /^127.* answered 405$/],
    ['410', (_, r) => say(r, 410), /answered 410$/],
    ['429', (_, r) => say(r, 429, { 'retry-after': '30' }), /asks to wait 30 s \(429/],
    ['500', (_, r) => say(r, 500), /answered 500$/],
    ['304', (_, r) => say(r, 304), /answered 304$/],
    ['pages alone', (_, r) => say(r, 200, html, '<a>x</a>'), /answers no JSON/],
    ['no body', (_, r) => say(r, 200, simpleJson), /sent no list of releases$/],
    ['garbage', (_, r) => say(r, 200, simpleJson, '\u0000[[['), /sent no list of releases$/],
    [
      'another document',
      (_, r) => say(r, 200, plainJson, '{"message":"hi"}'),
      /no list of releases$/,
    ],
    ['a list', (_, r) => say(r, 200, plainJson, '[]'), /no list of releases$/],
    ['deep nesting', (_, r) => say(r, 200, plainJson, '['.repeat(200_000)), /no list of releases$/],
    [
      'a loop',
      ({ url }, r) => say(r, 302, { location: url ?? '' }),
      /redirects more than 3 times$/,
    ],
    ['nothing ever', () => {}, /did not answer within 0.5 s$/],
    [
      'half an answer',
      (_, r) => void r.writeHead(200, simpleJson).write('{'),
      /did not answer within/,
    ],
    ['a hang-up', (_, r) => void r.destroy(), /could not be reached/],
  ];
  for (const [name, answer, why] of cases) {
    test(name, async () => {
      await using server = await startServer(answer);
      const env = { UV_INDEX_URL: `http://${server.host}/simple` };
      assert.match(reasonOf(await askReleases({ env, timeLimit: 500 })), why);
    });
  }

  test('pages here and nothing beside', async () => {
    await using server = await startServer(({ url }, response) => {
      if (url === '/simple/demo/') say(response, 200, html, '<a>x</a>');
      else say(response, 404, html, 'Not Found');
    });
    const env = { UV_INDEX_URL: `http://${server.host}/simple` };
    assert.match(reasonOf(await askReleases({ env })), /^127.* answers no JSON, so/);
  });

  test('an endless answer', async () => {
    const chunk = ' '.repeat(1024 * 1024);
    await using server = await startServer((_, response) => {
      response.writeHead(200, simpleJson);
      const more = (): void => {
        while (!response.destroyed && response.write(chunk));
        if (!response.destroyed) response.once('drain', more);
      };
      more();
    });
    const env = { UV_INDEX_URL: `http://${server.host}/simple` };
    assert.match(reasonOf(await askReleases({ env })), /sent more than 64 MB$/);
  });

  test('no server, and one that speaks no TLS', async () => {
    const server = createServer((socket) => {
      socket.on('error', () => {});
      socket.end('hello\n', () => socket.destroy());
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = server.address() as AddressInfo;
    const plain = { UV_INDEX_URL: `https://127.0.0.1:${port}/simple` };
    assert.match(
      reasonOf(await askReleases({ env: plain })),
      /^127.0.0.1:\d+ (?:has a cert|could not)/,
    );
    await new Promise((resolve) => {
      server.close(resolve);
    });
    assert.match(reasonOf(await askReleases({ env: plain })), /refused the connection$/);
  });
});

test('an index whose host is called simple: no host beside it hears of the package', async () => {
  const asked: string[] = [];
  const fetch: typeof globalThis.fetch = async (input) => {
    asked.push(input instanceof Request ? input.url : String(input));
    return new Response('', { status: 404, headers: html });
  };
  const env = { UV_DEFAULT_INDEX: 'https://me:secret@simple' };
  const fact = await askReleases({ env, fetch, lookup: async () => ['8.8.8.8'] });
  assert.deepEqual(fact, { state: 'absent' });
  assert.deepEqual(asked, ['https://simple/demo/']);
});

suite('a file that names an index', () => {
  const secret = 'Zx9-very-secret';

  async function withSink(
    setting: (sink: string) => PythonSetting,
    why: RegExp | null,
  ): Promise<void> {
    await using sink = await startServer(simpleIndex([file]));
    const fact = await askReleases(setting(sink.host));
    if (why !== null) assert.match(reasonOf(fact), why);
    const signIns = sink.seen.map(({ headers }) => headers.authorization);
    assert.deepEqual(signIns, why === null ? [undefined] : []);
  }

  test('on this machine: no request, picked or not', async () => {
    for (const picked of [false, true]) {
      await withSink(
        (sink) => ({ picked, query: { registry: `http://${sink}/simple` } }),
        /is on this machine and not among your registries/,
      );
    }
  });

  test('by a variable: not expanded, no request', async () => {
    await withSink(
      (sink) => ({
        env: { SINK: sink },
        userHosts: [sink],
        query: { registry: 'http://${SINK}/simple' },
      }),
      /the address of the package index cannot be asked$/,
    );
  });

  test('a host of the extension’s setting gets no credential of an index', async () => {
    await withSink(
      (sink) => ({
        env: {
          UV_INDEX: `https://me:${secret}@mine.example/simple`,
          UV_INDEX_SINK_PASSWORD: secret,
        },
        files: { '/home/me/.netrc': `machine 127.0.0.1 login me password ${secret}` },
        userHosts: [sink],
        query: { registry: `http://${sink}/simple` },
      }),
      null,
    );
  });

  test('it alone is asked, not the user’s indexes', async () => {
    await using mine = await startServer(simpleIndex([file]));
    await withSink(
      (sink) => ({
        env: { UV_INDEX: `http://me:${secret}@${mine.host}/simple` },
        userHosts: [sink],
        query: { registry: `http://${sink}/simple` },
      }),
      null,
    );
    assert.deepEqual(mine.seen, []);
  });

  test('nobody is sent on to another host, and no credential either', async () => {
    await using sink = await startServer(simpleIndex([file]));
    await using mine = await startServer((_, response) =>
      say(response, 302, { location: `http://${sink.host}/simple/demo/` }),
    );
    const env = { UV_INDEX: `http://me:${secret}@${mine.host}/simple` };
    assert.match(
      reasonOf(await askReleases({ env })),
      /sends the request on to 127.*which is not asked$/,
    );
    assert.equal(sink.seen.length, 0);
    const listed = await askReleases({ env, userHosts: [sink.host] });
    assert.equal(listed.state, 'known');
    assert.equal(sink.seen[0]?.headers.authorization, undefined);
  });

  test('another host than the known ones is asked only when it is picked', async () => {
    const query = { registry: 'https://packages.invalid/simple' };
    assert.match(
      reasonOf(await askReleases({ query })),
      /packages.invalid is not a well-known public/,
    );
    assert.match(
      reasonOf(await askReleases({ query, picked: true })),
      /packages.invalid was not found/,
    );
  });
});
