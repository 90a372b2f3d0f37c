import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import * as fc from 'fast-check';
import { reachOfName } from '../../src/resolvers/addresses.ts';
import {
  credentialRefusal,
  hostOf,
  mayAsk,
  realmRefusal,
  refusalOf,
  type HostPolicy,
} from '../../src/resolvers/hosts.ts';

const serves = 'images';
const nobody = { serves, userHosts: [], picked: false } as const;
const picked = { serves, userHosts: [], picked: true } as const;

function listing(...userHosts: string[]) {
  return { serves, userHosts, picked: false } as const;
}

const outside = async () => ['140.82.121.34'];
const inside = async () => ['10.0.0.1'];
const loopback = async () => ['127.0.0.1'];
const metadata = async () => ['169.254.169.254'];
const nowhere = async () => [];

function refusal(
  realm: string,
  registry: string,
  endpoint = registry,
  policy: HostPolicy = nobody,
): string | null {
  return realmRefusal(new URL(realm), registry, endpoint, policy);
}

suite('which registries are asked', () => {
  test('public ones unasked, docker.io at its real host', () => {
    assert.deepEqual(mayAsk('docker.io', nobody), {
      allowed: true,
      origin: new URL('https://registry-1.docker.io'),
    });
    for (const host of [
      'ghcr.io',
      'GHCR.io',
      'quay.io',
      'quay.io:443',
      'mcr.microsoft.com',
      'us-west1-docker.pkg.dev',
    ]) {
      const answer = mayAsk(host, nobody);
      assert.ok(answer.allowed, host);
      assert.equal(answer.origin.protocol, 'https:');
    }
  });

  test('nothing else unasked', () => {
    const hosts = [
      'registry.example.com',
      'ghcr.io.evil.example',
      'evil-ghcr.io',
      'ghcr.io:8443',
      'ghcr.io.',
      'registry:5000',
    ];
    for (const host of hosts) assert.equal(mayAsk(host, nobody).allowed, false, host);
  });

  test('what a person picked, but nothing on this machine or in this network', () => {
    assert.equal(mayAsk('registry.example.com', picked).allowed, true);
    const hosts = [
      '127.0.0.1:5000',
      'localhost:5000',
      'localhost',
      '[::1]:5000',
      '0x7f.1:5000',
      '2130706433',
      '127.1:80',
    ];
    for (const host of [...hosts, '10.0.0.1', '192.168.0.1:5000', '[fd00::1]']) {
      assert.equal(mayAsk(host, picked).allowed, false, host);
    }
  });

  test('loopback and private ones that the user names, with the exact port', () => {
    const policy = listing(
      '127.0.0.1:5000',
      'http://localhost:5001/',
      '10.0.0.1',
      'registry.corp:5000',
    );
    assert.deepEqual(mayAsk('127.0.0.1:5000', policy), {
      allowed: true,
      origin: new URL('http://127.0.0.1:5000'),
    });
    assert.deepEqual(mayAsk('localhost:5001', policy), {
      allowed: true,
      origin: new URL('http://localhost:5001'),
    });
    assert.deepEqual(mayAsk('10.0.0.1', policy), {
      allowed: true,
      origin: new URL('https://10.0.0.1'),
    });
    assert.deepEqual(mayAsk('registry.corp:5000', policy), {
      allowed: true,
      origin: new URL('https://registry.corp:5000'),
    });
    for (const host of ['127.0.0.1:5001', '127.0.0.1', 'localhost:5000', 'registry.corp']) {
      assert.equal(mayAsk(host, policy).allowed, false, host);
    }
  });

  test('metadata and link-local never, even when named', () => {
    for (const host of [
      '169.254.169.254',
      '169.254.169.254:80',
      '[fe80::1]',
      '0xa9fea9fe',
      'metadata.google.internal',
      '0.0.0.0',
    ]) {
      assert.equal(mayAsk(host, { ...picked, userHosts: [host] }).allowed, false, host);
    }
  });

  test('only a host is a host', () => {
    const hosts = [
      '',
      'a b',
      'user@ghcr.io',
      'ghcr.io/x',
      'ghcr.io?x',
      'ghcr.io#',
      'ghcr.io:99999',
      '[::1',
      'x'.repeat(300),
    ];
    for (const host of hosts) assert.equal(mayAsk(host, picked).allowed, false, host);
  });
});

