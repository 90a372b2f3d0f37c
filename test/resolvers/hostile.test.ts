import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { suite, test } from 'node:test';
import type { Fact, ImageDigest, ImageDigestQuery } from '../../src/core/rules/facts.ts';
import { createHttp } from '../../src/resolvers/http.ts';
import { createOci } from '../../src/resolvers/oci.ts';
import { startServer, type Answer, type LocalServer } from './server.ts';

const manifestType = 'application/vnd.oci.image.index.v1+json';
const manifest = JSON.stringify({ schemaVersion: 2, mediaType: manifestType, manifests: [] });
const digest = `sha256:${createHash('sha256').update(manifest).digest('hex')}`;
const otherDigest = `sha256:${'0'.repeat(64)}`;

interface Asked {
  readonly fact: Fact<ImageDigest>;
  readonly log: readonly string[];
}

interface Setting {
  readonly userHosts?: readonly string[];
  readonly timeLimit?: number;
  readonly signal?: AbortSignal;
  readonly tag?: string;
}

async function ask(host: string, setting: Setting = {}): Promise<Asked> {
  const log: string[] = [];
  const http = createHttp({
    now: Date.now,
    timeLimit: setting.timeLimit ?? 5000,
    log: (line) => log.push(line),
  });
  const oci = createOci({ http, now: Date.now });
  const policy = { userHosts: setting.userHosts ?? [host], picked: false };
  const fact = await oci(
    queryFor(host, setting.tag),
    policy,
    setting.signal ?? AbortSignal.timeout(5000),
  );
  return { fact, log };
}

function queryFor(registry: string, tag = '1.4'): ImageDigestQuery {
  return { kind: 'image-digest', registry, repository: 'team/server', tag };
}

async function answered(
  answer: Answer,
  setting: Setting = {},
): Promise<Asked & { readonly server: LocalServer }> {
  await using server = await startServer(answer);
  return { ...(await ask(server.host, setting)), server };
}

function say(
  response: ServerResponse,
  status: number,
  headers: Record<string, string> = {},
  body = '',
): void {
  response.writeHead(status, headers).end(body);
}

function whyOf(fact: Fact<ImageDigest>): string {
  assert.equal(fact.state, 'failed', JSON.stringify(fact));
  assert.ok(fact.state === 'failed');
  assert.ok(!fact.why.includes('\n') && !fact.why.endsWith('.') && fact.why.length < 200, fact.why);
  return fact.why;
}

function registryWith(
  token: Answer,
  accept: (authorization: string | undefined) => boolean,
): Promise<LocalServer> {
  const started: Promise<LocalServer> = startServer((request, response) => {
    if (request.url?.startsWith('/token')) return token(request, response);
    if (accept(request.headers.authorization)) {
      return say(response, 200, {
        'content-type': manifestType,
        'docker-content-digest': digest,
      });
    }
    const realm = `http://${request.headers.host}/token`;
    return say(response, 401, {
      'www-authenticate': `Basic realm="other", Bearer service="a b&c", realm="${realm}", scope="x"`,
    });
  });
  return started;
}

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
    assert.match(whyOf(fact), /sent more than 4194304 bytes/);
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
      const oci = createOci({ http: createHttp({ now: Date.now }), now: Date.now });
      const query = { kind: 'image-digest', registry: server.host, repository, tag } as const;
      const fact = await oci(
        query,
        { userHosts: [server.host], picked: false },
        AbortSignal.timeout(1000),
      );
      assert.equal(whyOf(fact), 'this is not an image reference');
      assert.equal(server.seen.length, 0);
    });
  }
});

