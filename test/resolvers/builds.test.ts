import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, suite, test } from 'node:test';
import type { Fact, ImageBuild } from '../../src/core/rules/facts.ts';
import { errandFor, imagesFor, otherDigest, say, whyOf, type Setting } from './asking.ts';
import { authOf, dockerHome } from './docker-home.ts';
import { startRegistry, type PushedIndex, type Registry } from './registry.ts';
import { startServer, type Answer, type LocalServer } from './server.ts';
import { startWorld } from './world.ts';

const now = Date.UTC(2026, 5, 15);
const built = '2026-06-12T08:30:00.123456789Z';
const builtAt = Date.parse('2026-06-12T08:30:00.123Z');

async function buildOf(
  host: string,
  digest: string,
  setting: Setting = {},
): Promise<Fact<ImageBuild>> {
  const { builds } = imagesFor({ now: () => now, ...setting });
  await builds.ready(null);
  const query = { kind: 'image-build', registry: host, repository: 'team/server', digest } as const;
  return builds.ask(query, errandFor(host, setting));
}

function known(time: number | null): Fact<ImageBuild> {
  return { state: 'known', value: { builtAt: time } };
}

suite('when an image of a real registry was built', () => {
  let registry: Registry;
  let pushed: PushedIndex;
  before(async () => {
    registry = await startRegistry();
    pushed = await registry.pushIndex('team/server', '1.4', '', built);
  });
  after(() => registry.stop());

  test('an index, one of its manifests, and one alone', async () => {
    const single = await registry.pushManifest('team/server', '2', '2024-01-02T03:04:05+02:00');
    for (const [digest = '', time] of [
      [pushed.indexDigest, builtAt],
      [pushed.manifestDigests[1], builtAt],
      [single, Date.UTC(2024, 0, 2, 1, 4, 5)],
    ] as const) {
      assert.deepEqual(await buildOf(registry.host, digest), known(time));
    }
  });

  test('one that does not say', async () => {
    const { indexDigest } = await registry.pushIndex('team/server', 'silent');
    assert.deepEqual(await buildOf(registry.host, indexDigest), known(null));
  });

  for (const created of [
    '1970-01-01T00:00:00Z',
    '1980-01-01T00:00:00Z',
    '2009-12-31T23:59:59Z',
    '2026-06-17T00:00:00Z',
    '9999-12-31T00:00:00Z',
    'yesterday',
    '2024',
    '',
  ]) {
    test(`one that says ${created || 'nothing'}, which cannot be`, async () => {
      const digest = await registry.pushManifest('team/server', 'odd', created);
      assert.deepEqual(await buildOf(registry.host, digest), known(null));
    });
  }

  test('a digest that it does not have', async () => {
    assert.deepEqual(await buildOf(registry.host, otherDigest), { state: 'absent' });
    const elsewhere = await registry.pushManifest('team/elsewhere', '1');
    assert.deepEqual(await buildOf(registry.host, elsewhere), { state: 'absent' });
  });

  test('one that wants a password', async () => {
    const htpasswd = 'tester:$2y$05$mcppostureloopbackteseY0NbhUaQH/Il/QYUi32aUlsTFrcXKEK';
    const guarded = await startRegistry({ storage: registry.storage, htpasswd });
    try {
      const auths = { [guarded.host]: authOf('tester', 'correct horse') };
      await using docker = await dockerHome({ auths });
      const { home } = docker;
      const fact = await buildOf(guarded.host, pushed.indexDigest, { home, userHosts: [] });
      assert.deepEqual(fact, known(builtAt));
    } finally {
      await guarded.stop();
    }
  });
});

interface Content {
  readonly digest: string;
  readonly text: string;
}

function content(value: unknown): Content {
  const text = JSON.stringify(value);
  return { digest: `sha256:${createHash('sha256').update(text).digest('hex')}`, text };
}

const config = content({ created: built });
const image = imageOf(config);

function imageOf(of: Content, more: object = {}): Content {
  return content({
    schemaVersion: 2,
    config: { digest: of.digest, size: of.text.length },
    ...more,
  });
}

function indexOf(entries: readonly unknown[]): Content {
  return content({ schemaVersion: 2, manifests: entries });
}

function entryOf({ digest }: Content, platform?: object, more: object = {}): unknown {
  return { digest, ...(platform === undefined ? {} : { platform }), ...more };
}

