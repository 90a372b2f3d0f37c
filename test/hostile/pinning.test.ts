import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { suite, test } from 'node:test';
import { pinDocument, type PinnedText } from '../../src/cli/pin-document.ts';
import { readDocument } from '../../src/core/config/document.ts';
import { lint } from '../../src/core/posture/lint.ts';
import {
  defaultChoices,
  type Fact,
  type FactsAtHand,
  type Query,
  type ReleasesQuery,
} from '../../src/core/rules/facts.ts';
import { commitOf } from '../../src/resolvers/git-refs.ts';
import { anySource } from '../../src/resolvers/any-source.ts';
import { isReleases } from '../../src/resolvers/kept-releases.ts';
import { reachOf } from '../../src/resolvers/addresses.ts';
import type { Place } from '../../src/resolvers/source.ts';
import { ask, whyOf } from '../resolvers/asking.ts';
import { askFake, askNpm, folderWith, good, npmQuery, whyNot } from '../resolvers/npm-asking.ts';
import { resolverFor } from '../resolvers/resolver-for.ts';
import { startServer, type Answer } from '../resolvers/server.ts';
import { startWorld } from '../resolvers/world.ts';
import { soundAnswers } from '../dependency-answers.ts';

const { signal } = new AbortController();
/** Without a prefix npm's file of the machine would be read. */
const env = { PREFIX: '/no-such-prefix' };

/** To strangers a private package is not there, as npm's own registry has it. */
const forTheirs: Answer = (request, response) => {
  if (request.headers.authorization === 'Bearer theirs') return good(request, response);
  response.writeHead(404, { 'content-type': 'application/json' }).end('{"error":"not found"}');
};

suite('an answer that one workspace got with its credential', () => {
  for (const order of [
    ['theirs', 'ours'],
    ['ours', 'theirs'],
  ] as const) {
    for (const way of ['at once', 'one after the other'] as const) {
      test(`is not another's, nor the other way round: ${order.join(', ')}, ${way}`, async () => {
        await using server = await startServer(forTheirs);
        const address = `registry=http://${server.host}/\n`;
        await using theirs = await folderWith({
          '.npmrc': `${address}//${server.host}/:_authToken=theirs`,
        });
        await using ours = await folderWith({ '.npmrc': address });
        const resolver = resolverFor({ env, userHosts: [server.host] });
        const places = { theirs: theirs.path, ours: ours.path };
        const query = npmQuery('server');
        const askAt = async (place: Place) => resolver.ask([query], signal, { place });
        if (way === 'at once') await Promise.all(order.map((name) => askAt(places[name])));
        else for (const name of order) await askAt(places[name]);
        assert.equal(stateOf(resolver.facts(theirs.path).answer(query)), 'known');
        assert.equal(stateOf(resolver.facts(ours.path).answer(query)), 'absent');
        assert.equal(stateOf(resolver.facts(null).answer(named(server.host))), undefined);
        assert.equal(stateOf(resolver.facts(ours.path).answer(named(server.host))), 'absent');
        assert.equal(stateOf(resolver.facts(theirs.path).answer(named(server.host))), 'known');
      });
    }
  }
});

/** The same package, from the registry that a file names. */
function named(host: string): ReleasesQuery {
  return npmQuery('server', `http://${host}/`);
}

function stateOf(fact: Fact<unknown> | undefined): Fact<unknown>['state'] | undefined {
  return fact?.state;
}

suite('a host that only the file names leads to none of the user’s', () => {
  const users = 'registry.corp.example';
  const stranger = 'registry.stranger.example';

  for (const [name, headers] of Object.entries({
    'by a redirect': { status: 307, location: `https://${users}/v2/x` },
    'by a redirect to this machine': { status: 302, location: 'http://localhost:5000/v2/x' },
    'by the place where it wants people to sign in': {
      status: 401,
      'www-authenticate': `Bearer realm="https://${users}/token?x=y",service="x"`,
    },
    'by one on this machine': {
      status: 401,
      'www-authenticate': 'Bearer realm="http://localhost:5000/token",service="x"',
    },
  })) {
    test(name, async () => {
      const { status, ...rest } = headers;
      await using world = await startWorld({
        [stranger]: (_, response) => void response.writeHead(status, rest).end(),
        [users]: (_, response) => void response.writeHead(200).end('{"token":"x"}'),
        'localhost:5000': (_, response) => void response.writeHead(200).end('{"token":"x"}'),
      });
      const setting = { ...world, userHosts: [users, 'localhost:5000'], picked: true };
      const { fact } = await ask(stranger, setting);
      assert.match(whyOf(fact), /which is not asked$|which is not known to belong to it$/);
      assert.deepEqual(new Set(world.asked), new Set([stranger]));
    });
  }

  test('from a registry of packages', async () => {
    const moved = (_: unknown, response: ServerResponse): void =>
      void response.writeHead(302, { location: `https://${users}/x` }).end();
    await using world = await startWorld({ [stranger]: moved, [users]: good });
    const setting = { ...world, userHosts: [users], picked: true };
    const { fact } = await askNpm('server', { ...setting, registry: `https://${stranger}/` });
    assert.equal(whyNot(fact), `${stranger} sends the request on to ${users}, which is not asked`);
    assert.deepEqual(world.asked, [stranger]);
  });
});

