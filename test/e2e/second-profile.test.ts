import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import type { Locator } from 'playwright-core';
import { placeOf } from './rig/findings.ts';
import { goTo, openFile, press, quickFix } from './rig/keys.ts';
import { mcpServer, sha256, type McpServer, type Started } from './rig/mcp-server.ts';
import { openRig, type Rig, type Window } from './rig/rig.ts';
import { waitFor } from './rig/wait.ts';

/** Made up, and never whole in a file of this project. */
const token = `${'ghp_'}${'A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8'}`;
const other = `${'ghp_'}${'Z9y8X7w6V5u4T3s2R1q0P9o8N7m6L5k4J3i2'}`;
const path = '.vscode/mcp.json';
const id = 'mcp.config.ws0.noting';

suite('a second profile of one person, both open', () => {
  let rigs: readonly Rig[] = [];
  let server: McpServer;
  let first: Window;
  let second: Window;
  const run = mkdtempSync(join(tmpdir(), 'mcp-run-'));

  before(async () => {
    server = mcpServer();
    // Launches of the one find the other's socket too.
    const options = { dialogs: true, env: { XDG_RUNTIME_DIR: run } };
    rigs = [await openRig(options)];
    rigs = [...rigs, await openRig(options)];
  });
  after(async () => {
    for (const rig of rigs) await rig.close();
    server?.remove();
    rmSync(run, { recursive: true, force: true });
  });

  test('the first has the secret', async () => {
    const env = { GITHUB_TOKEN: token };
    const text = JSON.stringify({
      servers: { noting: { command: 'node', args: [server.script], env } },
    });
    first = await rigOf(0).open({ [path]: text });
    const uri = first.uri(path);
    await openFile(first, path);
    const { line, character } = placeOf(text, token).start;
    await goTo(first, line, character + 1);
    await quickFix(first, 'Move token to SecretStorage (GITHUB_TOKEN)');
    const save = boxOf(first).locator('.monaco-list-row').filter({ hasText: 'Save the file' });
    await save.first().click();
    await waitFor('the save', async () => (await first.ask('isDirty', uri)) === false);
    await press(first, 'Escape');
    assert.equal((await start(first)).env['GITHUB_TOKEN'], sha256(token));
    await first.ask('mcp', 'stop', id);
  });

  test('the second asks for it; closed without a value, the server does not start and says why', async () => {
    second = await rigOf(1).open({ [path]: readFileSync(join(first.folder, path), 'utf8') });
    const input = await startUntilAsked();
    for (const text of ['GITHUB_TOKEN of noting', /^Asked for by \.vscode\/mcp\.json\./])
      await boxOf(second).getByText(text).waitFor();
    assert.equal(await valueOf(first).isVisible(), false);
    await press(second, 'Escape');
    await input.waitFor({ state: 'hidden' });
    const line =
      /mcp-launch: no value was given for noting\.github-token\.[0-9a-f]{8}; start the server again to be asked again$/m;
    await waitFor('the line', async () => line.test((await second.ask('mcpOutput', id)) ?? ''));
    assert.equal(server.isStarted(), false);
  });

  test('given once, it runs, and runs again; the first keeps its own', async () => {
    const input = await startUntilAsked();
    await input.fill(other);
    await press(second, 'Enter');
    assert.equal((await server.started()).env['GITHUB_TOKEN'], sha256(other));
    await second.ask('mcp', 'stop', id);
    assert.equal((await start(second)).env['GITHUB_TOKEN'], sha256(other));
    assert.equal((await start(first)).env['GITHUB_TOKEN'], sha256(token));
    for (const window of [first, second]) assert.equal(await valueOf(window).isVisible(), false);
  });

  function rigOf(index: number): Rig {
    const rig = rigs[index];
    assert.ok(rig);
    return rig;
  }

  function boxOf(window: Window): Locator {
    return window.page.locator('.quick-input-widget');
  }

  function valueOf(window: Window): Locator {
    return boxOf(window).locator('input[type=password]');
  }

  /** VS Code may not have read the file yet. */
  async function startUntilAsked(): Promise<Locator> {
    server.forget();
    const input = valueOf(second);
    await waitFor(
      'the question',
      async () => {
        void second.ask('mcp', 'start', id).catch(() => undefined);
        return await input.waitFor({ timeout: 1500 }).then(
          () => true,
          () => false,
        );
      },
      30_000,
    );
    return input;
  }

  /** VS Code may not have read the file anew yet. */
  async function start(window: Window): Promise<Started> {
    server.forget();
    return await waitFor(
      'the start',
      async () => {
        await window.ask('mcp', 'start', id);
        return await server.started(2000).catch(() => null);
      },
      20_000,
    ).catch(async (error: Error) =>
      assert.fail(`${error.message}\n${await window.ask('mcpOutput', id)}`),
    );
  }
});
