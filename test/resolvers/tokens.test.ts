import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { Fact, ImageDigest } from '../../src/core/rules/facts.ts';
import {
  ask,
  digest,
  errandFor,
  imagesFor,
  manifestType,
  queryFor,
  say,
  whyOf,
  type Setting,
} from './asking.ts';
import { startServer, type Answer, type LocalServer } from './server.ts';

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

/** Asks the same question each time it is called, with what it remembers. */
async function asker(host: string, setting: Setting): Promise<() => Promise<Fact<ImageDigest>>> {
  const { digests } = imagesFor(setting);
  await digests.ready(null);
  return () => digests.ask(queryFor(host), errandFor(host, setting));
}

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
    ['no end', (_, r) => void r.end('x'.repeat(100_000)), /sent more than 64 KB$/],
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
    const again = await asker(server.host, { now: () => time });
    const tokensAsked = () => server.seen.filter(({ path }) => path.startsWith('/token')).length;
    for (const [at, count] of [
      [0, 1],
      [200_000, 1],
      [294_000, 1],
      [296_000, 2],
    ] as const) {
      time = 1_000_000 + at;
      await again();
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
      const again = await asker(server.host, { now: () => time });
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
