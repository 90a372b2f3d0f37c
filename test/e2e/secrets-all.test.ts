import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { emptySession, keyringSession, type KeyringSession } from '../secrets/keyring-session.ts';
import { expectFindings, placeOf } from './rig/findings.ts';
import {
  command,
  expectText,
  goTo,
  openFile,
  press,
  quickFix,
  screenshot,
  undo,
} from './rig/keys.ts';
import { mcpServer, sha256, type McpServer } from './rig/mcp-server.ts';
import { openRig, type Rig, type Window } from './rig/rig.ts';
import { treeRows } from './rig/tree.ts';
import { waitFor } from './rig/wait.ts';

/** Made up, and never whole in a file of this project. */
const first = `${'ghp_'}${'A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8'}`;
const second = `${'glpat-'}${'x9Y8w7V6u5T4s3R2q1P0'}`;

suite('all tokens of a file move', () => {
  let rig: Rig;
  let window: Window;
  const path = '.vscode/mcp.json';
  const text = `{
  // two of them
  "servers": {
    "one": { "command": "node", "args": ["a.js"], "env": { "GITHUB_TOKEN": "${first}" } },
    "two": { "command": "node", "args": ["b.js", "--api-key", "${second}"] }, // the other
    "none": { "command": "node", "args": ["c.js"] }
  }
}
`;
  before(async () => {
    rig = await openRig({ dialogs: true });
    window = await rig.open({ [path]: text });
  });
  after(() => rig?.close());

  test('shown first: turned down, nothing is edited and nothing stays stored', async () => {
    await openFile(window, path);
    await command(window, 'MCP Posture: Move All Tokens in This File…');
    const discard = window.page.getByRole('button', { name: 'Discard', exact: true });
    await discard.waitFor();
    await screenshot(window, 'secrets-move-all');
    await discard.click();
    await window.page
      .locator('.statusbar')
      .getByText('Nothing was moved: the change was turned down')
      .waitFor();
    await expectText(window, window.uri(path), text);
    assert.deepEqual(await secretRows(window), []);
  });

  test('applied: every token is stored, every comment is kept, one undo', async () => {
    const uri = window.uri(path);
    await openFile(window, path);
    await command(window, 'MCP Posture: Move All Tokens in This File…');
    await window.page.getByRole('button', { name: 'Apply', exact: true }).click();
    const moved = await waitFor('the edit', async () => {
      const now = (await window.ask('text', uri)) ?? '';
      return now.includes('mcp-launch') ? now : null;
    });
    const box = window.page.locator('.quick-input-widget');
    await box.getByText(/^Moved GITHUB_TOKEN, .* to SecretStorage$/).waitFor();
    await press(window, 'Escape');
    assert.ok(!moved.includes(first) && !moved.includes(second), moved);
    assert.ok(moved.includes('// two of them') && moved.includes('// the other'), moved);
    assert.match(
      moved,
      /"--env", "GITHUB_TOKEN=one\.github-token\.[0-9a-f]{8}", "--", "node", "a\.js"/,
    );
    assert.match(
      moved,
      /"--", "node", "b\.js", "--api-key", "\{secret:two\.api-key\.[0-9a-f]{8}\}"/,
    );
    assert.ok(moved.includes('"none": { "command": "node", "args": ["c.js"] }'), moved);
    await expectFindings(window, uri, []);
    await waitFor('the rows', async () => (await secretRows(window)).length === 2);
    await openFile(window, path);
    await undo(window);
    await expectText(window, uri, text);
  });
});

suite('a token of the user’s own mcp.json moves', () => {
  let rig: Rig;
  let server: McpServer;
  const run = mkdtempSync(join(tmpdir(), 'mcp-run-'));
  before(async () => {
    server = mcpServer();
    rig = await openRig({ env: { XDG_RUNTIME_DIR: run } });
  });
  after(async () => {
    await rig?.close();
    server?.remove();
    rmSync(run, { recursive: true, force: true });
  });

  test('its server gets it in any window', async () => {
    const file = join(rig.data, 'User/mcp.json');
    const text = `{ "servers": { "noting": { "command": "node", "args": ["${server.script}"], "env": { "GITHUB_TOKEN": "${first}" } } } }`;
    writeFileSync(file, text);
    let window = await rig.open({ 'a.txt': '' });
    const uri = window.uri(file);
    await window.ask('showDocument', uri);
    const { line, character } = placeOf(text, first).start;
    await goTo(window, line, character + 1);
    await quickFix(window, 'Move token to SecretStorage (GITHUB_TOKEN)');
    const box = window.page.locator('.quick-input-widget');
    await box.locator('.monaco-list-row').filter({ hasText: 'Save the file' }).click();
    await waitFor('the save', async () => (await window.ask('isDirty', uri)) === false);
    await press(window, 'Escape');
    assert.ok(!readFileSync(file, 'utf8').includes(first));
    for (const files of [null, { 'b.txt': '' }, {}]) {
      if (files !== null) window = await rig.open(files);
      server.forget();
      const started = await waitFor(
        'the start',
        async () => {
          for (const place of ['usrlocal', 'usrremote'])
            await window.ask('mcp', 'start', `mcp.config.${place}.noting`).catch(() => undefined);
          return await server.started(2000).catch(() => null);
        },
        40_000,
      );
      assert.equal(started.env['GITHUB_TOKEN'], sha256(first));
    }
  });
});

