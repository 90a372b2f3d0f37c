import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Keychain } from '../../src/secrets/keychain.ts';
import { keychainVault } from '../../src/secrets/keychain-vault.ts';
import type { StoredSecret } from '../../src/secrets/vault.ts';

/** Refuses what Windows does. */
function windowsKeychain(): Keychain & { readonly kept: Map<string, string> } {
  const kept = new Map<string, string>();
  return {
    kept,
    getPassword: async (account) => kept.get(account) ?? null,
    async setPassword(account, password) {
      if (Buffer.byteLength(password, 'utf16le') > 2560) throw new Error('too long');
      kept.set(account, password);
    },
    deletePassword: async (account) => kept.delete(account),
    findCredentials: async () => [...kept].map(([account, password]) => ({ account, password })),
  };
}

function secretOf(value: string): StoredSecret {
  return {
    id: 'a.b',
    value,
    server: 's',
    what: 'w',
    file: 'C:\\f.json',
    binding: null,
    storedAt: 1,
    lastUsedAt: null,
  };
}

test('on Windows a long value is kept in parts, and none remains', async () => {
  const lengths = fc.integer({ min: 0, max: 3000 });
  await fc.assert(
    fc.asyncProperty(fc.array(lengths, { minLength: 1, maxLength: 4 }), async (sizes) => {
      const keychain = windowsKeychain();
      const vault = keychainVault(keychain, 'win32');
      for (const size of sizes) {
        const secret = secretOf('\u{1f511}"\n'.repeat(size));
        await vault.set(secret);
        assert.deepEqual(await vault.get('a.b'), secret);
        const { value: _, ...info } = secret;
        assert.deepEqual(await vault.list(), [info]);
      }
      const refused = { program: `C:\\${'x'.repeat(3000)}`, cwd: 'C:\\', client: 'NODE_OPTIONS=1' };
      await vault.setRefused('a.b', refused);
      assert.deepEqual(await vault.refused('a.b'), refused);
      assert.equal(await vault.delete('a.b'), true);
      assert.deepEqual([...keychain.kept.keys()], []);
    }),
    { numRuns: 30 },
  );
});

test('a value of which a part is gone is no value', async () => {
  const keychain = windowsKeychain();
  const vault = keychainVault(keychain, 'win32');
  await vault.set(secretOf('x'.repeat(5000)));
  const part = [...keychain.kept.keys()].find((account) => account.endsWith('.2')) ?? '';
  keychain.kept.delete(part);
  assert.equal(await vault.get('a.b'), undefined);
  assert.deepEqual(await vault.list(), []);
});
