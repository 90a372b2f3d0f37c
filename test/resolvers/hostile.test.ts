import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import {
  answered,
  ask,
  digest,
  errandFor,
  imagesFor,
  manifest,
  manifestType,
  otherDigest,
  say,
  whyOf,
} from './asking.ts';
import { startSelfSigned } from './self-signed.ts';
import { startServer, type Answer } from './server.ts';

suite('answers that are good', () => {
  test('HEAD with all four types is enough', async () => {
    const { fact, server } = await answered((_, response) =>
      say(response, 200, { 'content-type': manifestType, 'docker-content-digest': digest }),
    );
    assert.deepEqual(fact, { state: 'known', value: digest });
    assert.deepEqual(
      server.seen.map(({ method, path }) => `${method} ${path}`),
      ['HEAD /v2/team/server/manifests/1.4'],
    );
    assert.deepEqual(server.seen[0]?.headers.accept?.split(', ').sort(), [
      'application/vnd.docker.distribution.manifest.list.v2+json',
      'application/vnd.docker.distribution.manifest.v2+json',
      manifestType,
      'application/vnd.oci.image.manifest.v1+json',
    ]);
    assert.equal(server.seen[0]?.headers.authorization, undefined);
  });

  for (const [name, status, headers] of [
    ['HEAD is not allowed', 405, {}],
    ['HEAD breaks the registry', 500, {}],
    ['HEAD says nothing', 200, {}],
    ['HEAD is 404 and GET is not', 404, {}],
    [
      'HEAD has a digest of something else',
      200,
      { 'content-type': 'text/html', 'docker-content-digest': otherDigest },
    ],
  ] as const) {
    test(`GET and a digest of our own when ${name}`, async () => {
      const { fact } = await answered((request, response) => {
        if (request.method === 'HEAD') say(response, status, headers);
        else say(response, 200, { 'content-type': manifestType }, manifest);
      });
      assert.deepEqual(fact, { state: 'known', value: digest });
    });
  }

  test('a redirect on the same host is followed', async () => {
    const { fact, server } = await answered((request, response) => {
      if (request.url === '/elsewhere')
        say(response, 200, { 'content-type': manifestType, 'docker-content-digest': digest });
      else say(response, 307, { location: '/elsewhere' });
    });
    assert.deepEqual(fact, { state: 'known', value: digest });
    assert.equal(server.seen.at(-1)?.method, 'HEAD');
  });
});

suite('what the registry does not have', () => {
  for (const code of ['MANIFEST_UNKNOWN', 'NAME_UNKNOWN']) {
    test(`${code} is absent`, async () => {
      const { fact } = await answered((_, response) =>
        say(response, 404, {}, JSON.stringify({ errors: [{ code }] })),
      );
      assert.deepEqual(fact, { state: 'absent' });
    });
  }

  for (const body of [
    '',
    '<h1>Not found</h1>',
    '{"errors":[]}',
    '{"errors":"x"}',
    '{"errors":[{"code":"DENIED"}]}',
    '[[[[',
  ]) {
    test(`404 with ${body || 'nothing'} is no answer`, async () => {
      const { fact } = await answered((_, response) => say(response, 404, {}, body));
      assert.match(whyOf(fact), /answered 404 not as a registry does/);
    });
  }
});

