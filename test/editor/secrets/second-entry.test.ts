import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { decide } from '../../../src/editor/secrets/decide.ts';
import { ID, LAUNCHER, serverEntry } from '../../secrets/bound-world.ts';
import { allow, fileText, never, stage, value, withEnv } from './stage.ts';

suite('two entries of a file name one secret', () => {
  for (const [name, other] of [
    ['the same entry', {}],
    ['another launch', { env: { OTHER: 'y' } }],
    ['one that the launcher does not start', { command: 'printenv' }],
  ] as const) {
    test(`a second entry that names it (${name}): asked about, then given`, async (t) => {
      const { bound, ports, store, asked } = stage(t);
      await store();
      const servers = { github: serverEntry(), copy: { ...serverEntry(), ...other } };
      bound.write('.vscode/mcp.json', JSON.stringify({ servers }));
      assert.deepEqual(await decide(bound.request(), never, ports), {
        ok: false,
        why: 'the secret was refused in the editor',
      });
      const text =
        'servers of the file that name the same secret: this one alone → "copy", "github"';
      assert.deepEqual(asked[0]?.changes, [{ field: 'entry', text, loads: true }]);
      const allowed = await decide(bound.request(), never, { ...ports, approve: allow });
      assert.deepEqual(allowed, { ok: true, values: { [ID]: value } });
      assert.deepEqual(await decide(bound.request(), never, ports), allowed);
      bound.write('.vscode/mcp.json', fileText());
      assert.equal((await decide(bound.request(), never, ports)).ok, false);
    });
  }

  test('what the second entry starts is asked about by its own words', async (t) => {
    const { bound, ports, store, asked } = stage(t);
    await store();
    const env = { OTHER: 'x', NODE_OPTIONS: '--require evil.js' };
    const servers = { github: serverEntry(), copy: { ...serverEntry(), env } };
    bound.write('.vscode/mcp.json', JSON.stringify({ servers }));
    const request = bound.request(withEnv(bound, { env }));
    assert.equal((await decide(request, never, ports)).ok, false);
    assert.equal(asked[0]?.entry.server.name, 'copy');
    assert.deepEqual(
      asked[0]?.changes.map(({ text }) => text.split(': ')[0]),
      ['servers of the file that name the same secret', 'env.NODE_OPTIONS'],
    );
    const allowed = await decide(request, never, { ...ports, approve: allow });
    assert.deepEqual(allowed, { ok: true, values: { [ID]: value } });
    // It was allowed to that one, no longer to the first.
    assert.equal((await decide(bound.request(), never, ports)).ok, false);
  });

  test('of two entries that a launch fits, the one that was not allowed counts', async (t) => {
    for (const order of [
      ['github', 'copy'],
      ['copy', 'github'],
    ]) {
      const { bound, ports, store, asked } = stage(t);
      await store();
      bound.write('evil.env', 'FROM_FILE=evil\n');
      const servers = new Map([
        ['github', serverEntry()],
        ['copy', { ...serverEntry(), envFile: '${workspaceFolder}/evil.env' }],
      ]);
      const ordered = Object.fromEntries(order.map((name) => [name, servers.get(name)]));
      bound.write('.vscode/mcp.json', JSON.stringify({ servers: ordered }));
      // Both may start with this, and the first is allowed beside the second.
      await decide(bound.request(), never, {
        ...ports,
        async approve(question, then) {
          if (question.entry.server.name === 'github') await then();
          return true;
        },
      });
      assert.equal((await decide(bound.request(), never, ports)).ok, false, order.join());
      assert.equal(asked.at(-1)?.entry.server.name, 'copy');
    }
  });

  test('an id that stands where no server is, or twice under one name: refused', async (t) => {
    const { bound, ports, store } = stage(t, { approve: allow });
    await store();
    const own = JSON.stringify(serverEntry());
    for (const text of [
      JSON.stringify({ servers: { github: serverEntry() }, x: ID }),
      `{"servers":{"github":${own},"github":${own}}}`,
    ]) {
      bound.write('.vscode/mcp.json', text);
      assert.deepEqual(await decide(bound.request(), never, ports), {
        ok: false,
        why: `no secret is given, as ${ID} is named in a second place of the file`,
      });
    }
  });

  test('another secret of the same launch is shared: asked about too', async (t) => {
    const { bound, ports, asked } = stage(t);
    const args = ['--env', `TOKEN=${ID}`, '--env', 'MORE=more.1', '--', 'tool'];
    const both = { command: LAUNCHER, args };
    const file = bound.write('.vscode/mcp.json', JSON.stringify({ servers: { github: both } }));
    const request = bound.request({
      ids: [ID, 'more.1'],
      variables: { TOKEN: ID, MORE: 'more.1' },
      argv: ['tool'],
      env: withoutOwn(bound.request().env),
    });
    const info = { server: 'github', what: 'TOKEN', file, storedAt: 1, lastUsedAt: null };
    for (const id of request.ids) await ports.vault.set({ id, value, binding: null, ...info });
    await decide(request, never, { ...ports, approve: allow });
    assert.equal((await decide(request, never, ports)).ok, true);
    const copy = { command: LAUNCHER, args: ['--env', 'MORE=more.1', '--', 'tool'] };
    bound.write('.vscode/mcp.json', JSON.stringify({ servers: { github: both, copy } }));
    assert.equal((await decide(request, never, ports)).ok, false);
    assert.equal(asked.length, 1);
  });

  test('more of them than anybody looks at: refused', async (t) => {
    const { bound, ports, store } = stage(t, { approve: allow });
    await store();
    const many = Array.from({ length: 17 }, (_, n) => [`s${n}`, serverEntry()] as const);
    bound.write('.vscode/mcp.json', JSON.stringify({ servers: Object.fromEntries(many) }));
    assert.equal((await decide(bound.request(), never, ports)).ok, false);
  });
});

/** Without what only the entry of the stage has. */
function withoutOwn(env: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => name !== 'OTHER' && name !== 'FROM_FILE'),
  );
}
