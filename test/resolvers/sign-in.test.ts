import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { Fact, ImageDigest } from '../../src/core/rules/facts.ts';
import type { CredentialHelper } from '../../src/resolvers/source.ts';
import { leakedRuns } from '../secret-runs.ts';
import { digest, errandFor, imagesFor, manifestType, queryFor, say, whyOf } from './asking.ts';
import { authOf, dockerHome } from './docker-home.ts';
import type { Answer } from './server.ts';
import { startWorld, type World } from './world.ts';

const secret = 'pass-of-a-test-0815';
const credential = authOf('me', secret);
const basic = `Basic ${credential.auth}`;

/** A registry whose images only the token `good` opens, which it says is to be had at `realm`. */
function wantsToken(realm: string): Answer {
  return (request, response) => {
    if (request.url?.startsWith('/token')) return givesToken(request, response);
    return request.headers.authorization === 'Bearer good'
      ? say(response, 200, { 'content-type': manifestType, 'docker-content-digest': digest })
      : say(response, 401, { 'www-authenticate': `Bearer realm="${realm}",service="s"` });
  };
}

/** `good` for the credential, for a form, and for nobody else. */
const givesToken: Answer = (request, response) => {
  const may = request.method === 'POST' || request.headers.authorization === basic;
  say(response, 200, {}, JSON.stringify({ token: may ? 'good' : 'anonymous' }));
};

/** Opens images for the password itself. */
const wantsPassword: Answer = (request, response) =>
  request.headers.authorization === basic
    ? say(response, 200, { 'content-type': manifestType, 'docker-content-digest': digest })
    : say(response, 401, { 'www-authenticate': 'Basic realm="x"' });

interface Setting {
  readonly userHosts?: readonly string[];
  readonly picked?: boolean;
  readonly helper?: CredentialHelper;
}

interface Asked {
  readonly fact: Fact<ImageDigest>;
  /** What went to hosts with a credential: `GET ghcr.io`. */
  readonly shown: readonly string[];
}

/** Asks with these docker settings; the log never has a credential. */
async function ask(
  world: World,
  registry: string,
  config: unknown,
  { userHosts = [], picked, helper }: Setting = {},
): Promise<Asked> {
  await using docker = await dockerHome(config);
  const { home } = docker;
  const { fetch, lookup } = world;
  const { digests, log } = imagesFor({ home, helper, fetch, lookup });
  await digests.ready(null);
  const fact = await digests.ask(
    queryFor(registry),
    errandFor(registry, { userHosts, ...(picked === undefined ? {} : { picked }) }),
  );
  assert.deepEqual(leakedRuns(secret, `${log.join('\n')}${JSON.stringify(fact)}`), []);
  const shown = [...new Set(world.asked)].flatMap((host) =>
    world
      .seen(host)
      .filter(({ method, headers }) => method === 'POST' || headers.authorization === basic)
      .map(({ method }) => `${method} ${host}`),
  );
  return { fact, shown };
}

const good = { state: 'known', value: digest } as const;

suite('a credential is shown', () => {
  for (const [name, registry, realmHost, key] of [
    ['the registry’s own host', 'registry.corp', 'registry.corp', 'registry.corp'],
    ['ghcr.io', 'ghcr.io', 'ghcr.io', 'https://ghcr.io'],
    ['Artifact Registry', 'us-docker.pkg.dev', 'us-docker.pkg.dev', 'us-docker.pkg.dev'],
    ['an ACR', 'my.azurecr.io', 'my.azurecr.io', 'my.azurecr.io'],
    ['Docker Hub’s', 'docker.io', 'auth.docker.io', 'https://index.docker.io/v1/'],
    ['GitLab’s', 'registry.gitlab.com', 'gitlab.com', 'registry.gitlab.com'],
  ] as const) {
    test(`at the realm of ${name}`, async () => {
      const endpoint = registry === 'docker.io' ? 'registry-1.docker.io' : registry;
      const answer = wantsToken(`https://${realmHost}/token`);
      await using world = await startWorld({ [endpoint]: answer, [realmHost]: answer });
      const byPassword = await ask(world, registry, { auths: { [key]: credential } });
      assert.deepEqual(byPassword, { fact: good, shown: [`GET ${realmHost}`] });
      const identity = { auths: { [key]: { identitytoken: secret } } };
      const byToken = await ask(world, registry, identity);
      assert.deepEqual(byToken.fact, good);
      assert.deepEqual(byToken.shown.at(-1), `POST ${realmHost}`);
    });
  }

  test('to an ECR, which wants a password itself', async () => {
    const host = '123456789012.dkr.ecr.eu-central-1.amazonaws.com';
    await using world = await startWorld({ [host]: wantsPassword });
    const servers: string[] = [];
    const helper: CredentialHelper = async (name, server) => {
      servers.push(`${name} ${server}`);
      return { username: 'me', secret };
    };
    const config = { credHelpers: { [host]: 'ecr-login' } };
    const { fact, shown } = await ask(world, host, config, { helper });
    assert.deepEqual(fact, good);
    assert.deepEqual(shown, [`HEAD ${host}`]);
    assert.deepEqual(servers, [`ecr-login ${host}`]);
  });

  test('at a realm that the extension’s own setting names', async () => {
    const answer = wantsToken('https://sso.corp/token');
    await using world = await startWorld({ 'registry.corp': answer, 'sso.corp': answer });
    const config = { auths: { 'registry.corp': credential } };
    const { fact, shown } = await ask(world, 'registry.corp', config, { userHosts: ['sso.corp'] });
    assert.deepEqual({ fact, shown }, { fact: good, shown: ['GET sso.corp'] });
  });
});

