import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { appendFileSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite, test, type TestContext } from 'node:test';
import {
  launchOf,
  openRecord,
  recordFolder,
  type RecordedLaunch,
} from '../../src/secrets/record.ts';
import { entryHash } from '../../src/secrets/entry-hash.ts';
import { entryOf, ID, LAUNCHER } from './bound-world.ts';

function folderFor(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'mcp-posture-record-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'state');
}

function launchNamed(server: string): RecordedLaunch {
  return {
    time: '2026-01-01T00:00:00.000Z',
    server,
    file: '/f',
    entry: 'e',
    runs: null,
    version: null,
    secrets: ['a.b'],
  };
}

suite('the record of launches', () => {
  test('names what ran and which secrets, and nothing of a value', () => {
    const token = ['ghp', 'k3JdO9xQzV7LmR2tYbW8nCfH5sPaUe1GiTq4'].join('_');
    const args = ['--env', `T=${ID}`, '--', 'npx', '-y', 'server@1.2.3', '--key', token];
    const entry = entryOf({ command: LAUNCHER, args });
    const launch = launchOf(entry, [ID], 0);
    assert.deepEqual(launch, {
      time: '1970-01-01T00:00:00.000Z',
      server: 'github',
      file: '/w/.vscode/mcp.json',
      entry: entryHash(entry.server, entry.document),
      runs: 'server',
      version: '1.2.3',
      secrets: [ID],
    });
    const digest = `sha256:${'a'.repeat(64)}`;
    const image = ['--env', `T=${ID}`, '--', 'docker', 'run', '-e', 'T', `ghcr.io/o/i:1@${digest}`];
    const { runs, version } = launchOf(entryOf({ command: LAUNCHER, args: image }), [ID], 0);
    assert.deepEqual([runs, version], ['ghcr.io/o/i', digest]);
  });

  test('is kept for its owner alone, read again, switched off and cleared', async (t) => {
    const folder = folderFor(t);
    const record = openRecord(folder);
    assert.deepEqual(await record.read(), []);
    await record.append(launchNamed('one'));
    appendFileSync(join(folder, 'launches.jsonl'), 'garbage\n{"time":1}\n');
    await record.append(launchNamed('two'));
    assert.deepEqual(
      (await record.read()).map(({ server }) => server),
      ['one', 'two'],
    );
    assert.equal(statSync(folder).mode & 0o777, 0o700);
    assert.equal(statSync(join(folder, 'launches.jsonl')).mode & 0o777, 0o600);
    await record.turn(false);
    await record.append(launchNamed('three'));
    assert.equal(await record.isOn(), false);
    assert.equal((await record.read()).length, 2);
    await record.turn(true);
    await record.append(launchNamed('four'));
    assert.equal((await record.read()).length, 3);
    await record.clear();
    assert.deepEqual(await record.read(), []);
  });

  test('is bounded, with one older file', async (t) => {
    const folder = folderFor(t);
    const record = openRecord(folder, 2000);
    for (let index = 0; index < 60; index++) await record.append(launchNamed(`s${index}`));
    const read = (await record.read()).map(({ server }) => server);
    const first = 60 - read.length;
    assert.deepEqual(
      read,
      Array.from({ length: read.length }, (_, index) => `s${first + index}`),
    );
    assert.ok(read.length >= 13 && read.length <= 32, String(read.length));
    assert.deepEqual(readdirSync(folder).sort(), ['launches.jsonl', 'launches.older.jsonl']);
  });

  test('many processes append whole lines, also when the file is moved away', async (t) => {
    const folder = folderFor(t);
    const source = join(import.meta.dirname, '../../src/secrets/record.ts');
    const script = `
      const { openRecord } = await import(${JSON.stringify(source)});
      const record = openRecord(${JSON.stringify(folder)}, 40_000);
      const [who] = process.argv.slice(1);
      for (let i = 0; i < 50; i++)
        await record.append({ ...${JSON.stringify(launchNamed(''))}, server: who + '.' + i });`;
    const codes = await Promise.all(
      ['a', 'b', 'c', 'd'].map(
        (who) =>
          new Promise((resolve) => {
            const flags = ['--input-type=module', '--eval', script, who];
            const child = spawn(process.execPath, flags, { stdio: 'ignore', timeout: 30_000 });
            child.on('close', resolve);
          }),
      ),
    );
    assert.deepEqual(codes, [0, 0, 0, 0]);
    const read = (await openRecord(folder).read()).map(({ server }) => server);
    assert.equal(new Set(read).size, 200);
    assert.equal(read.length, 200);
  });

  test('stands where each system keeps a user’s state', () => {
    const home = '/home/u';
    const at = (platform: NodeJS.Platform, env: Record<string, string> = {}) =>
      recordFolder({ platform, home, env }).replaceAll('\\', '/');
    assert.equal(at('linux'), '/home/u/.local/state/mcp-posture');
    assert.equal(at('linux', { XDG_STATE_HOME: '/s' }), '/s/mcp-posture');
    assert.equal(at('linux', { XDG_STATE_HOME: 's' }), '/home/u/.local/state/mcp-posture');
    assert.equal(at('darwin'), '/home/u/Library/Application Support/mcp-posture');
    assert.equal(at('win32', { LOCALAPPDATA: 'C:/L' }), 'C:/L/mcp-posture');
  });
});
