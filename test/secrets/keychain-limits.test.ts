import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite, test, type TestContext } from 'node:test';
import { loadKeyring, type Keyring } from '../../src/secrets/keyring-module.ts';
import { openKeychain, type KeychainOptions } from '../../src/secrets/keychain.ts';
import { busProblem, untoldAddress } from '../../src/secrets/session-bus.ts';

const INSTEAD = 'or use a password prompt or an environment variable instead';

function folderFor(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'mcp-posture-bus-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Of a system on which no bus is needed, with a module that answers so. */
function keychainThat(
  getPassword: () => Promise<string | null>,
  options: Partial<KeychainOptions> = {},
) {
  function AsyncEntry() {
    return { getPassword };
  }
  const load = () => ({ AsyncEntry, findCredentialsAsync: async () => [] }) as unknown as Keyring;
  return openKeychain({ env: {}, platform: 'darwin', load, ...options });
}

suite('the limits of the keychain', () => {
  test('one that does not answer is left after a while, one that was stopped says so', async () => {
    const never = () => new Promise<null>(() => {});
    await assert.rejects(keychainThat(never, { timeLimit: 20 }).getPassword('a'), {
      message: `the keychain did not answer within 0.02 s: unlock it and try again, ${INSTEAD}`,
    });
    const stop = new AbortController();
    const asked = keychainThat(never, { signal: stop.signal }).getPassword('a');
    stop.abort();
    await assert.rejects(asked, { message: 'stopped' });
  });

  test('the module’s "none" after a stop is not believed', async () => {
    const stop = new AbortController();
    const late = async () => {
      stop.abort();
      return null;
    };
    await assert.rejects(keychainThat(late, { signal: stop.signal }).getPassword('a'), {
      message: 'stopped',
    });
  });

  test('what the module says of an error is not passed on', async () => {
    const fails = (message: string) => async () => Promise.reject(new Error(message));
    const cases = [
      ['secret value', `the keychain refused, ${INSTEAD}`],
      ['Ambiguous: 2 items', 'the keychain holds two items of this name: remove one of them'],
      [
        'User interaction is not allowed without (-25308)',
        `the keychain is locked: unlock it and try again, ${INSTEAD}`,
      ],
    ] as const;
    for (const [message, why] of cases)
      await assert.rejects(keychainThat(fails(message)).getPassword('a'), { message: why });
  });

  test('a bus that never greets holds nobody up', async (t) => {
    const path = join(folderFor(t), 'bus');
    const server = createServer(() => {});
    await new Promise<void>((resolve) => server.listen(path, resolve));
    t.after(() => server.close());
    const env = { DBUS_SESSION_BUS_ADDRESS: `unix:path=${path},guid=0` };
    const load = () => ({}) as Keyring;
    const keychain = openKeychain({ env, platform: 'linux', timeLimit: 30, load });
    await assert.rejects(keychain.getPassword('a'), {
      message: `the keychain did not answer within 0.03 s: unlock it and try again, ${INSTEAD}`,
    });
  });

  test('only a socket of this machine is a bus', (t) => {
    const foreign =
      'the session bus is no socket of this machine (DBUS_SESSION_BUS_ADDRESS), so it is not asked';
    const folder = folderFor(t);
    const cases = [
      ['unix:path=/run/bus', null],
      ['unix:abstract=/tmp/x,guid=1;', null],
      [`unixexec:path=${folder}/evil`, foreign],
      ['unix:path=/run/bus;unixexec:path=/evil', foreign],
      ['tcp:host=example.com,port=1', foreign],
      ['autolaunch:', foreign],
    ] as const;
    for (const [address, why] of cases)
      assert.equal(busProblem({ DBUS_SESSION_BUS_ADDRESS: address }), why, address);
    const none = 'there is no session bus, so no keychain: run this in a desktop session';
    assert.equal(busProblem({}, folder), none);
    assert.equal(busProblem({ XDG_RUNTIME_DIR: folder }), none);
  });

  test('a client that hands on no variables leaves the bus where it is', async (t) => {
    const folder = folderFor(t);
    const own = join(folder, String(process.geteuid?.()));
    mkdirSync(own);
    const none = 'there is no session bus, so no keychain: run this in a desktop session';
    assert.equal(busProblem({}, folder), none);
    const server = createServer().listen(join(own, 'bus'));
    t.after(() => server.close());
    await once(server, 'listening');
    assert.equal(busProblem({}, folder), null);
    assert.equal(busProblem({ DBUS_SESSION_BUS_ADDRESS: '' }, folder), null);
    assert.equal(untoldAddress({}, folder), `unix:path=${own}/bus`);
    assert.equal(untoldAddress({ DBUS_SESSION_BUS_ADDRESS: 'unix:path=/x' }, folder), null);
    assert.equal(untoldAddress({ XDG_RUNTIME_DIR: '/x' }, folder), null);
    // Who says where it is, is believed.
    assert.equal(busProblem({ XDG_RUNTIME_DIR: folder }, folder), none);
  });

  test('a module that is not there is told, and the environment cannot name another', (t) => {
    const folder = folderFor(t);
    assert.throws(() => loadKeyring(join(folder, 'dist/launcher.js')), {
      message: `the keychain module for ${process.platform}-${process.arch} is not installed with this program: install it anew on this system`,
    });
    const marker = join(folder, 'ran');
    const evil = join(folder, 'evil.cjs');
    const source = join(import.meta.dirname, '../../src/secrets/keyring-module.ts');
    writeFileSync(evil, `require('node:fs').writeFileSync(${JSON.stringify(marker)}, '')`);
    const script = `import(${JSON.stringify(source)}).then(({ loadKeyring }) => console.log(typeof loadKeyring().AsyncEntry))`;
    const run = spawnSync(process.execPath, ['--eval', script], {
      encoding: 'utf8',
      env: { NAPI_RS_NATIVE_LIBRARY_PATH: evil, HOME: folder, PATH: folder },
      timeout: 20_000,
    });
    assert.equal(run.stderr, '');
    assert.equal(run.stdout, 'function\n');
    assert.equal(existsSync(marker), false);
  });
});
