import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { readNetrc } from '../../src/resolvers/python-netrc.ts';
import {
  namedIndex,
  originsOf,
  readPythonSettings,
  type PythonTool,
} from '../../src/resolvers/python-settings.ts';
import { indexesFor, personOf, readerOf, urlsFor, type PythonSetting } from './pypi-asking.ts';

const pypi = 'https://pypi.org/simple';

async function signInsFor(
  tool: PythonTool,
  setting: PythonSetting,
): Promise<readonly (string | null)[]> {
  const indexes = await indexesFor(tool, setting);
  assert.ok(indexes.ok, JSON.stringify(indexes));
  return indexes.asked.map(({ authorization }) => decoded(authorization));
}

function decoded(authorization: string | null): string | null {
  if (authorization === null) return null;
  assert.match(authorization, /^Basic /);
  return Buffer.from(authorization.slice('Basic '.length), 'base64').toString();
}

suite('who is signed in', () => {
  test('by an address, which keeps nothing of it', async () => {
    const setting = {
      env: { UV_INDEX: 'https://me:p%40ss%zz@a.example/simple https://token@b.example' },
    };
    assert.deepEqual(await urlsFor('uv', setting), [
      'https://a.example/simple',
      'https://b.example',
      pypi,
    ]);
    assert.deepEqual(await signInsFor('uv', setting), ['me:p%40ss%zz', 'token:', null]);
  });

  test('a password that is encoded', async () => {
    const setting = { env: { PIP_INDEX_URL: 'https://me%40corp:p%40ss@a.example/simple' } };
    assert.deepEqual(await signInsFor('pip', setting), ['me@corp:p@ss']);
  });

  test('by the name of an index, before its address', async () => {
    const env = {
      UV_INDEX: 'my-private.index=https://x:y@a.example other=https://b.example',
      UV_INDEX_MY_PRIVATE_INDEX_USERNAME: 'me',
      UV_INDEX_MY_PRIVATE_INDEX_PASSWORD: 'secret',
      UV_INDEX_OTHER_PASSWORD: 'token',
    };
    assert.deepEqual(await signInsFor('uv', { env }), ['me:secret', ':token', null]);
  });

  test('by netrc, after an address', async () => {
    const setting = {
      env: {
        PIP_INDEX_URL: 'https://a.example/simple',
        PIP_EXTRA_INDEX_URL: 'https://x:y@b.example',
      },
      files: {
        '/home/me/.netrc':
          'machine A.example\n  login me\n  password secret\nmachine b.example login no password no\n',
      },
    };
    assert.deepEqual(await signInsFor('pip', setting), ['me:secret', 'x:y']);
  });

  test('by the netrc of the environment instead', async () => {
    const setting = {
      env: { NETRC: '/my/netrc', UV_INDEX_URL: 'https://a.example' },
      files: {
        '/my/netrc': 'default login no password no machine a.example login me password secret',
        '/home/me/.netrc': 'machine a.example login no password no',
      },
    };
    assert.deepEqual(await signInsFor('uv', setting), ['me:secret']);
  });

  test('nobody by the default of netrc, or by one that cannot be read', async () => {
    const env = { UV_INDEX_URL: 'https://a.example' };
    const standing = { '/home/me/.netrc': 'default login no password no' };
    assert.deepEqual(await signInsFor('uv', { env, files: standing }), [null]);
    assert.deepEqual(await signInsFor('uv', { env, files: { '/home/me/.netrc': false } }), [null]);
  });

  test('at an index that a file names, only by what stands for this very host', async () => {
    const setting = {
      env: {
        UV_INDEX: 'https://me:one@a.example/first https://a.example/none https://b.example:8443/x',
      },
      files: { '/home/me/.netrc': 'machine b.example login me password two' },
    };
    const settings = await readPythonSettings(personOf(setting), readerOf(setting));
    const signIn = (address: string): string | null | undefined => {
      const index = namedIndex(address, 'uv', settings);
      return index && decoded(index.authorization);
    };
    assert.equal(signIn('https://a.example/first'), 'me:one');
    assert.equal(signIn('https://a.example/other'), 'me:one');
    assert.equal(signIn('http://a.example/first'), null);
    assert.equal(signIn('https://a.example:8443/first'), null);
    assert.equal(signIn('https://a.example.evil/first'), null);
    assert.equal(signIn('https://b.example/x'), 'me:two');
    assert.equal(signIn('https://b.example:8443/y'), 'me:two');
    assert.equal(signIn('https://b.example:9443/y'), null);
    assert.equal(signIn('http://b.example/x'), null);
    assert.equal(signIn('https://c.example/x'), null);
    assert.equal(signIn('https://${HOST}/x'), undefined);
    assert.deepEqual(originsOf(settings.uv), ['https://a.example', 'https://b.example:8443']);
  });

  test('netrc: quotes, comments, macros, a password that looks like one', () => {
    const text = [
      '# machine no.example login no password no',
      'macdef init',
      'machine macro.example login no password no',
      '',
      'machine a.example login "my name" account x password "a \\" b" # machine c.example',
      'machine b.example password #machine login me',
      'machine a.example login second password second',
      'machine d.example login me',
    ].join('\n');
    const found = [...readNetrc(text)].map(([host, header]) => [host, decoded(header)]);
    assert.deepEqual(found, [
      ['a.example', 'my name:a " b'],
      ['b.example', 'me:#machine'],
    ]);
  });
});