/** A registry that has these, under manifests and blobs alike; `instead` may answer first. */
function has(contents: readonly Content[], instead: Answer | null = null): Answer {
  return (request, response) => {
    instead?.(request, response);
    if (response.writableEnded) return;
    const digest = request.url?.split('/').at(-1);
    const found = contents.find((each) => each.digest === digest);
    if (found === undefined)
      say(response, 404, {}, JSON.stringify({ errors: [{ code: 'MANIFEST_UNKNOWN' }] }));
    else say(response, 200, {}, found.text);
  };
}

async function buildIn(
  contents: readonly Content[],
  of: Content,
  instead: Answer | null = null,
): Promise<{ readonly fact: Fact<ImageBuild>; readonly server: LocalServer }> {
  await using server = await startServer(has(contents, instead));
  return { fact: await buildOf(server.host, of.digest), server };
}

suite('which part of an index says when', () => {
  const old = content({ created: '2020-01-01T00:00:00Z' });
  const oldImage = imageOf(old);
  const all = [config, image, old, oldImage];
  const attested = entryOf(oldImage, { os: 'unknown', architecture: 'unknown' });

  for (const [name, entries] of [
    [
      'linux/amd64',
      [
        entryOf(oldImage, { os: 'linux', architecture: 'arm64' }),
        entryOf(image, { os: 'linux', architecture: 'amd64' }),
      ],
    ],
    [
      'the first, without one',
      [
        entryOf(image, { os: 'linux', architecture: 'arm64' }),
        entryOf(oldImage, { os: 'windows', architecture: 'amd64' }),
      ],
    ],
    [
      'an image, not its attestation',
      [attested, entryOf(image, { os: 'linux', architecture: 's390x' })],
    ],
    ['one without a platform', [attested, entryOf(image)]],
    ['what can be read', [5, null, { digest: 'sha256:zz' }, { digest: '../../x' }, entryOf(image)]],
  ] as const) {
    test(name, async () => {
      const index = indexOf(entries);
      assert.deepEqual((await buildIn([...all, index], index)).fact, known(builtAt));
    });
  }

  for (const [name, entries] of [
    ['nothing', []],
    ['attestations', [attested]],
    ['an image that is not there', [entryOf(content('gone'))]],
    ['an index', [entryOf(indexOf([entryOf(image)]))]],
  ] as const) {
    test(`an index of ${name} does not say`, async () => {
      const index = indexOf(entries);
      const nested = indexOf([entryOf(image)]);
      assert.deepEqual((await buildIn([...all, nested, index], index)).fact, known(null));
    });
  }

  test('what is noted beside the image, where its configuration does not say', async () => {
    const silent = content({});
    const note = { annotations: { 'org.opencontainers.image.created': built } };
    const noted = imageOf(silent, note);
    assert.deepEqual((await buildIn([silent, noted], noted)).fact, known(builtAt));
    const plain = imageOf(silent);
    const index = indexOf([entryOf(plain, undefined, note)]);
    assert.deepEqual((await buildIn([silent, plain, index], index)).fact, known(builtAt));
    const odd = imageOf(silent, { annotations: { 'org.opencontainers.image.created': 5 } });
    assert.deepEqual((await buildIn([silent, odd], odd)).fact, known(null));
  });
});

