import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { defaultChoices, type ImageDigestQuery } from '../../src/core/rules/facts.ts';
import { createResolver, type Resolver, type ResolverOptions } from '../../src/resolvers/index.ts';
import { startServer } from './server.ts';

const digest = `sha256:${'ab'.repeat(32)}`;

interface Fake {
  readonly resolver: Resolver;
  /** Addresses asked for, in order. */
  readonly asked: string[];
  /** Lets all requests go on that wait. */
  readonly release: () => void;
  readonly log: string[];
}

interface Setting extends Partial<ResolverOptions> {
  /** Answers wait for `release`. */
  readonly hold?: boolean;
  readonly answer?: (url: URL) => Response;
}

/** A person with no settings of their own. */
const quiet = {
  userHosts: () => [],
  network: () => true,
  choices: () => defaultChoices,
  lifetimes: () => ({ images: 3_600_000, versions: 21_600_000, advisories: 86_400_000 }),
  user: { env: {}, home: join(tmpdir(), 'no-such-home'), platform: 'linux' },
} as const satisfies ResolverOptions;

function failureOf(resolver: Resolver, of: ImageDigestQuery): string | undefined {
  const fact = resolver.facts().answer(of);
  return fact?.state === 'failed' ? fact.why : undefined;
}

function found(): Response {
  const headers = {
    'content-type': 'application/vnd.oci.image.index.v1+json',
    'docker-content-digest': digest,
  };
  return new Response(null, { status: 200, headers });
}

function fake({ hold = false, answer = found, ...options }: Setting = {}): Fake {
  const asked: string[] = [];
  const waiting: (() => void)[] = [];
  const log: string[] = [];
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    asked.push(url.href);
    if (hold) {
      await new Promise<void>((resolve, reject) => {
        waiting.push(resolve);
        init?.signal?.addEventListener('abort', () => reject(new Error('aborted')));
      });
    }
    return answer(url);
  };
  const resolver = createResolver({
    ...quiet,
    fetch,
    lookup: async () => ['140.82.121.34'],
    log: (line) => log.push(line),
    ...options,
  });
  return { resolver, asked, log, release: () => waiting.splice(0).forEach((go) => go()) };
}

function query(tag = '1.4', registry = 'ghcr.io'): ImageDigestQuery {
  return { kind: 'image-digest', registry, repository: 'team/server', tag };
}

const never = new AbortController().signal;

/** Until the settings have been read that the questions wait for, and the work that is ready has been done. */
async function settle(resolver: Resolver): Promise<void> {
  await setImmediate();
  await resolver.ready(null);
  await setImmediate();
  await setImmediate();
}

suite('asking', () => {
  test('what comes is at hand, and said to be new once', async () => {
    const { resolver, asked } = fake();
    assert.equal(resolver.facts().answer(query()), undefined);
    assert.equal(await resolver.ask([query()], never), true);
    assert.deepEqual(resolver.facts().answer(query()), { state: 'known', value: digest });
    assert.equal(await resolver.ask([query()], never), false);
    assert.deepEqual(asked, ['https://ghcr.io/v2/team/server/manifests/1.4']);
  });

  test('nothing to ask', async () => {
    const { resolver, asked } = fake();
    assert.equal(await resolver.ask([], never), false);
    assert.deepEqual(asked, []);
  });

  test('docker.io at its API', async () => {
    const { resolver, asked } = fake();
    await resolver.ask([query('1', 'docker.io')], never);
    assert.deepEqual(asked, ['https://registry-1.docker.io/v2/team/server/manifests/1']);
  });

  test('the same question twice, and by two callers, is one request', async () => {
    const { resolver, asked, release } = fake({ hold: true });
    const both = Promise.all([
      resolver.ask([query(), query()], never),
      resolver.ask([query()], never),
    ]);
    await settle(resolver);
    release();
    assert.deepEqual(await both, [true, true]);
    assert.equal(asked.length, 1);
  });

  test('one caller that leaves does not stop the other', async () => {
    const { resolver, asked, release } = fake({ hold: true });
    const leaving = new AbortController();
    const left = resolver.ask([query()], leaving.signal);
    const staying = resolver.ask([query()], never);
    await settle(resolver);
    leaving.abort();
    assert.equal(await left, false);
    release();
    assert.equal(await staying, true);
    assert.equal(asked.length, 1);
  });

  test('when all have left the request is stopped, nothing is remembered, and it can be asked again', async () => {
    const { resolver, asked, release } = fake({ hold: true });
    const leaving = new AbortController();
    const left = resolver.ask([query()], leaving.signal);
    await settle(resolver);
    leaving.abort();
    assert.equal(await left, false);
    assert.equal(failureOf(resolver, query()), undefined);
    assert.equal(resolver.facts().answer(query()), undefined);
    const again = resolver.ask([query()], never);
    await settle(resolver);
    release();
    assert.equal(await again, true);
    assert.equal(asked.length, 2);
  });

  test('an aborted signal asks nothing', async () => {
    const { resolver, asked } = fake();
    assert.equal(await resolver.ask([query()], AbortSignal.abort()), false);
    assert.deepEqual(asked, []);
  });

  test('at most eight requests a host at a time, another host does not wait', async () => {
    const { resolver, asked, release } = fake({ hold: true });
    const tags = Array.from({ length: 20 }, (_, i) => query(`${i}`));
    const all = resolver.ask([...tags, query('1', 'quay.io')], never);
    await settle(resolver);
    assert.equal(asked.filter((url) => url.includes('ghcr.io')).length, 8);
    assert.equal(asked.filter((url) => url.includes('quay.io')).length, 1);
    for (let i = 0; i < 3; i++) {
      release();
      await settle(resolver);
    }
    assert.equal(await all, true);
    assert.equal(asked.length, 21);
  });

  test('a file with thousands of images does not flood a registry', async () => {
    const { resolver, asked } = fake();
    const many = Array.from({ length: 3000 }, (_, i) => query(`${i}`));
    await resolver.ask(many, never);
    assert.equal(asked.length, 1000);
    assert.match(failureOf(resolver, query('2999')) ?? '', /only the first 1000/);
  });
});