suite('whatever a file names as its registry', () => {
  const piece = fc.constantFrom(
    '127.0.0.1',
    'localhost',
    '0x7f',
    '169.254.169.254',
    '[::1]',
    '[::ffff:10.0.0.1]',
    '10.',
    '.',
    ':',
    '5000',
    '@',
    '/',
    '%2e',
    '#',
    '?',
    '\\',
    '\u3002',
    'ghcr.io',
    'a',
    '\u0000',
  );
  const hostile = fc.oneof(
    fc.string(),
    fc.array(piece, { maxLength: 6 }).map((parts) => parts.join('')),
  );

  test('unasked, only https to a listed host', () => {
    fc.assert(
      fc.property(hostile, (host) => {
        const answer = mayAsk(host, nobody);
        if (!answer.allowed) return;
        assert.equal(answer.origin.protocol, 'https:');
        assert.equal(answer.origin.host, 'ghcr.io');
      }),
      { numRuns: 2000 },
    );
  });

  test('picked, never an address of this machine or network', () => {
    fc.assert(
      fc.property(hostile, (host) => {
        const answer = mayAsk(host, picked);
        if (!answer.allowed) return;
        assert.equal(answer.origin.protocol, 'https:');
        assert.equal(answer.origin.username + answer.origin.search + answer.origin.hash, '');
        assert.ok(
          [undefined, 'public'].includes(reachOfName(answer.origin.hostname)),
          answer.origin.host,
        );
      }),
      { numRuns: 2000 },
    );
  });
});

suite('every request is checked again', () => {
  test('https to a public address passes', async () => {
    assert.equal(await refusalOf(new URL('https://ghcr.io/v2/'), 'ghcr.io', nobody, outside), null);
  });

  test('a public name with an inner address does not', async () => {
    for (const lookup of [inside, loopback, metadata]) {
      assert.match(
        (await refusalOf(new URL('https://ghcr.io/'), 'ghcr.io', nobody, lookup)) ?? '',
        /ghcr\.io has a/,
      );
    }
  });

  test('an inner address of a host that the user names does, metadata never', async () => {
    const policy = listing('registry.corp');
    const url = new URL('https://registry.corp/');
    assert.equal(await refusalOf(url, 'registry.corp', policy, inside), null);
    assert.match((await refusalOf(url, 'registry.corp', policy, metadata)) ?? '', /never asked/);
  });

  test('http only on loopback', async () => {
    const policy = listing('127.0.0.1:5000');
    assert.equal(
      await refusalOf(new URL('http://127.0.0.1:5000/'), '127.0.0.1:5000', policy),
      null,
    );
    assert.match(
      (await refusalOf(new URL('http://ghcr.io/'), 'ghcr.io', nobody, outside)) ?? '',
      /without encryption/,
    );
    assert.match(
      (await refusalOf(new URL('ftp://127.0.0.1/'), '127.0.0.1', policy)) ?? '',
      /without encryption/,
    );
  });

  test('localhost that is somewhere else does not', async () => {
    const policy = listing('localhost:5000');
    assert.match(
      (await refusalOf(new URL('http://localhost:5000/'), 'localhost:5000', policy, outside)) ?? '',
      /not on this machine/,
    );
  });

  test('a host without an address: left to the proxy when it is known, refused when it was only picked', async () => {
    assert.equal(await refusalOf(new URL('https://ghcr.io/'), 'ghcr.io', nobody, nowhere), null);
    assert.match(
      (await refusalOf(new URL('https://r.example/'), 'r.example', picked, nowhere)) ?? '',
      /not found/,
    );
  });

  test('another host only when it is asked unasked', async () => {
    const [mirror, elsewhere] = [
      'https://us-west1-docker.pkg.dev/v2/',
      'https://evil.example/',
    ].map((url) => refusalOf(new URL(url), 'registry.k8s.io', picked, outside));
    assert.equal(await mirror, null);
    assert.match((await elsewhere) ?? '', /sends the request on to evil\.example/);
  });
});

suite('where a token may be fetched', () => {
  test('at the registry itself, and at known pairs', () => {
    assert.equal(refusal('https://ghcr.io/token', 'ghcr.io'), null);
    assert.equal(refusal('https://quay.io/v2/auth', 'quay.io'), null);
    assert.equal(
      refusal('https://auth.docker.io/token', 'docker.io', 'registry-1.docker.io'),
      null,
    );
    assert.equal(refusal('https://gitlab.com/jwt/auth', 'registry.gitlab.com'), null);
    assert.equal(refusal('http://127.0.0.1:5000/token', '127.0.0.1:5000'), null);
    assert.equal(
      refusal(
        'http://127.0.0.1:6000/',
        '127.0.0.1:5000',
        '127.0.0.1:5000',
        listing('127.0.0.1:6000'),
      ),
      null,
    );
  });

  test('nowhere else', () => {
    assert.match(refusal('https://auth.docker.io/token', 'ghcr.io') ?? '', /not known to belong/);
    assert.match(refusal('https://evil.example/', 'ghcr.io', 'ghcr.io', picked) ?? '', /not known/);
    assert.match(refusal('http://ghcr.io/token', 'ghcr.io') ?? '', /without encryption/);
    assert.match(refusal('http://127.0.0.1:6000/', '127.0.0.1:5000') ?? '', /not known/);
    assert.match(refusal('http://127.0.0.1:6000/', 'ghcr.io') ?? '', /not known/);
    assert.match(refusal('https://u:p@ghcr.io/token', 'ghcr.io') ?? '', /no usable place/);
    assert.match(refusal('file:///etc/passwd', 'ghcr.io') ?? '', /without encryption/);
  });
});