suite('a credential is not shown', () => {
  const config = { auths: { 'registry.corp': credential, 'docker.io': credential } };

  for (const [name, realm, why] of [
    ['a host that nobody named', 'https://evil.example/token', /not known to belong to it/],
    ['a known host of another registry', 'https://auth.docker.io/token', /not known to belong/],
    ['its own host without encryption', 'http://registry.corp/token', /without encryption/],
    ['its own name at another port', 'https://registry.corp:8443/token', /not known to belong/],
    ['what begins as its name', 'https://registry.corp.evil.example/token', /not known to belong/],
    ['what hides behind its name', 'https://registry.corp@evil.example/token', /no usable place/],
    ['its name with a user', 'https://me@registry.corp/token', /no usable place/],
    ['this machine', 'http://127.0.0.1:5000/token', /not known to belong/],
    ['a metadata address', 'http://169.254.169.254/token', /without encryption/],
    ['a private address', 'https://10.0.0.1/token', /not known to belong/],
    ['no address', 'nowhere', /no usable place/],
    ['another scheme', 'file:///etc/passwd', /without encryption/],
  ] as const) {
    test(`at a realm that is ${name}`, async () => {
      const sink = wantsToken(realm);
      await using world = await startWorld({
        'registry.corp': sink,
        'evil.example': sink,
        'auth.docker.io': sink,
        'registry.corp.evil.example': sink,
        'registry.corp:8443': sink,
      });
      const { fact, shown } = await ask(world, 'registry.corp', config);
      assert.match(whyOf(fact), why);
      assert.deepEqual(shown, []);
      assert.deepEqual(world.asked, ['registry.corp']);
    });
  }

  test('to a registry that the docker settings do not name, picked or not', async () => {
    const answer: Answer = (request, response) =>
      say(response, 401, { 'www-authenticate': `Basic realm="registry.corp"` }, request.url);
    await using world = await startWorld({ 'evil.example': answer });
    for (const picked of [false, true]) {
      const { fact, shown } = await ask(world, 'evil.example', config, { picked });
      assert.equal(fact.state, 'failed');
      assert.deepEqual(shown, []);
    }
  });

  test('to where its registry sends a request on', async () => {
    const onward: Answer = (request, response) =>
      request.headers.authorization === undefined
        ? say(response, 401, { 'www-authenticate': 'Basic realm="x"' })
        : say(response, 307, { location: `https://mirror.corp${request.url}` });
    await using world = await startWorld({
      'registry.corp': onward,
      'mirror.corp': (_, response) => say(response, 401, { 'www-authenticate': 'Basic realm="x"' }),
    });
    const { fact, shown } = await ask(world, 'registry.corp', config, {
      userHosts: ['mirror.corp'],
    });
    assert.match(whyOf(fact), /not readable on registry\.corp with the credentials/);
    assert.deepEqual(shown, ['HEAD registry.corp']);
    assert.deepEqual(
      world.seen('mirror.corp').map(({ headers }) => headers.authorization),
      [undefined],
    );
  });

  test('to where its realm sends a request on', async () => {
    const onward: Answer = (request, response) =>
      request.url?.startsWith('/token')
        ? say(response, 307, { location: 'https://evil.example/token' })
        : say(response, 401, { 'www-authenticate': 'Bearer realm="https://registry.corp/token"' });
    await using world = await startWorld({ 'registry.corp': onward, 'evil.example': givesToken });
    for (const entry of [credential, { identitytoken: secret }]) {
      const { fact } = await ask(world, 'registry.corp', { auths: { 'registry.corp': entry } });
      assert.match(whyOf(fact), /sends (?:the request on to evil|a question on elsewhere)/);
    }
    assert.deepEqual(world.seen('evil.example'), []);
  });

  test('where a challenge came from elsewhere', async () => {
    const evil: Answer = (_, response) =>
      say(response, 401, {
        'www-authenticate': 'Bearer realm="https://evil.example/token", Basic realm="x"',
      });
    await using world = await startWorld({
      'registry.corp': (request, response) =>
        say(response, 307, { location: `https://mirror.corp${request.url}` }),
      'mirror.corp': evil,
      'evil.example': givesToken,
    });
    const { fact, shown } = await ask(world, 'registry.corp', config, {
      userHosts: ['mirror.corp'],
    });
    assert.match(whyOf(fact), /^registry\.corp wants sign-in at evil\.example, which is not known/);
    assert.deepEqual(shown, []);
    assert.deepEqual(world.asked, ['registry.corp', 'mirror.corp']);
  });
});