suite('no answer', () => {
  test('is shown for a minute and then asked again', async () => {
    let now = 1_000_000;
    let status = 500;
    const { resolver, asked } = fake({
      now: () => now,
      answer: () => (status === 500 ? new Response(null, { status }) : found()),
    });
    assert.equal(await resolver.ask([query()], never), true);
    assert.deepEqual(resolver.facts().answer(query()), {
      state: 'failed',
      why: 'ghcr.io answered 500',
    });
    const before = asked.length;
    now += 59_999;
    assert.equal(await resolver.ask([query()], never), false);
    assert.equal(asked.length, before);
    now += 1;
    assert.equal(resolver.facts().answer(query()), undefined);
    status = 200;
    assert.equal(await resolver.ask([query()], never), true);
    assert.equal(failureOf(resolver, query()), undefined);
  });

  test('of a host that is not asked unasked is asked at once when a person picks it', async () => {
    const { resolver, asked } = fake();
    const own = query('1', 'registry.example.com');
    await resolver.ask([own], never);
    assert.match(
      failureOf(resolver, own) ?? '',
      /registry\.example\.com is not a well-known public registry/,
    );
    assert.deepEqual(asked, []);
    assert.equal(await resolver.ask([own], never, { picked: true }), true);
    assert.deepEqual(resolver.facts().answer(own), { state: 'known', value: digest });
    assert.deepEqual(asked, ['https://registry.example.com/v2/team/server/manifests/1']);
  });

  test('network off: nothing is asked, the reason is shown, and going on again needs no wait', async () => {
    let on = false;
    const { resolver, asked } = fake({ network: () => on });
    assert.equal(await resolver.ask([query()], never, { picked: true }), false);
    assert.deepEqual(resolver.facts().answer(query()), {
      state: 'failed',
      why: 'network is off',
    });
    assert.equal(failureOf(resolver, query()), 'network is off');
    assert.deepEqual(asked, []);
    on = true;
    assert.equal(resolver.facts().answer(query()), undefined);
    assert.equal(await resolver.ask([query()], never), true);
    on = false;
    assert.equal(resolver.facts().answer(query())?.state, 'known');
  });

  test('a loopback port is asked only when the settings name it, read anew each time', async () => {
    await using server = await startServer((_, response) =>
      response.writeHead(404).end('{"errors":[{"code":"MANIFEST_UNKNOWN"}]}'),
    );
    let now = 0;
    const userHosts: string[] = [];
    const resolver = createResolver({ ...quiet, userHosts: () => userHosts, now: () => now });
    await resolver.ask([query('1', server.host)], never);
    assert.match(failureOf(resolver, query('1', server.host)) ?? '', /not among your registries/);
    assert.equal(server.seen.length, 0);
    userHosts.push(server.host);
    now += 60_000;
    await resolver.ask([query('1', server.host)], never);
    assert.deepEqual(resolver.facts().answer(query('1', server.host)), { state: 'absent' });
  });
});

suite('kept answers', () => {
  test('serve the next run without a request, and are dropped by forget', async () => {
    let text: string | undefined;
    const store = {
      load: async () => text,
      save: async (saved: string) => {
        text = saved;
      },
    };
    await fake({ store }).resolver.ask([query()], never);
    const second = fake({ store });
    assert.equal(await second.resolver.ask([query()], never), true);
    assert.deepEqual(second.resolver.facts().answer(query()), {
      state: 'known',
      value: digest,
    });
    assert.deepEqual(second.asked, []);
    // A path of a private index may hold a token, so no name of one rests on the disk.
    assert.doesNotMatch(text ?? '', /ghcr|team|server/);
    second.resolver.forget();
    await settle(second.resolver);
    assert.equal(second.resolver.facts().answer(query()), undefined);
    assert.deepEqual(JSON.parse(text ?? ''), { version: 2, entries: [] });
  });

  test('of a wrong shape are not believed', async () => {
    let text = '';
    const store = {
      load: async () => text,
      save: async (saved: string) => {
        text = saved;
      },
    };
    await fake({ store }).resolver.ask([query()], never);
    text = text.replace(digest, 'sha256:evil\\" --privileged');
    assert.match(text, /evil/);
    const { resolver, asked } = fake({ store });
    await resolver.ask([query()], never);
    assert.deepEqual(resolver.facts().answer(query()), { state: 'known', value: digest });
    assert.equal(asked.length, 1);
  });

  test('that cannot be kept cost one line of log', async () => {
    const store = { load: async () => undefined, save: () => Promise.reject(new Error('EACCES')) };
    const { resolver, log } = fake({ store });
    assert.equal(await resolver.ask([query()], never), true);
    assert.ok(log.includes('The answers of registries could not be kept'));
  });
});

test('the log shows each request, and what was asked of whom', async () => {
  const { resolver, log } = fake();
  await resolver.ask([query()], never);
  assert.equal(log.length, 2);
  assert.equal(log[1], 'Asked ghcr.io about ghcr.io/team/server:1.4: known');
  assert.match(log[0] ?? '', /^HEAD ghcr\.io 200 \(\d+ ms\)$/);
});
