import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import type { StoredSecret } from '../../src/secrets/vault.ts';
import type { Call, Result } from './keychain-calls.ts';
import { emptySession, keyringSession } from './keyring-session.ts';

const INSTEAD = 'or use a password prompt or an environment variable instead';

function secretOf(id: string, value: string): StoredSecret {
  return {
    id,
    value,
    server: 'github',
    what: 'GITHUB_TOKEN',
    file: '/home/u/.cursor/mcp.json',
    binding: null,
    storedAt: 1_700_000_000_000,
    lastUsedAt: null,
  };
}

/** What each call of a vault on the keychain gave, in a process with this environment. */
async function vaultCalls(
  env: Readonly<Record<string, string>>,
  calls: readonly Call[],
): Promise<readonly Result[]> {
  const script = join(import.meta.dirname, 'keychain-calls.ts');
  const child = spawn(process.execPath, [script, JSON.stringify(calls)], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: 60_000,
  });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (piece: string) => {
    text += piece;
  });
  const code = await new Promise((resolve) => child.on('close', resolve));
  assert.equal(code, 0);
  return JSON.parse(text) as readonly Result[];
}

suite('the keychain of the system, by a real gnome-keyring', () => {
  test('keeps, lists, replaces and removes any text', async () => {
    await using session = await keyringSession();
    const long = 'x\n"\\\u{1f600}é'.repeat(4000);
    const short = secretOf('github.token.1', 'first');
    const second = secretOf('github.key.2', long);
    const { value: _, ...shown } = short;
    const { value: __, ...shownSecond } = second;

    assert.deepEqual(await vaultCalls(session.env, [['get', short.id], ['list']]), [
      { ok: null },
      { ok: [] },
    ]);
    assert.deepEqual(
      await vaultCalls(session.env, [
        ['set', short],
        ['set', second],
      ]),
      [{ ok: null }, { ok: null }],
    );
    assert.deepEqual(
      await vaultCalls(session.env, [['get', short.id], ['get', second.id], ['list']]),
      [{ ok: short }, { ok: second }, { ok: [shownSecond, shown] }],
    );
    const looked = session.run(
      'secret-tool',
      ...['lookup', 'service', 'mcp-posture', 'username', short.id],
    );
    assert.equal((JSON.parse(looked) as { value: string }).value, 'first');

    const rotated = { ...short, value: 'second' };
    assert.deepEqual(
      await vaultCalls(session.env, [
        ['set', rotated],
        ['get', short.id],
        ['delete', second.id],
        ['delete', second.id],
        ['get', second.id],
        ['list'],
      ]),
      [{ ok: null }, { ok: rotated }, { ok: true }, { ok: false }, { ok: null }, { ok: [shown] }],
    );
  });

  test('what another program put under our name is told, and not listed', async () => {
    await using session = await keyringSession();
    const child = spawn(
      'secret-tool',
      ['store', '--label=x', 'service', 'mcp-posture', 'username', 'a.b'],
      { env: session.env, stdio: ['pipe', 'ignore', 'inherit'] },
    );
    child.stdin.end('plain');
    assert.equal(await new Promise((resolve) => child.on('close', resolve)), 0);
    assert.deepEqual(await vaultCalls(session.env, [['get', 'a.b'], ['list']]), [
      { why: 'what the keychain holds for a.b was not written by this program' },
      { ok: [] },
    ]);
  });

  test('says that it is locked, and never that there is no secret', async () => {
    await using session = await keyringSession();
    await vaultCalls(session.env, [['set', secretOf('a.b', 'value')]]);
    session.lock();
    const why = `the keychain is locked: unlock it and try again, ${INSTEAD}`;
    assert.deepEqual(await vaultCalls(session.env, [['get', 'a.b'], ['delete', 'a.b'], ['list']]), [
      { why },
      { why },
      { why },
    ]);
  });

  test('says that there is no secret service, and keeps nothing elsewhere', async () => {
    await using session = await emptySession();
    const why = `there is no secret service with a keyring: start gnome-keyring, KWallet or KeePassXC, ${INSTEAD}`;
    assert.deepEqual(
      await vaultCalls(session.env, [['set', secretOf('a.b', 'value')], ['get', 'a.b'], ['list']]),
      [{ why }, { why }, { why }],
    );
  });

  test('says that there is no session bus', async () => {
    const env = { PATH: process.env['PATH'] ?? '', HOME: '/nonexistent' };
    const why = `there is no session bus, so no keychain: run this in a desktop session, ${INSTEAD}`;
    assert.deepEqual(
      await vaultCalls(env, [
        ['set', secretOf('a.b', 'value')],
        ['get', 'a.b'],
      ]),
      [{ why }, { why }],
    );
    const gone = { ...env, DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent/bus' };
    const unreachable = `the session bus cannot be reached: run this in a desktop session, ${INSTEAD}`;
    assert.deepEqual(await vaultCalls(gone, [['get', 'a.b'], ['list']]), [
      { why: unreachable },
      { why: unreachable },
    ]);
  });
});