suite('a credential for one folder of a host', () => {
  const mine = { 'npm_config_//a.test/team/:_authToken': 'ours' };
  for (const path of [
    'team-evil/',
    'team/../evil/',
    'team/%2e%2e/evil/',
    'team/..%2fevil/',
    'team/.%2e%5Cevil/',
    'team%2f..%2fevil/',
    'TEAM/',
  ]) {
    test(`goes to no other: ${path}`, async () => {
      const registry = `https://a.test/${path}`;
      const { seen } = await askFake({ env: mine, registry, userHosts: ['a.test'] });
      assert.deepEqual(
        Object.values(seen).filter((sent) => sent !== null),
        [],
      );
    });
  }

  test('goes to that one', async () => {
    const { seen } = await askFake({ env: mine, registry: 'https://a.test/team' });
    assert.deepEqual(seen, { 'https://a.test/team/server': 'Bearer ours' });
  });
});

test('a question that fails in this program is a failure and stops nobody', async () => {
  // Put in often enough, the variable makes a text that no string can hold.
  await using workspace = await folderWith({
    '.npmrc': `registry=https://a.test/\n//a.test/:_authToken=${'${BIG}'.repeat(10_000)}`,
  });
  const resolver = resolverFor({
    env: { ...env, BIG: 'x'.repeat(100_000) },
    userHosts: ['a.test'],
    lookup: async () => ['8.8.8.8'],
    fetch: async () => Response.json({}),
  });
  const place = workspace.path;
  await resolver.ask([npmQuery('server')], signal, { place });
  const fact = resolver.facts(place).answer(npmQuery('server'));
  assert.equal(stateOf(fact), 'failed');
});

test('no form of an inner address passes for a public one', () => {
  for (const address of [
    '::127.0.0.1',
    '::a00:1',
    '::ffff:0:7f00:1',
    '::ffff:0:a9fe:a9fe',
    'fd00:ec2::23',
    'fd20:ce::254',
    'fe80::1%eth0',
    '2002:7f00:1::',
    '64:ff9b:1::a00:1',
    '::ffff:7f00:1',
    '0:0:0:0:0:ffff:a9fe:a9fe',
  ]) {
    assert.notEqual(reachOf(address), 'public', address);
  }
  for (const address of ['fd20:ce::254', 'fd00:ec2::23', 'fe80::1%eth0'])
    assert.equal(reachOf(address), 'forbidden', address);
});

suite('whatever a source does', () => {
  const sourceThat = (fact: () => Promise<Fact<never>>) =>
    anySource('releases', {
      ready: async () => {},
      address: () => undefined,
      ask: fact,
      accepts: isReleases,
      forget: () => {},
    });
  const errand = { userHosts: [], picked: false, place: null, signal };

  test('an error of ours is a failure', async () => {
    const source = sourceThat(() => Promise.reject(new Error('a secret')));
    assert.deepEqual(await source.ask(npmQuery('server'), errand), {
      state: 'failed',
      why: 'it was not asked because of an error in this program',
    });
  });

  test('a reason is not longer than a line', async () => {
    const source = sourceThat(async () => ({ state: 'failed', why: 'a'.repeat(600) }));
    const fact = await source.ask(npmQuery('server'), errand);
    assert.deepEqual(fact, { state: 'failed', why: `${'a'.repeat(190)}…` });
  });
});