suite('a token of another client moves to the keychain', () => {
  const path = '.cursor/mcp.json';
  let server: McpServer;
  before(() => {
    server = mcpServer();
  });
  after(() => server?.remove());
  const text = (): string =>
    // By its whole path: the program is part of what is bound, and a test run has another PATH than the editor.
    `{ "mcpServers": { "noting": { "command": "${process.execPath}", "args": ["${server.script}"], "env": { "GITHUB_TOKEN": "${first}" } } } }`;
  const title =
    'Move token to the OS keychain (GITHUB_TOKEN): this file then works on this machine only';

  async function withRig(
    session: KeyringSession,
    use: (window: Window, rig: Rig) => Promise<void>,
  ): Promise<void> {
    const data = mkdtempSync(join(tmpdir(), 'mcp-data-'));
    const rig = await openRig({ env: { ...session.env, XDG_DATA_HOME: data } });
    try {
      const window = await rig.open({ [path]: text() });
      await openFile(window, path);
      const { line, character } = placeOf(text(), first).start;
      await goTo(window, line, character + 1);
      await quickFix(window, title);
      await use(window, rig);
    } finally {
      await rig.close();
      rmSync(data, { recursive: true, force: true });
    }
  }

  test('the installed launcher starts the server with it, without an editor', async (t) => {
    if (!hasKeyring()) return t.skip('dbus and gnome-keyring are not installed');
    await using session = await keyringSession();
    await withRig(session, async (window) => {
      const uri = window.uri(path);
      const moved = await waitFor('the edit', async () => {
        const now = (await window.ask('text', uri)) ?? '';
        return now.includes('mcp-launch') ? now : null;
      });
      assert.ok(!moved.includes(first), moved);
      const box = window.page.locator('.quick-input-widget');
      await box.locator('.monaco-list-row').filter({ hasText: 'Save the file' }).click();
      await waitFor('the save', async () => (await window.ask('isDirty', uri)) === false);
      await press(window, 'Escape');
      const read = JSON.parse(readFileSync(join(window.folder, path), 'utf8')) as {
        mcpServers: { noting: { command: string; args: string[]; env?: Record<string, string> } };
      };
      const { command: launcher, args } = read.mcpServers.noting;
      assert.ok(existsSync(launcher), launcher);
      assert.equal(args[0], '--keychain');
      const env = { PATH: process.env['PATH'] ?? '', ...session.env };
      const input =
        '{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"1"}}\n';
      const output = execFileSync(launcher, args, {
        env,
        cwd: window.folder,
        input,
        timeout: 30_000,
      });
      assert.match(output.toString(), /"serverInfo"/);
      assert.equal((await server.started()).env['GITHUB_TOKEN'], sha256(first));
      await waitFor('the row', async () => (await secretRows(window)).length === 1);
    });
  });

  test('without a secret service nothing is edited', async (t) => {
    if (!hasKeyring()) return t.skip('dbus and gnome-keyring are not installed');
    await using session = await emptySession();
    await withRig(session, async (window) => {
      await window.page.locator('.statusbar .codicon-bell-dot').waitFor();
      // Under test VS Code shows no toasts; what they hold stands in the list behind the bell.
      await command(window, 'Notifications: Show Notifications');
      const said = window.page.locator('.notifications-center').getByText(/^Nothing was moved: /);
      await said.waitFor();
      assert.match((await said.textContent()) ?? '', /there is no secret service with a keyring/);
      await expectText(window, window.uri(path), text());
      assert.equal(await window.ask('isDirty', window.uri(path)), false);
    });
  });
});

function hasKeyring(): boolean {
  return ['dbus-run-session', 'gnome-keyring-daemon'].every((name) =>
    (process.env['PATH'] ?? '').split(':').some((folder) => existsSync(join(folder, name))),
  );
}

async function secretRows(window: Window): Promise<readonly string[]> {
  await command(window, 'MCP Posture: Focus on Secrets View');
  await window.page.waitForTimeout(500);
  return (await treeRows(window)).filter((one) => /GITHUB_TOKEN|api-key/.test(one));
}
