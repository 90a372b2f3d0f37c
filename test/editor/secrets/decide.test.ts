import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { suite, test } from 'node:test';
import { decide } from '../../../src/editor/secrets/decide.ts';
import { ID, serverEntry } from '../../secrets/bound-world.ts';
import { allow, fileText, never, stage, value, withEnv } from './stage.ts';

suite('a launch asks for a secret', () => {
  test('a person is told whose secret it is, whatever the entry calls it', async (t) => {
    const { bound, ports, asked } = stage(t);
    const file = bound.write('other/mcp.json', fileText());
    const info = { server: 'bank', what: 'BANK_KEY', file, storedAt: 1, lastUsedAt: null };
    await ports.vault.set({ id: ID, value, binding: null, ...info });
    assert.equal((await decide(bound.request(), never, ports)).ok, false);
    assert.deepEqual(asked[0]?.names, ['BANK_KEY of bank (as TOKEN)']);
  });

  test('a second file that fits the same launch by its own words is asked about', async (t) => {
    const { bound, ports, asked, file, store } = stage(t);
    const inputs = [{ id: 'i', type: 'promptString' }];
    const { args } = serverEntry() as { args: readonly string[] };
    const open = { ...serverEntry(), args: args.with(5, '${input:i}') };
    bound.write('.vscode/mcp.json', JSON.stringify({ inputs, servers: { github: open } }));
    await store();
    const own = { ...serverEntry(), args: args.with(5, '--require=/evil.js') };
    const evil = bound.write('evil/mcp.json', JSON.stringify({ servers: { x: own } }));
    const argv = bound.request().argv.with(2, '--require=/evil.js');
    const both = { ...ports, filesNaming: () => [file, evil] };
    assert.equal((await decide(bound.request({ argv }), never, both)).ok, false);
    assert.deepEqual(
      asked.map((question) => [question.file, question.elsewhere]),
      [[evil, file]],
    );
    assert.equal((await decide(bound.request(), never, both)).ok, true);
  });

  test('the launch that it was stored for gets it, at once and noted', async (t) => {
    const { bound, ports, store, asked, recorded } = stage(t);
    await store();
    const answer = await decide(bound.request(), never, ports);
    assert.deepEqual(answer, { ok: true, values: { [ID]: value } });
    assert.deepEqual(asked, []);
    assert.equal((await ports.vault.list())[0]?.lastUsedAt, 1_700_000_000_000);
    assert.deepEqual(
      recorded.map(({ server, secrets }) => ({ server, secrets })),
      [{ server: 'github', secrets: [ID] }],
    );
    assert.ok(!JSON.stringify(recorded).includes(value));
  });

  test('no launch of a workspace that is not trusted gets any', async (t) => {
    const { bound, ports, store } = stage(t, { isTrusted: () => false });
    await store();
    const answer = await decide(bound.request(), never, ports);
    assert.deepEqual(answer, {
      ok: false,
      why: 'the workspace that this server belongs to is not trusted',
      passOn: true,
    });
  });

  test('a launch of another window is passed on', async (t) => {
    const { bound, ports, store } = stage(t, { worldOf: () => null });
    await store();
    const answer = await decide(bound.request(), never, ports);
    assert.deepEqual(answer, {
      ok: false,
      why: `no file of the open window names ${ID}`,
      passOn: true,
    });
  });

  test('a launch of another window, on a copy of the file, is passed on', async (t) => {
    const { bound, ports, store, asked } = stage(t);
    await store();
    for (const cwd of [`${bound.workspace}-copy`, bound.folder])
      assert.deepEqual(await decide(bound.request({ cwd }), never, ports), {
        ok: false,
        why: 'no secret is given, as the launcher was started in another folder than the entry says',
        passOn: true,
      });
    assert.deepEqual(asked, []);
  });

  for (const [name, server, says] of [
    [
      'a variable that loads code',
      { env: { OTHER: 'x', NODE_OPTIONS: '--require evil.js' } },
      'env.NODE_OPTIONS',
    ],
    ['another value', { env: { OTHER: 'y' } }, 'env.OTHER'],
    ['a description', { dev: { watch: 'x' } }, 'dev.watch'],
  ] as const) {
    test(`the entry has changed (${name}): refused, until it is allowed`, async (t) => {
      const { bound, ports, store, asked } = stage(t);
      await store();
      bound.write('.vscode/mcp.json', fileText(server));
      const request = bound.request(withEnv(bound, server));
      assert.deepEqual(await decide(request, never, ports), {
        ok: false,
        why: 'the secret was refused in the editor',
      });
      assert.equal(asked.length, 1);
      assert.ok(
        asked[0]?.changes.some(({ text }) => text.startsWith(says)),
        says,
      );
      assert.deepEqual(asked[0]?.names, ['TOKEN']);
      const allowed = await decide(request, never, { ...ports, approve: allow });
      assert.deepEqual(allowed, { ok: true, values: { [ID]: value } });
      const again = await decide(request, never, ports);
      assert.deepEqual(again, { ok: true, values: { [ID]: value } });
      assert.equal(asked.length, 1);
    });
  }

  test('the file of variables or the script has changed: refused', async (t) => {
    for (const path of ['.env', 'server.js']) {
      const { bound, ports, store, asked } = stage(t);
      await store();
      bound.write(path, 'FROM_FILE=2\n');
      const answer = await decide(bound.request(), never, ports);
      assert.equal(answer.ok, false, path);
      assert.deepEqual(
        asked[0]?.changes.map(({ loads }) => loads),
        [true],
      );
    }
  });

  test('what the launcher reports is not what the file says: refused without a question', async (t) => {
    const { bound, ports, store, asked } = stage(t, { approve: allow });
    await store();
    const argv = ['tool', '/elsewhere.js', '--key={secret:x}'];
    const answer = await decide(bound.request({ argv }), never, ports);
    assert.deepEqual(answer, {
      ok: false,
      why: 'no secret is given, as argument 1 of the launcher is not what the entry says',
    });
    assert.deepEqual(asked, []);
  });

  test('what changes while a person looks is not what was allowed', async (t) => {
    const { bound, ports, store } = stage(t);
    await store();
    bound.write('server.js', 'second');
    const answer = await decide(bound.request(), never, {
      ...ports,
      async approve(_question, then) {
        await then();
        bound.write('server.js', 'third');
        return true;
      },
    });
    assert.deepEqual(answer, {
      ok: false,
      why: 'the launch changed while it was looked at; start the server again',
    });
  });

  test('nobody answers in time: one line, and nothing is allowed', async (t) => {
    const { bound, ports, store } = stage(t, { approve: async () => undefined });
    await store();
    bound.write('server.js', 'second');
    const answer = await decide(bound.request(), never, ports);
    assert.deepEqual(answer, {
      ok: false,
      why: 'nobody answered the question in the editor in time',
    });
  });

  test('a value that is not here is asked for, once', async (t) => {
    const { bound, file, ports, missing } = stage(t);
    assert.deepEqual(await decide(bound.request(), never, ports), {
      ok: false,
      why: `no value was given for ${ID}; start the server again to be asked again`,
    });
    assert.deepEqual(missing, [{ id: ID, server: 'github', what: 'TOKEN', file }]);
    const answer = await decide(bound.request(), never, {
      ...ports,
      async askValue(_missing, keep) {
        await keep(value);
        return true;
      },
    });
    assert.deepEqual(answer, { ok: true, values: { [ID]: value } });
    assert.deepEqual(await decide(bound.request(), never, ports), answer);
  });

  test('the same launch from a copy of the file is another launch', async (t) => {
    const { bound, file, ports, store, asked } = stage(t);
    await store();
    const copy = bound.write('copy/.vscode/mcp.json', fileText());
    rmSync(file);
    const answer = await decide(bound.request(), never, { ...ports, filesNaming: () => [copy] });
    assert.equal(answer.ok, false);
    assert.equal(asked[0]?.elsewhere, file);
  });

  test('a record that cannot be written stops no launch', async (t) => {
    const { bound, ports, store } = stage(t, { record: () => Promise.reject(new Error('full')) });
    await store();
    assert.equal((await decide(bound.request(), never, ports)).ok, true);
  });
});