suite('what is not what it says', () => {
  const index = indexOf([entryOf(image)]);
  const all = [config, image, index];
  const instead =
    (path: string, answer: Answer): Answer =>
    (request, response) => {
      if (request.url?.endsWith(path) === true) answer(request, response);
    };

  for (const [name, of] of [
    ['index', index],
    ['manifest', image],
    ['configuration', config],
  ] as const) {
    test(`a wrong ${name} says nothing`, async () => {
      const wrong = instead(of.digest, (_, response) => say(response, 200, {}, `${of.text} `));
      const { fact, server } = await buildIn(all, index, wrong);
      assert.equal(whyOf(fact), `${server.host} sent what does not match its digest`);
    });

    for (const [status, why] of [
      [500, /answered 500$/],
      [403, /sign-in needed \(403\)$/],
      [429, /asks to wait 60 s/],
    ] as const) {
      test(`nor does ${status} for the ${name}`, async () => {
        const refuses = instead(of.digest, (_, response) => say(response, status));
        assert.match(whyOf((await buildIn(all, index, refuses)).fact), why);
      });
    }
  }

  test('a page for 404 is no answer, and nothing was absent', async () => {
    const page = instead(index.digest, (_, response) => say(response, 404, {}, '<h1>no'));
    assert.match(whyOf((await buildIn(all, index, page)).fact), /404 not as a registry does$/);
  });

  test('what is no manifest is there and does not say', async () => {
    for (const value of [{}, [], 'x', 5, null, { manifests: 5 }, { config: {} }]) {
      const odd = content(value);
      assert.deepEqual((await buildIn([odd], odd)).fact, known(null));
    }
  });

  test('a configuration that is gone, or too large, does not say', async () => {
    assert.deepEqual((await buildIn([image], image)).fact, known(null));
    const large = content({
      schemaVersion: 2,
      config: { digest: config.digest, size: 1_000_001 },
    });
    const { fact, server } = await buildIn([large, config], large);
    assert.deepEqual(fact, known(null));
    assert.equal(server.seen.length, 1);
  });

  test('one that is larger than it says is left', async () => {
    const flood = instead(config.digest, (_, response) => void response.end('x'.repeat(1_200_000)));
    const { fact } = await buildIn(all, index, flood);
    assert.match(whyOf(fact), /sent more than 1000000 bytes$/);
  });

  for (const digest of [
    'sha256:',
    `sha512:${'0'.repeat(128)}`,
    `${otherDigest}/../x`,
    '../x',
    '',
  ]) {
    test(`no request for ${digest.slice(0, 20) || 'nothing'}`, async () => {
      await using server = await startServer((_, response) => say(response, 200));
      assert.equal(whyOf(await buildOf(server.host, digest)), 'this is not an image reference');
      assert.deepEqual(server.seen, []);
    });
  }
});

suite('content that a registry keeps elsewhere', () => {
  function keepsAt(host: string): Answer {
    return has([image], (request, response) => {
      if (request.url?.includes('/blobs/') === true)
        say(response, 307, { location: `https://${host}/it?signed=1` });
    });
  }

  for (const [registry, endpoint, host] of [
    ['docker.io', 'registry-1.docker.io', 'production.cloudflare.docker.com'],
    ['ghcr.io', 'ghcr.io', 'pkg-containers.githubusercontent.com'],
    ['quay.io', 'quay.io', 'cdn01.quay.io'],
  ] as const) {
    test(`is read at the known place of ${registry}, without a token`, async () => {
      await using world = await startWorld({
        [endpoint]: keepsAt(host),
        [host]: (_, response) => say(response, 200, {}, config.text),
      });
      const { fetch, lookup } = world;
      const fact = await buildOf(registry, image.digest, { fetch, lookup, userHosts: [] });
      assert.deepEqual(fact, known(builtAt));
      assert.deepEqual(
        world.seen(host).map(({ headers }) => headers.authorization),
        [undefined],
      );
    });
  }

  test('is not read at any other: it is there, and does not say', async () => {
    await using sink = await startServer((_, response) => say(response, 200, {}, config.text));
    for (const host of ['evil.example', sink.host, '169.254.169.254', '10.0.0.1']) {
      await using world = await startWorld({
        'ghcr.io': keepsAt(host),
        'evil.example': (_, response) => say(response, 200, {}, config.text),
      });
      const { fetch, lookup } = world;
      const fact = await buildOf('ghcr.io', image.digest, { fetch, lookup, userHosts: [] });
      assert.deepEqual(fact, known(null));
      assert.deepEqual([...new Set(world.asked)], ['ghcr.io']);
    }
    assert.deepEqual(sink.seen, []);
  });

  test('a manifest that is elsewhere is not there', async () => {
    await using world = await startWorld({
      'ghcr.io': (_, response) => say(response, 307, { location: 'https://evil.example/' }),
    });
    const { fetch, lookup } = world;
    const fact = await buildOf('ghcr.io', image.digest, { fetch, lookup, userHosts: [] });
    assert.equal(whyOf(fact), 'ghcr.io sends the request on to evil.example, which is not asked');
  });
});

test('only a build is taken from what was kept', () => {
  const { builds, digests } = imagesFor();
  for (const value of [{ builtAt: null }, { builtAt: 5 }])
    assert.equal(builds.accepts(value), true);
  for (const value of [null, {}, 5, { builtAt: 'x' }, []])
    assert.equal(builds.accepts(value), false);
  assert.equal(digests.accepts(otherDigest), true);
  for (const value of [null, 'x', `${otherDigest}0`, otherDigest.toUpperCase()])
    assert.equal(digests.accepts(value), false);
});