suite('tokens', () => {
  for (const field of ['token', 'access_token']) {
    test(`the anonymous one in ${field}, asked with service and scope only`, async () => {
      await using server = await registryWith(
        (_, response) => say(response, 200, {}, JSON.stringify({ [field]: 'abc' })),
        (authorization) => authorization === 'Bearer abc',
      );
      const { fact, log } = await ask(server.host);
      assert.deepEqual(fact, { state: 'known', value: digest });
      const asked = server.seen.find(({ path }) => path.startsWith('/token'));
      assert.equal(asked?.path, '/token?service=a+b%26c&scope=repository%3Ateam%2Fserver%3Apull');
      assert.equal(asked?.headers.authorization, undefined);
      assert.ok(!log.join().includes('abc'));
    });
  }

  const bad: readonly (readonly [string, Answer, RegExp])[] = [
    ['401', (_, r) => say(r, 401), /sign-in needed/],
    ['500', (_, r) => say(r, 500), /gave no token \(500\)/],
    ['garbage', (_, r) => say(r, 200, {}, 'x'), /no token that could be read/],
    ['another shape', (_, r) => say(r, 200, {}, '{"token":5}'), /no token that could be read/],
    [
      'a line break in it',
      (_, r) => say(r, 200, {}, '{"token":"a\\r\\nx: y"}'),
      /no token that could be read/,
    ],
    ['no end', (_, r) => void r.end('x'.repeat(100_000)), /sent more than 65536 bytes/],
  ];
  for (const [name, token, why] of bad) {
    test(`a token server that answers ${name}`, async () => {
      await using server = await registryWith(token, () => false);
      assert.match(whyOf((await ask(server.host)).fact), why);
    });
  }

  test('one that is not taken is asked for once, not for ever', async () => {
    await using server = await registryWith(
      (_, response) => say(response, 200, {}, '{"token":"abc"}'),
      () => false,
    );
    assert.match(whyOf((await ask(server.host)).fact), /sign-in needed \(401\)/);
    assert.equal(server.seen.length, 3);
  });

  test('kept until shortly before its end', async () => {
    let time = 1_000_000;
    await using server = await registryWith(
      (_, response) => say(response, 200, {}, '{"token":"abc","expires_in":300}'),
      (authorization) => authorization === 'Bearer abc',
    );
    const oci = createOci({ http: createHttp({ now: () => time }), now: () => time });
    const policy = { userHosts: [server.host], picked: false };
    const tokensAsked = () => server.seen.filter(({ path }) => path.startsWith('/token')).length;
    for (const [at, count] of [
      [0, 1],
      [200_000, 1],
      [294_000, 1],
      [296_000, 2],
    ] as const) {
      time = 1_000_000 + at;
      await oci(queryFor(server.host), policy, AbortSignal.timeout(2000));
      assert.equal(tokensAsked(), count, String(at));
    }
  });
});

suite('a host that wants to be left alone', () => {
  for (const [name, retryAfter, seconds] of [
    ['seconds', () => '30', 30],
    ['a date', (now: number) => new Date(now + 30_000).toUTCString(), 30],
    ['nothing', () => undefined, 60],
    ['nonsense', () => 'soon', 60],
    ['far too long', () => '999999', 3600],
    ['the past', (now: number) => new Date(now - 5000).toUTCString(), 1],
  ] as const) {
    test(`after 429 with ${name}: ${seconds} s`, async () => {
      const start = Date.UTC(2026, 0, 1);
      let time = start;
      let status = 429;
      await using server = await startServer((_, response) => {
        const header = retryAfter(time);
        const wait: Record<string, string> = header === undefined ? {} : { 'retry-after': header };
        if (status === 429) say(response, 429, wait);
        else say(response, 200, { 'content-type': manifestType, 'docker-content-digest': digest });
      });
      const oci = createOci({ http: createHttp({ now: () => time }), now: () => time });
      const again = () =>
        oci(
          queryFor(server.host),
          { userHosts: [server.host], picked: false },
          AbortSignal.timeout(2000),
        );
      assert.match(whyOf(await again()), new RegExp(`asks to wait ${seconds} s`));
      status = 200;
      time = start + seconds * 1000 - 1;
      assert.match(whyOf(await again()), /asks to wait/);
      assert.equal(server.seen.length, 1);
      time += 1;
      assert.deepEqual(await again(), { state: 'known', value: digest });
    });
  }
});