suite('where a credential may be shown for a token', () => {
  function refused(realm: string, registry: string, origin: string, ...listed: string[]): boolean {
    const why = credentialRefusal(new URL(realm), registry, new URL(origin), listed);
    if (why !== null)
      assert.match(why, /wants sign-in at .*, which is not given your credentials$/);
    return why !== null;
  }
  const [local, beside] = ['http://127.0.0.1:5000', 'http://127.0.0.1:6000'] as const;

  test('at the registry itself and its known pairs, over https', () => {
    assert.equal(refused('https://ghcr.io/token', 'ghcr.io', 'https://ghcr.io'), false);
    const hub = 'https://registry-1.docker.io';
    assert.equal(refused('https://auth.docker.io/token', 'docker.io', hub), false);
    assert.equal(refused('https://auth.docker.io/token', 'DOCKER.io', hub), false);
    const [gitlab, at] = ['https://gitlab.com/jwt/auth', 'registry.gitlab.com'];
    assert.equal(refused(gitlab, at, `https://${at}`), false);
    assert.equal(refused('https://r.corp:8443/t', 'r.corp:8443', 'https://r.corp:8443'), false);
  });

  test('at a host of the list: over https, or where all is on this machine', () => {
    assert.equal(refused('https://sso.corp/t', 'r.corp', 'https://r.corp', 'sso.corp'), false);
    assert.equal(refused(`${beside}/t`, '127.0.0.1:5000', local, '127.0.0.1:6000'), false);
    assert.equal(refused(`${local}/t`, '127.0.0.1:5000', local, '127.0.0.1:5000'), false);
  });

  test('nowhere else', () => {
    assert.equal(refused(`${local}/t`, '127.0.0.1:5000', local), true);
    assert.equal(refused(`${beside}/t`, 'r.corp', 'https://r.corp', '127.0.0.1:6000'), true);
    assert.equal(refused('http://sso.corp/t', 'r.corp', 'https://r.corp', 'http://sso.corp'), true);
    assert.equal(refused('http://sso.corp/t', '127.0.0.1:5000', local, 'http://sso.corp'), true);
    assert.equal(refused('http://ghcr.io/t', 'ghcr.io', 'https://ghcr.io'), true);
    assert.equal(refused('https://auth.docker.io/t', 'ghcr.io', 'https://ghcr.io'), true);
    assert.equal(refused('https://ghcr.io:8443/t', 'ghcr.io', 'https://ghcr.io'), true);
    assert.equal(refused('https://u@ghcr.io/t', 'ghcr.io', 'https://ghcr.io'), true);
    assert.equal(refused('ftp://ghcr.io/t', 'ghcr.io', 'https://ghcr.io'), true);
  });

  test('whatever the realm, only hosts that were named', () => {
    const piece = fc.constantFrom(
      'https://',
      'http://',
      'ghcr.io',
      '@',
      '/',
      ':',
      '443',
      '.',
      'evil',
      '#',
      '?',
      '\\',
    );
    const realm = fc.array(piece, { maxLength: 8 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(realm, (text) => {
        if (!URL.canParse(text)) return;
        const url = new URL(text);
        if (credentialRefusal(url, 'ghcr.io', new URL('https://ghcr.io'), []) !== null) return;
        assert.equal(url.origin, 'https://ghcr.io');
      }),
      { numRuns: 2000 },
    );
  });
});

test('a host in its shortest form', () => {
  for (const [text, host] of [
    ['GHCR.io', 'ghcr.io'],
    ['ghcr.io:443', 'ghcr.io'],
    ['localhost:5000', 'localhost:5000'],
    ['0x7f.1:80', '127.0.0.1'],
    ['ghcr.io/x', undefined],
    ['', undefined],
  ] as const) {
    assert.equal(hostOf(text), host, text);
  }
});
