import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import type { Fact, ImageDigest } from '../../src/core/rules/facts.ts';
import { leakedRuns } from '../secret-runs.ts';
import { authOf, dockerHome, type DockerHome } from './docker-home.ts';
import { startRegistry, type PushedIndex, type Registry } from './registry.ts';
import { resolverFor, type ResolverSetting } from './resolver-for.ts';
import { startTokenServer, type Account, type TokenServer } from './token-server.ts';

const username = 'tester';
const password = 'correct horse';
/** That password, as `htpasswd -nB` writes it. */
const htpasswd = `${username}:$2y$05$mcppostureloopbackteseY0NbhUaQH/Il/QYUi32aUlsTFrcXKEK`;

interface Answered {
  readonly fact: Fact<ImageDigest> | undefined;
  readonly log: readonly string[];
}

async function digestOf(
  registry: string,
  tag: string,
  setting: ResolverSetting = {},
): Promise<Answered> {
  const log: string[] = [];
  const resolver = resolverFor({ ...setting, log: (line) => log.push(line) });
  const query = { kind: 'image-digest', registry, repository: 'team/server', tag } as const;
  await resolver.ask([query], AbortSignal.timeout(8000));
  return { fact: resolver.facts().answer(query), log };
}

function known(value: string): Fact<ImageDigest> {
  return { state: 'known', value };
}

/** Two registries over one storage: images are pushed to the open one and asked for at the other. */
interface Both {
  readonly open: Registry;
  readonly host: string;
  readonly index: PushedIndex;
  readonly single: string;
  readonly guarded: Registry;
}

async function startBoth(options: Parameters<typeof startRegistry>[0]): Promise<Both> {
  const open = await startRegistry();
  const guarded = await startRegistry({ ...options, storage: open.storage });
  const index = await open.pushIndex('team/server', '1.4');
  const single = await open.pushManifest('team/server', '2');
  return { open, guarded, host: guarded.host, index, single };
}

async function stopBoth({ open, guarded }: Both): Promise<void> {
  await guarded.stop();
  await open.stop();
}

suite('a real registry that wants a password', () => {
  let both: Both;
  before(async () => {
    both = await startBoth({ htpasswd });
  });
  after(() => stopBoth(both));

  test('has none from those without one', async () => {
    const { fact } = await digestOf(both.host, '1.4', { userHosts: [both.host] });
    assert.deepEqual(fact, {
      state: 'failed',
      why: `not public on ${both.host}: sign-in needed (401)`,
    });
  });

  test('takes it from the settings: index and single manifest', async () => {
    await using docker = await dockerHome({ auths: { [both.host]: authOf(username, password) } });
    const user = docker.user();
    assert.deepEqual((await digestOf(both.host, '1.4', user)).fact, known(both.index.indexDigest));
    assert.deepEqual((await digestOf(both.host, '2', user)).fact, known(both.single));
    assert.deepEqual((await digestOf(both.host, '9', user)).fact, { state: 'absent' });
  });

  for (const [name, auths] of [
    ['an address', (host: string) => ({ [`http://${host}/v1/`]: authOf(username, password) })],
    ['its own fields', (host: string) => ({ [host]: { username, password } })],
  ] as const) {
    test(`takes it from an entry under ${name}`, async () => {
      await using docker = await dockerHome({ auths: auths(both.host) });
      const { fact } = await digestOf(both.host, '1.4', docker.user());
      assert.deepEqual(fact, known(both.index.indexDigest));
    });
  }

  test('takes it from a folder that DOCKER_CONFIG names', async () => {
    await using docker = await dockerHome({ auths: { [both.host]: authOf(username, password) } });
    const env = { DOCKER_CONFIG: `${docker.home}/.docker` };
    const { fact } = await digestOf(both.host, '1.4', { env });
    assert.deepEqual(fact, known(both.index.indexDigest));
  });

  test('takes it from the helper of its host, run once for all tags', async () => {
    await using docker = await dockerHome({ credHelpers: { [both.host]: 'mine' } });
    await docker.addHelper('mine', JSON.stringify({ Username: username, Secret: password }));
    const resolver = resolverFor(docker.user());
    const queries = ['1.4', '2'].map(
      (tag) =>
        ({
          kind: 'image-digest',
          registry: both.host,
          repository: 'team/server',
          tag,
        }) as const,
    );
    await resolver.ask(queries, AbortSignal.timeout(8000));
    assert.deepEqual(
      queries.map((query) => resolver.facts().answer(query)),
      [known(both.index.indexDigest), known(both.single)],
    );
    assert.deepEqual(await docker.calls(), [`get ${both.host}`]);
  });

  test('takes it from the helper of all hosts, for a host that was signed in to', async () => {
    await using docker = await dockerHome({ auths: { [both.host]: {} }, credsStore: 'all' });
    await docker.addHelper('all', JSON.stringify({ Username: username, Secret: password }));
    const { fact } = await digestOf(both.host, '1.4', docker.user());
    assert.deepEqual(fact, known(both.index.indexDigest));
    assert.deepEqual(await docker.calls(), [`get ${both.host}`]);
  });

  test('a wrong one is said, and no part of it', async () => {
    const wrong = 'swordfish-swordfish';
    await using docker = await dockerHome({ auths: { [both.host]: authOf(username, wrong) } });
    const { fact, log } = await digestOf(both.host, '1.4', docker.user());
    assert.deepEqual(fact, {
      state: 'failed',
      why: `not readable on ${both.host} with the credentials of your docker settings (401)`,
    });
    assert.ok(log.length > 0);
    assert.deepEqual(leakedRuns(wrong, log.join('\n')), []);
  });

  test('signing in later is seen at the next question', async () => {
    await using docker = await dockerHome({ auths: { [both.host]: {} } });
    let time = Date.now();
    const resolver = resolverFor({ ...docker.user(), now: () => time });
    const query = {
      kind: 'image-digest',
      registry: both.host,
      repository: 'team/server',
      tag: '1.4',
    } as const;
    await resolver.ask([query], AbortSignal.timeout(8000));
    assert.equal(resolver.facts().answer(query)?.state, 'failed');
    await docker.write({ auths: { [both.host]: authOf(username, password) } });
    time += 61_000;
    await resolver.ask([query], AbortSignal.timeout(8000));
    assert.deepEqual(resolver.facts().answer(query), known(both.index.indexDigest));
  });
});

