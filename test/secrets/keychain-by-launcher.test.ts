import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { suite, test, type TestContext } from 'node:test';
import { installLauncher } from '../../src/secrets/install-launcher.ts';
import { writtenByLauncher } from '../../src/secrets/keychain-by-launcher.ts';
import { keepFromInput } from '../../src/secrets/keychain-keep.ts';
import { keychainVault } from '../../src/secrets/keychain-vault.ts';
import type { Keychain } from '../../src/secrets/keychain.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const ID = 'github.token.1a2b3c4d';
const VALUE = 'sk-0e5f "né\u{1f511}\n';

/** A keychain that notes what it is asked. */
function noted() {
  const items = new Map<string, string>();
  const calls: string[] = [];
  const keychain: Keychain = {
    async getPassword(account) {
      calls.push(`get ${account}`);
      return items.get(account) ?? null;
    },
    async setPassword(account, password) {
      calls.push(`set ${account}`);
      items.set(account, password);
    },
    async deletePassword(account) {
      calls.push(`delete ${account}`);
      return items.delete(account);
    },
    findCredentials: async () => [],
  };
  return { keychain, items, calls };
}

/** A home of macOS, where a launcher is installed that is this script. */
async function scene(t: TestContext, script: string | null) {
  const folder = temporaryFolder(t, 'mcp-posture-keep');
  const [home, program] = [join(folder, 'home'), join(folder, 'program')];
  mkdirSync(home);
  const user = {
    env: { PATH: process.env['PATH'], HOME: home, SECRET_OF_ANOTHER: 'x' },
    home,
    platform: 'darwin',
    uid: process.getuid?.() ?? -1,
  } as const;
  if (script !== null) {
    const parts = {
      'bin/mcp-launch': `#!/bin/sh\n${script}\n`,
      'dist/launcher.js': '',
      'dist/keychain-launch.js': '',
      'dist/all-formats.js': '',
      'keyring.node': '',
    };
    for (const [path, content] of Object.entries(parts)) {
      mkdirSync(dirname(join(program, path)), { recursive: true });
      writeFileSync(join(program, path), content);
    }
    const keyring = join(program, 'keyring.node');
    await installLauncher({ program, version: '1.0.0', runtime: process.execPath, keyring }, user);
  }
  return { home, user };
}

suite(
  'items that belong to the program that made them',
  { skip: process.platform === 'win32' },
  () => {
    test('are written by the installed launcher, the value on its input alone', async (t) => {
      const script =
        'cat >"$HOME/given"; printf "%s\\n" "$@" >"$HOME/args"; env >"$HOME/env"; echo \'{"ok":true,"values":{}}\'';
      const { home, user } = await scene(t, script);
      const { keychain, calls } = noted();
      await writtenByLauncher(keychain, user).setPassword(ID, VALUE);
      assert.deepEqual(calls, []);
      assert.equal(readFileSync(join(home, 'given'), 'utf8'), VALUE);
      assert.equal(readFileSync(join(home, 'args'), 'utf8'), `--keep\n${ID}\n`);
      assert.doesNotMatch(readFileSync(join(home, 'env'), 'utf8'), /SECRET_OF_ANOTHER|sk-0e5f/);
    });

    test('and no item is read to be written or removed', async (t) => {
      const { user } = await scene(t, 'cat >/dev/null; echo \'{"ok":true}\'');
      const { keychain, calls } = noted();
      const vault = keychainVault(writtenByLauncher(keychain, user), user.platform);
      const info = { id: ID, server: 's', what: 'w', file: '/f', storedAt: 1, lastUsedAt: null };
      await vault.set({ ...info, binding: null, value: VALUE });
      await vault.setRefused(ID, { program: null, cwd: '/', client: null });
      await vault.setRefused(ID, null);
      await vault.delete(ID);
      assert.deepEqual(calls, [`delete ${ID}#refused`, `delete ${ID}`, `delete ${ID}#refused`]);
    });

    test('its reason is told, and one that says nothing is to be installed anew', async (t) => {
      const { keychain } = noted();
      const locked = await scene(
        t,
        'cat >/dev/null; echo \'{"ok":false,"why":"the keychain is locked"}\'',
      );
      await assert.rejects(writtenByLauncher(keychain, locked.user).setPassword(ID, VALUE), {
        message: 'the keychain is locked',
      });
      const old = await scene(t, 'echo usage; exit 64');
      await assert.rejects(writtenByLauncher(keychain, old.user).setPassword(ID, VALUE), {
        message:
          'the installed launcher could not write to the keychain: install it anew by mcp-posture secrets install',
      });
    });

    test('where none is installed this program writes itself, and on other systems always', async (t) => {
      const { user } = await scene(t, null);
      const { keychain, items } = noted();
      await writtenByLauncher(keychain, user).setPassword(ID, VALUE);
      assert.deepEqual([...items], [[ID, VALUE]]);
      assert.equal(writtenByLauncher(keychain, { ...user, platform: 'linux' }), keychain);
      assert.equal(writtenByLauncher(keychain, { ...user, platform: 'win32' }), keychain);
    });

    test('the launcher keeps what is an item of ours, and says why not', async () => {
      const { signal } = new AbortController();
      async function* bytes(...chunks: readonly (string | Uint8Array)[]) {
        for (const chunk of chunks) yield Buffer.from(chunk);
      }
      const { keychain, items } = noted();
      const keep = async (account: string, ...chunks: readonly (string | Uint8Array)[]) =>
        keepFromInput(account, bytes(...chunks), signal, keychain);
      assert.deepEqual(await keep(ID, 'va', 'lue'), { ok: true, values: {} });
      assert.deepEqual(await keep(`${ID}#refused`, ''), { ok: true, values: {} });
      assert.deepEqual(
        [...items],
        [
          [ID, 'value'],
          [`${ID}#refused`, ''],
        ],
      );
      const refused = async (account: string, ...chunks: readonly (string | Uint8Array)[]) => {
        const answer = await keep(account, ...chunks);
        return answer.ok ? null : answer.why;
      };
      for (const account of ['', 'a b', 'a/b', '#refused', `${'x'.repeat(121)}`])
        assert.equal(await refused(account, 'v'), 'the launcher is to keep nothing of ours');
      assert.equal(await refused(ID, Buffer.from([0xff])), 'what is to be kept is no text');
      assert.equal(await refused(ID, 'x'.repeat(513 * 1024)), 'what is to be kept is too long');
      assert.equal(items.size, 2);
    });
  },
);