suite('what would be written', () => {
  const facts: FactsAtHand = {
    choices: defaultChoices,
    now: Date.UTC(2026, 0, 1),
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each kind is given its own answer
    answer: ((query: Query) => ({
      state: 'known',
      value: {
        'image-digest': `sha256:${'b'.repeat(64)}`,
        'image-build': { builtAt: null },
        'git-commit': { sha: 'a'.repeat(40), by: 'branch' },
        releases: { list: [{ version: '9.9.9', publishedAt: 0, withdrawn: false }], tags: [] },
        ...soundAnswers,
      }[query.kind],
    })) as FactsAtHand['answer'],
  };

  function pinnedIn(server: object): PinnedText & { readonly asked: readonly Query[] } {
    const document = readDocument(JSON.stringify({ servers: { a: server } }), '.vscode/mcp.json');
    const report = lint(document, facts);
    const asked = report.servers.flatMap((one) => one.asked.map(({ query }) => query));
    return { ...pinDocument(report, facts), asked };
  }

  for (const source of [
    'git+https://ann:Zx8kQ2@vN6tW4@host.example/o/r',
    'git+ssh://ann:Zx8kQ2@vN6tW4@github.com/o/r',
    'github:ann:Zx8kQ2@vN6tW4@o/r',
    'gitlab:Zx8kQ2vN6tW4@o/r',
    'https://Zx8kQ2vN6tW4@github.com/o/r',
  ]) {
    test(`is shown without the sign-in of ${source.replace(/Zx.*4/, '…')}`, () => {
      const { pins, changes } = pinnedIn({ command: 'npx', args: ['-y', `${source}#main`] });
      assert.equal(pins.length, 1);
      const said = pins.map(({ server, name, to, fix }) => [server, name, to, fix.title]);
      assert.doesNotMatch(JSON.stringify([said, changes]), /Zx8kQ2|vN6tW4/);
    });
  }

  // A private package would get the version that somebody put under its name in the public registry.
  for (const server of [
    { command: 'uvx', args: ['--extra-index-url', 'https://corp.example/simple', 'tool'] },
    { command: 'uvx', args: ['--index=https://corp.example/simple', 'tool'] },
    { command: 'uvx', args: ['-f', 'https://corp.example/', 'tool'] },
    { command: 'uvx', args: ['--config-file', '/x/uv.toml', 'tool'] },
    { command: 'uvx', args: ['--index-url', 'https://a.example', '-fhttps://b.example', 'tool'] },
    { command: 'pipx', args: ['run', '--pip-args=--extra-index-url https://b.example', 'tool'] },
    { command: 'bash', args: ['-c', 'uvx --extra-index-url "https://corp.example" tool'] },
    { command: 'bash', args: ['-c', 'UV_EXTRA_INDEX_URL=https://corp.example uvx tool'] },
    { command: 'uvx', args: ['tool'], env: { UV_INDEX: 'https://corp.example/simple' } },
    { command: 'uvx', args: ['tool'], env: { UV_CONFIG_FILE: '/x/uv.toml' } },
    { command: 'pipx', args: ['run', 'tool'], env: { PIP_EXTRA_INDEX_URL: 'https://b.example' } },
    { command: 'npx', args: ['--userconfig', '.npmrc', 'tool'] },
    { command: 'npx', args: ['--@corp:registry=https://corp.example', '@corp/tool'] },
    {
      command: 'npx',
      args: ['@corp/tool'],
      env: { 'npm_config_@corp:registry': 'https://x.example' },
    },
    { command: 'npx', args: ['tool'], env: { NPM_CONFIG_USERCONFIG: '.npmrc' } },
  ]) {
    test(`is nothing for a package of a registry beside the public one: ${JSON.stringify(server)}`, () => {
      const { pins, left, asked } = pinnedIn(server);
      assert.deepEqual([pins, asked], [[], []]);
      assert.match(left[0]?.why ?? '', /more than one index$|set in another way here$/);
    });
  }

  test('is the release of the one index that is named', () => {
    for (const args of [
      ['--index-url', 'https://corp.example/simple', 'tool'],
      ['--default-index=https://corp.example/simple', 'tool'],
    ]) {
      const { pins, asked } = pinnedIn({ command: 'uvx', args });
      assert.equal(pins[0]?.to, '9.9.9');
      const address = 'https://corp.example/simple';
      assert.ok(asked.every((query) => 'registry' in query && query.registry === address));
    }
  });
});

test('a commit of zeros is none', () => {
  for (const zeros of ['0'.repeat(40), '0'.repeat(64)]) {
    const fact = commitOf(new Map([['refs/heads/main', zeros]]), 'main', 'host.example');
    assert.deepEqual(fact, { state: 'failed', why: 'host.example names no commit' });
  }
});
