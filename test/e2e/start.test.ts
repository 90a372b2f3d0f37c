import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { waitFor } from './rig/wait.ts';

const root = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'mcp-posture-start-'));
after(() => rmSync(folder, { recursive: true, force: true }));

function start(...args: readonly string[]): {
  child: ChildProcess;
  said: () => string;
  ended: Promise<number>;
} {
  const child = spawn(process.execPath, ['scripts/start.mjs', ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data: Buffer) => (text += data.toString()));
  return { child, said: () => text, ended: once(child, 'exit').then(([code]) => Number(code)) };
}

async function reachable(address: string): Promise<number> {
  try {
    return (await fetch(address, { redirect: 'manual' })).status;
  } catch {
    return 0;
  }
}

for (const signal of ['SIGTERM', 'SIGHUP', 'SIGKILL'] as const) {
  test(`the server for people lets in who has the token, and ends with its terminal (${signal})`, async () => {
    const { child, said, ended } = start('--browser');
    const address = await waitFor(
      'the address',
      () => /http:\/\/127\.0\.0\.1:\S+/.exec(said())?.[0],
      60_000,
    );
    const url = new URL(address);
    assert.match(url.searchParams.get('tkn') ?? '', /^[0-9a-f]{48}$/);
    assert.equal(await reachable(url.origin), 403);
    url.searchParams.set('tkn', 'wrong');
    assert.equal(await reachable(url.href), 403);
    // The right one is kept in a cookie and goes from the address.
    assert.equal(await reachable(address), 302);
    child.kill(signal);
    await ended;
    await waitFor('the end of the server', async () => (await reachable(url.origin)) === 0);
  });
}

test('a picture of the examples: squiggles, tiers, no message', async () => {
  const file = join(folder, 'out.png');
  const { said, ended } = start('--screenshot', file);
  assert.equal(await ended, 0, said());
  const png = readFileSync(file);
  assert.equal(png.subarray(1, 4).toString(), 'PNG');
  assert.equal(png.readUInt32BE(16), 1440);
});
