import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, suite, test } from 'node:test';
import type { Fact, ImageDigest } from '../../src/core/rules/facts.ts';
import { startRegistry, type PushedIndex, type Registry } from './registry.ts';
import { resolverFor } from './resolver-for.ts';
import { startTokenServer, type TokenServer } from './token-server.ts';

async function digestOf(
  registry: string,
  repository: string,
  tag: string,
  userHosts: readonly string[] = [registry],
): Promise<Fact<ImageDigest> | undefined> {
  const resolver = resolverFor({ userHosts });
  const query = { kind: 'image-digest', registry, repository, tag } as const;
  await resolver.ask([query], AbortSignal.timeout(8000));
  return resolver.facts().answer(query);
}

suite('a real registry, open to all', () => {
  let registry: Registry;
  let pushed: PushedIndex;
  before(async () => {
    registry = await startRegistry();
    pushed = await registry.pushIndex('team/server', '1.4');
  });
  after(() => registry.stop());

  test('a tag for several platforms gives the digest of the index', async () => {
    assert.equal(new Set([pushed.indexDigest, ...pushed.manifestDigests]).size, 3);
    assert.deepEqual(await digestOf(registry.host, 'team/server', '1.4'), {
      state: 'known',
      value: pushed.indexDigest,
    });
  });

  test('and that digest is of the bytes the registry serves', async () => {
    const address = `http://${registry.host}/v2/team/server/manifests/${pushed.indexDigest}`;
    const response = await fetch(address, {
      headers: { accept: 'application/vnd.oci.image.index.v1+json' },
    });
    const body = Buffer.from(await response.arrayBuffer());
    assert.equal(`sha256:${createHash('sha256').update(body).digest('hex')}`, pushed.indexDigest);
  });

  test('a tag of a single manifest gives its digest', async () => {
    const digest = await registry.pushManifest('team/single', '2');
    assert.deepEqual(await digestOf(registry.host, 'team/single', '2'), {
      state: 'known',
      value: digest,
    });
  });

  test('a tag that moved gives the new digest', async () => {
    const old = await registry.pushIndex('team/moving', 'latest');
    const moved = await registry.pushIndex('team/moving', 'latest', 'rebuilt');
    assert.notEqual(old.indexDigest, moved.indexDigest);
    assert.deepEqual(await digestOf(registry.host, 'team/moving', 'latest'), {
      state: 'known',
      value: moved.indexDigest,
    });
  });

  test('no such tag, no such repository', async () => {
    assert.deepEqual(await digestOf(registry.host, 'team/server', '9'), { state: 'absent' });
    assert.deepEqual(await digestOf(registry.host, 'team/nothing', '1'), { state: 'absent' });
  });
});

suite('a real registry that wants a token', () => {
  let open: Registry;
  let guarded: Registry;
  let tokens: TokenServer;
  let pushed: PushedIndex;
  let userHosts: readonly string[];
  before(async () => {
    tokens = await startTokenServer(['team/server', 'team/other']);
    open = await startRegistry();
    guarded = await startRegistry({ storage: open.storage, token: tokens.token });
    userHosts = [guarded.host, tokens.server.host];
    pushed = await open.pushIndex('team/server', '1.4');
    await open.pushIndex('team/private', '1');
  });
  after(async () => {
    await guarded.stop();
    await open.stop();
    await tokens[Symbol.asyncDispose]();
  });

  test('is asked with an anonymous token', async () => {
    const fact = await digestOf(guarded.host, 'team/server', '1.4', userHosts);
    assert.deepEqual(fact, { state: 'known', value: pushed.indexDigest });
    const asked = tokens.server.seen.at(-1);
    assert.equal(asked?.headers.authorization, undefined);
    assert.match(asked?.path ?? '', /scope=repository%3Ateam%2Fserver%3Apull$/);
  });

  test('says absent only to those who may read', async () => {
    assert.deepEqual(await digestOf(guarded.host, 'team/server', '9', userHosts), {
      state: 'absent',
    });
    const hidden = await digestOf(guarded.host, 'team/private', '1', userHosts);
    assert.deepEqual(hidden, {
      state: 'failed',
      why: `not public on ${guarded.host}: sign-in needed (401)`,
    });
  });

  test('is not followed to a token server that nobody named', async () => {
    const asked = tokens.server.seen.length;
    const fact = await digestOf(guarded.host, 'team/server', '1.4', [guarded.host]);
    assert.equal(fact?.state, 'failed');
    assert.equal(tokens.server.seen.length, asked);
  });

  test('one token serves all tags of a repository', async () => {
    const resolver = resolverFor({ userHosts });
    const asked = tokens.server.seen.length;
    for (const tag of ['1.4', '5', '6']) {
      const query = {
        kind: 'image-digest',
        registry: guarded.host,
        repository: 'team/server',
        tag,
      } as const;
      await resolver.ask([query], AbortSignal.timeout(8000));
    }
    assert.equal(tokens.server.seen.length - asked, 1);
  });
});

test('a missing docker-registry is said, with the way to install it', async () => {
  await assert.rejects(
    startRegistry({ program: 'no-such-docker-registry' }),
    /docker-registry is missing: run `apt-get update && apt-get install/,
  );
});