suite('no answer, and why', () => {
  const cases: readonly (readonly [string, Answer, RegExp])[] = [
    ['401 without a challenge', (_, r) => say(r, 401), /not public on 127.*sign-in needed \(401\)/],
    [
      '401 that wants a password',
      (_, r) => say(r, 401, { 'www-authenticate': 'Basic realm="x"' }),
      /sign-in needed/,
    ],
    [
      '401 with half a challenge',
      (_, r) => say(r, 401, { 'www-authenticate': 'Bearer realm=' }),
      /sign-in needed/,
    ],
    [
      '401 with a realm that is no address',
      (_, r) => say(r, 401, { 'www-authenticate': 'Bearer realm="x"' }),
      /no usable place/,
    ],
    ['403', (_, r) => say(r, 403), /sign-in needed \(403\)/],
    ['404', (_, r) => say(r, 404), /answered 404 not as a registry does/],
    ['405', (_, r) => say(r, 405), /answered 405/],
    ['500', (_, r) => say(r, 500), /answered 500/],
    ['418', (_, r) => say(r, 418), /answered 418/],
    ['429', (_, r) => say(r, 429, { 'retry-after': '30' }), /asks to wait 30 s \(429/],
    [
      'garbage',
      (_, r) => say(r, 200, { 'content-type': manifestType }, '\u0000\u0001 not json'),
      /sent no image manifest/,
    ],
    [
      'a page of a captive portal',
      (_, r) => say(r, 200, { 'content-type': 'text/html' }, '<html>'),
      /sent no image manifest/,
    ],
    [
      'a list where an object should be',
      (_, r) => say(r, 200, { 'content-type': manifestType }, '[]'),
      /sent no image manifest/,
    ],
    [
      'a digest of another kind',
      (_, r) =>
        say(r, 200, {
          'content-type': manifestType,
          'docker-content-digest': `sha512:${'0'.repeat(128)}`,
        }),
      /digest that is none/,
    ],
    ['schema 1', (_, r) => say(r, 200, {}, '{"schemaVersion":1}'), /sent no image manifest/],
    [
      'a digest in HEAD that is none',
      (_, r) => say(r, 200, { 'content-type': manifestType, 'docker-content-digest': 'sha256:zz' }),
      /digest that is none/,
    ],
    [
      'an upper-case digest',
      (_, r) =>
        say(r, 200, {
          'content-type': manifestType,
          'docker-content-digest': digest.toUpperCase(),
        }),
      /digest that is none/,
    ],
    [
      'a body that does not match its digest',
      (request, r) => {
        if (request.method === 'HEAD') say(r, 405);
        else
          say(
            r,
            200,
            { 'content-type': manifestType, 'docker-content-digest': otherDigest },
            manifest,
          );
      },
      /does not match its digest/,
    ],
    [
      'redirects without end',
      (_, r) => say(r, 302, { location: '/again' }),
      /redirects more than 3 times/,
    ],
    ['a redirect without a place', (_, r) => say(r, 302), /answered 302/],
    [
      'a redirect to another scheme',
      (_, r) => say(r, 302, { location: 'file:///etc/passwd' }),
      /without encryption/,
    ],
    [
      'a connection that breaks',
      (request) => void request.socket.destroy(),
      /could not be reached/,
    ],
    [
      'HTTP that is none',
      (request) => void request.socket.end('SSH-2.0-x\r\n'),
      /could not be reached/,
    ],
  ];
  for (const [name, answer, why] of cases) {
    test(name, async () => assert.match(whyOf((await answered(answer)).fact), why));
  }

  test('a body without end is left after 4 MB', async () => {
    let sent = 0;
    const { fact } = await answered((request, response) => {
      if (request.method === 'HEAD') return say(response, 405);
      const chunk = Buffer.alloc(256 * 1024, 'x');
      function more(): void {
        while (!response.destroyed && response.write(chunk)) sent += chunk.length;
        sent += chunk.length;
      }
      response.on('drain', more);
      more();
    });
    assert.match(whyOf(fact), /sent more than 4 MB$/);
    assert.ok(sent < 32 * 1024 * 1024, `${sent} bytes`);
  });

  test('a server that never answers', async () => {
    const { fact, server } = await answered(() => {}, { timeLimit: 150 });
    assert.equal(whyOf(fact), `${server.host} did not answer within 0.15 s`);
  });

  test('a server that stops in the middle of the body', async () => {
    const { fact } = await answered(
      (request, response) => {
        if (request.method === 'HEAD') say(response, 405);
        else response.writeHead(200, { 'content-type': manifestType }).write('{');
      },
      { timeLimit: 200 },
    );
    assert.match(whyOf(fact), /did not answer within 0\.2 s/);
  });

  test('nobody there', async () => {
    const gone = await startServer(() => {});
    await gone[Symbol.asyncDispose]();
    assert.equal(whyOf((await ask(gone.host)).fact), `${gone.host} refused the connection`);
  });

  test('a certificate that nobody vouches for', async () => {
    await using server = await startSelfSigned();
    const { fact } = await ask('registry.corp', {
      lookup: async () => ['140.82.121.34'],
      // By its name it is elsewhere, for what is on this machine is asked without encryption.
      fetch: (input, init) => {
        const url = new URL(input instanceof Request ? input.url : input);
        return fetch(`https://${server.host}${url.pathname}`, init);
      },
    });
    assert.equal(
      whyOf(fact),
      'registry.corp has a certificate that is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT)',
    );
    assert.equal(server.asked(), 0);
  });

  test('a name that is too long to be told whole', async () => {
    const host = `${'a'.repeat(60)}.${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(50)}.example`;
    const { fact } = await answered((_, response) =>
      say(response, 401, { 'www-authenticate': `Bearer realm="https://${host}/"` }),
    );
    assert.match(whyOf(fact), /wants sign-in at a{60}.*…$/);
  });

  test('abort in the middle', async () => {
    await using server = await startServer(() => controller.abort());
    const controller = new AbortController();
    const { fact, log } = await ask(server.host, { signal: controller.signal });
    assert.equal(whyOf(fact), 'stopped');
    assert.deepEqual(log, []);
  });
});

suite('requests that must not be made', () => {
  test('to a loopback port that the user did not name', async () => {
    const { fact, server } = await answered((_, response) => say(response, 200), { userHosts: [] });
    assert.match(whyOf(fact), /is on this machine and not among your registries/);
    assert.equal(server.seen.length, 0);
  });

  test('to where a redirect points', async () => {
    await using sink = await startServer((_, response) => say(response, 200));
    const { fact } = await answered((_, response) =>
      say(response, 302, { location: `http://${sink.host}/v2/` }),
    );
    assert.match(
      whyOf(fact),
      new RegExp(`sends the request on to ${sink.host}, which is not asked`),
    );
    assert.equal(sink.seen.length, 0);
  });

  test('to a realm elsewhere', async () => {
    await using sink = await startServer((_, response) => say(response, 200, {}, '{"token":"x"}'));
    const { fact } = await answered((_, response) =>
      say(response, 401, {
        'www-authenticate': `Bearer realm="http://${sink.host}/token",service="s"`,
      }),
    );
    assert.match(whyOf(fact), /wants sign-in at 127.*not known to belong to it/);
    assert.equal(sink.seen.length, 0);
  });

  test('with a token after a redirect to another host', async () => {
    await using mirror = await startServer((_, response) =>
      say(response, 200, { 'content-type': manifestType, 'docker-content-digest': digest }),
    );
    await using server = await startServer((request, response) => {
      if (request.url?.startsWith('/token')) say(response, 200, {}, '{"token":"anonymous"}');
      else if (request.headers.authorization === 'Bearer anonymous')
        say(response, 307, { location: `http://${mirror.host}/m` });
      else
        say(response, 401, {
          'www-authenticate': `Bearer realm="http://${server.host}/token",service="s"`,
        });
    });
    const { fact } = await ask(server.host, { userHosts: [server.host, mirror.host] });
    assert.deepEqual(fact, { state: 'known', value: digest });
    assert.deepEqual(
      mirror.seen.map(({ headers }) => headers.authorization),
      [undefined],
    );
  });

  for (const [repository, tag] of [
    ['../../admin', '1'],
    ['a//b', '1'],
    ['a/./b', '1'],
    ['a?x', '1'],
    ['a', '../x'],
    ['a', 'x#y'],
    ['a', ''],
    ['a', 'x'.repeat(129)],
  ] as const) {
    test(`for ${repository}:${tag.slice(0, 10)}`, async () => {
      await using server = await startServer((_, response) => say(response, 200));
      const { digests } = imagesFor();
      await digests.ready(null);
      const query = { kind: 'image-digest', registry: server.host, repository, tag } as const;
      const fact = await digests.ask(query, errandFor(server.host));
      assert.equal(whyOf(fact), 'this is not an image reference');
      assert.equal(server.seen.length, 0);
    });
  }
});