suite('a real registry that wants a token', () => {
  const account: Account = {
    username,
    password,
    identityToken: 'identity-of-a-test-4711',
    repositories: ['team/server'],
  };
  let tokens: TokenServer;
  let both: Both;
  let userHosts: readonly string[];
  before(async () => {
    tokens = await startTokenServer([], account);
    both = await startBoth({ token: tokens.token });
    userHosts = [tokens.server.host];
  });
  after(async () => {
    await stopBoth(both);
    await tokens[Symbol.asyncDispose]();
  });

  test('gives it for a password', async () => {
    await using docker = await dockerHome({ auths: { [both.host]: authOf(username, password) } });
    const setting = { ...docker.user(), userHosts };
    const { fact, log } = await digestOf(both.host, '1.4', setting);
    assert.deepEqual(fact, known(both.index.indexDigest));
    assert.deepEqual((await digestOf(both.host, '2', setting)).fact, known(both.single));
    assert.deepEqual(leakedRuns(password, log.join('\n')), []);
    const asked = tokens.server.seen.at(-1);
    assert.equal(asked?.method, 'GET');
    assert.match(asked?.headers.authorization ?? '', /^Basic /);
    assert.equal(
      asked?.path,
      '/token?service=registry+of+a+test&scope=repository%3Ateam%2Fserver%3Apull',
    );
  });

  test('gives it for an identity token, by a form', async () => {
    const { identityToken } = account;
    await using docker = await dockerHome({
      auths: { [both.host]: { identitytoken: identityToken } },
    });
    const { fact, log } = await digestOf(both.host, '1.4', { ...docker.user(), userHosts });
    assert.deepEqual(fact, known(both.index.indexDigest));
    assert.deepEqual(leakedRuns(identityToken, log.join('\n')), []);
    assert.equal(tokens.server.seen.at(-1)?.path, '/token');
    assert.equal(tokens.server.seen.at(-1)?.headers.authorization, undefined);
    assert.deepEqual(Object.fromEntries(tokens.forms.at(-1) ?? []), {
      grant_type: 'refresh_token',
      service: 'registry of a test',
      scope: 'repository:team/server:pull',
      client_id: 'mcp-posture',
      refresh_token: identityToken,
    });
  });

  test('gives it for an identity token of a helper', async () => {
    await using docker = await dockerHome({ credHelpers: { [both.host]: 'mine' } });
    const answer = { Username: '<token>', Secret: account.identityToken };
    await docker.addHelper('mine', JSON.stringify(answer));
    const { fact } = await digestOf(both.host, '1.4', { ...docker.user(), userHosts });
    assert.deepEqual(fact, known(both.index.indexDigest));
    assert.equal(tokens.server.seen.at(-1)?.method, 'POST');
  });

  test('is shown a token of the settings as it is', async () => {
    await using docker = await dockerHome({ auths: { [both.host]: { registrytoken: 'made-up' } } });
    const asked = tokens.server.seen.length;
    const { fact } = await digestOf(both.host, '1.4', docker.user());
    assert.deepEqual(fact, {
      state: 'failed',
      why: `not readable on ${both.host} with the credentials of your docker settings (401)`,
    });
    assert.equal(tokens.server.seen.length, asked);
  });

  for (const [name, entry] of [
    ['password', authOf(username, 'wrong')],
    ['identity token', { identitytoken: 'wrong' }],
  ] as const) {
    test(`a wrong ${name} is said`, async () => {
      await using docker = await dockerHome({ auths: { [both.host]: entry } });
      const { fact } = await digestOf(both.host, '1.4', { ...docker.user(), userHosts });
      assert.ok(fact?.state === 'failed');
      assert.equal(
        fact.why.replace(/\d+\)$/, '…)'),
        `${tokens.server.host} refuses the credentials of your docker settings (…)`,
      );
    });
  }

  async function refusedBy(docker: DockerHome, hosts: readonly string[]): Promise<Answered> {
    const asked = tokens.server.seen.length;
    const answer = await digestOf(both.host, '1.4', { ...docker.user(), userHosts: hosts });
    const since = tokens.server.seen.slice(asked);
    assert.deepEqual(
      since.filter(
        ({ method, headers }) => method === 'POST' || headers.authorization !== undefined,
      ),
      [],
    );
    return answer;
  }

  test('gets no credential when its realm stands in nobody’s list', async () => {
    const credential = authOf(username, password);
    await using docker = await dockerHome({ auths: { [both.host]: credential } });
    const { fact } = await refusedBy(docker, []);
    assert.deepEqual(fact, {
      state: 'failed',
      why: `${both.host} wants sign-in at ${tokens.server.host}, which is not known to belong to it`,
    });
  });

  test('nor when its realm stands in the docker settings alone', async () => {
    const credential = authOf(username, password);
    await using docker = await dockerHome({
      auths: { [both.host]: credential, [tokens.server.host]: credential },
    });
    const { fact } = await refusedBy(docker, []);
    assert.equal(fact?.state, 'failed');
  });
});
