import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { diagnose } from '../../src/secrets/doctor.ts';
import { secretStorageVault } from '../../src/secrets/secret-storage-vault.ts';
import { badId, type StoredSecret } from '../../src/secrets/vault.ts';
import { memoryStore } from '../editor/secrets/memory-store.ts';

function secretOf(id: string, value = 'the value'): StoredSecret {
  return {
    id,
    value,
    server: 'github',
    what: 'GITHUB_TOKEN',
    file: '/w/.vscode/mcp.json',
    binding: {
      entry: 'e',
      text: '{"entry":{}}',
      envFile: null,
      program: '/usr/bin/npx',
      script: null,
      cwd: '/w',
      client: null,
      steering: { '.npmrc': 'h' },
    },
    storedAt: 1,
    lastUsedAt: null,
  };
}

suite('secrets in the encrypted storage of an editor', () => {
  test('any text comes back, and the list holds no value', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'binary', maxLength: 300 }).filter((text) => !text.includes('\0')),
        async (value) => {
          const store = memoryStore();
          const vault = secretStorageVault(store);
          const secret = secretOf('a.b', value);
          await vault.set(secret);
          assert.deepEqual(await vault.get('a.b'), secret);
          const { value: _, ...info } = secret;
          assert.deepEqual(await vault.list(), [info]);
        },
      ),
      { numRuns: 100 },
    );
  });

  test('what cannot be handed on unchanged is refused, and nothing is written', async () => {
    const store = memoryStore();
    const vault = secretStorageVault(store);
    await vault.set(secretOf('a', 'x'.repeat(64 * 1024)));
    store.kept.clear();
    const cases = [
      [secretOf('a', 'x'.repeat(64 * 1024 + 1)), 'the value of a is longer than 64 KB'],
      [secretOf('a', 'é'.repeat(32 * 1024 + 1)), 'the value of a is longer than 64 KB'],
      [secretOf('a', 'a\0b'), 'the value of a holds a NUL character'],
      [secretOf('a', '\ud800'), 'the value of a is not valid Unicode'],
      [secretOf('../a'), badId],
      [secretOf(''), badId],
    ] as const;
    for (const [secret, message] of cases) await assert.rejects(vault.set(secret), { message });
    await assert.rejects(vault.get('a b'), { message: badId });
    await assert.rejects(vault.delete('x'.repeat(121)), { message: badId });
    assert.deepEqual([...store.kept], []);
  });

  test('many at once lose nothing', async () => {
    const vault = secretStorageVault(memoryStore());
    const ids = Array.from({ length: 30 }, (_, index) => `id.${index}`).sort();
    await Promise.all(ids.map(async (id) => vault.set(secretOf(id, id))));
    const gone = ids.filter((_, index) => index % 3 === 0);
    await Promise.all([
      ...gone.map(async (id) => vault.delete(id)),
      ...ids.map(async (id) => vault.used(id, 7)),
    ]);
    const left = ids.filter((id) => !gone.includes(id));
    assert.deepEqual(
      (await vault.list()).map(({ id, lastUsedAt }) => [id, lastUsedAt]),
      left.map((id) => [id, 7]),
    );
    assert.equal((await vault.get(left[0] ?? ''))?.value, left[0]);
  });

  test('two windows that write the list at once lose nothing', async () => {
    const store = memoryStore();
    const [one, two] = [secretStorageVault(store), secretStorageVault(store)];
    await Promise.all([one.set(secretOf('one')), two.set(secretOf('two'))]);
    assert.deepEqual((await one.get('one'))?.value, 'the value');
    assert.deepEqual((await two.get('two'))?.value, 'the value');
    assert.deepEqual(
      (await one.list()).map(({ id }) => id),
      ['one', 'two'],
    );
  });

  test('a value that the list lacks comes back, an id without a value is found', async () => {
    const store = memoryStore();
    const vault = secretStorageVault(store);
    await vault.set(secretOf('kept'));
    await vault.set(secretOf('lost'));
    store.kept.delete('mcp-posture.secret.lost');
    const named = [
      { id: 'lost', server: 's', file: 'f' },
      { id: 'never', server: 's', file: 'f' },
    ];
    const found = await diagnose(vault, named);
    assert.deepEqual(
      [found.withoutValue, found.lost.map(({ id }) => id), found.unused.map(({ id }) => id)],
      [named, ['lost'], ['kept']],
    );

    store.kept.set('mcp-posture.index', 'garbage');
    assert.deepEqual(await vault.list(), []);
    assert.equal((await vault.get('kept'))?.value, 'the value');
    assert.deepEqual(
      (await vault.list()).map(({ id }) => id),
      ['kept'],
    );
    assert.equal(await vault.delete('kept'), true);
    assert.equal(await vault.delete('kept'), false);
    assert.deepEqual([...store.kept.keys()], ['mcp-posture.index']);
  });

  test('one that fails fails alone, and a value that cannot be read is told', async () => {
    const store = memoryStore();
    let broken = true;
    const vault = secretStorageVault({
      ...store,
      async store(key, value) {
        if (broken) throw new Error('the storage is closed');
        await store.store(key, value);
      },
    });
    await assert.rejects(vault.set(secretOf('a')), { message: 'the storage is closed' });
    broken = false;
    await vault.set(secretOf('a'));
    store.kept.set('mcp-posture.secret.a', '{"value":"x","info":{"id":"b"}}');
    await assert.rejects(vault.get('a'), { message: 'what is stored for a cannot be read' });
  });
});