suite('a keychain is opened', () => {
  const config = { credsStore: 'keychain', auths: { 'registry.corp': {} } };

  function counting(answer: 'none' | 'credential' | 'broken') {
    const servers: string[] = [];
    const helper: CredentialHelper = async (name, server) => {
      servers.push(`${name} ${server}`);
      if (answer === 'broken') throw new Error('docker-credential-keychain ended with 1');
      return answer === 'none' ? null : { username: 'me', secret };
    };
    return { servers, helper };
  }

  /** Anybody may read, with a token that anybody gets. */
  const open: Answer = (request, response) => {
    if (request.url?.startsWith('/token')) return say(response, 200, {}, '{"token":"any"}');
    return request.headers.authorization === 'Bearer any'
      ? say(response, 200, { 'content-type': manifestType, 'docker-content-digest': digest })
      : say(response, 401, {
          'www-authenticate': `Bearer realm="https://auth.docker.io/token",service="s"`,
        });
  };

  test('for no image of a registry that was not signed in to', async () => {
    await using world = await startWorld({ 'registry-1.docker.io': open, 'auth.docker.io': open });
    const { servers, helper } = counting('credential');
    assert.deepEqual((await ask(world, 'docker.io', config, { helper })).fact, good);
    assert.deepEqual(servers, []);
  });

  test('for one that a person picks, as docker keys it', async () => {
    await using world = await startWorld({ 'registry-1.docker.io': open, 'auth.docker.io': open });
    const { servers, helper } = counting('none');
    const { fact } = await ask(world, 'docker.io', config, { helper, picked: true });
    assert.deepEqual(fact, good);
    assert.deepEqual(servers, ['keychain https://index.docker.io/v1/']);
  });

  test('and a broken one does not hide what anybody may read', async () => {
    await using world = await startWorld({ 'registry-1.docker.io': open, 'auth.docker.io': open });
    const { helper } = counting('broken');
    const { fact } = await ask(world, 'docker.io', config, { helper, picked: true });
    assert.deepEqual(fact, good);
  });

  test('nor does a password that is no longer good', async () => {
    const refuses: Answer = (request, response) =>
      request.headers.authorization === basic ? say(response, 401) : open(request, response);
    await using world = await startWorld({
      'registry-1.docker.io': open,
      'auth.docker.io': refuses,
    });
    const { fact } = await ask(world, 'docker.io', { auths: { 'docker.io': credential } });
    assert.deepEqual(fact, good);
  });

  test('and what is wrong with it is said of what nobody may read', async () => {
    await using world = await startWorld({ 'registry.corp': wantsPassword });
    const { fact } = await ask(world, 'registry.corp', config, counting('broken'));
    assert.equal(whyOf(fact), 'docker-credential-keychain ended with 1');
    const none = await ask(world, 'registry.corp', config, counting('none'));
    assert.equal(whyOf(none.fact), 'not public on registry.corp: sign-in needed (401)');
    const unset = await ask(world, 'registry.corp', config);
    assert.equal(whyOf(unset.fact), 'helper programs of docker are not run here');
  });

  test('by no name that is more than a name', async () => {
    await using world = await startWorld({ 'registry.corp': wantsPassword });
    for (const name of ['../../evil', 'a b', 'ä', 'x'.repeat(65), '$(x)']) {
      const { servers, helper } = counting('credential');
      const evil = { credHelpers: { 'registry.corp': name } };
      const { fact } = await ask(world, 'registry.corp', evil, { helper });
      assert.equal(whyOf(fact), 'the docker settings name a credential helper that is none');
      assert.deepEqual(servers, []);
    }
  });

  test('the helper of one host before that of all, and before what stands beside it', async () => {
    await using world = await startWorld({ 'registry.corp': wantsPassword });
    const { servers, helper } = counting('credential');
    const both = {
      credsStore: 'keychain',
      credHelpers: { 'registry.corp': 'own' },
      auths: { 'registry.corp': authOf('other', 'other') },
    };
    assert.deepEqual((await ask(world, 'registry.corp', both, { helper })).fact, good);
    assert.deepEqual(servers, ['own registry.corp']);
  });
});

suite('who named a host', () => {
  test('the docker settings are the user’s: asked unasked, on this machine and in this network too', async () => {
    await using docker = await dockerHome({
      auths: { 'https://10.0.0.1/v2/': {}, '127.0.0.1:5000': {} },
      credHelpers: { 'registry.corp': 'x' },
    });
    const { digests, builds } = imagesFor({ home: docker.home });
    const by = (host: string): unknown => {
      const address = digests.address(queryFor(host), null, ['listed.corp']);
      return address?.ok === true ? address.namedBy : address?.ok;
    };
    assert.equal(by('ghcr.io'), undefined);
    await builds.ready(null);
    assert.deepEqual(
      ['10.0.0.1', '127.0.0.1:5000', 'registry.corp', 'listed.corp', 'ghcr.io'].map(by),
      ['user', 'user', 'user', 'user', 'known'],
    );
    assert.deepEqual(['other.corp', '10.0.0.2', '127.0.0.1:5001'].map(by), ['file', false, false]);
    digests.forget();
    assert.equal(by('ghcr.io'), undefined);
  });
});
