import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Locator } from 'playwright-core';
import { expectFindings, placeOf } from './rig/findings.ts';
import {
  closeEditor,
  command,
  expectText,
  goTo,
  openFile,
  press,
  quickFix,
  quickFixTitles,
  save,
  screenshot,
  typeText,
  undo,
} from './rig/keys.ts';
import { mcpServer, sha256, type McpServer, type Started } from './rig/mcp-server.ts';
import { filesHolding, watchCommandLines } from './rig/traces.ts';
import { openRig, type Rig, type Window } from './rig/rig.ts';
import { rowButton, treeRows } from './rig/tree.ts';
import { waitFor } from './rig/wait.ts';

/** Made up, and never whole in a file of this project. */
const token = `${'ghp_'}${'A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8'}`;
const path = '.vscode/mcp.json';
const launcher = '${extensionInstallFolder:mcp-posture.mcp-posture}/bin/mcp-launch';
const title = 'Move token to SecretStorage (GITHUB_TOKEN)';

suite('a token moves to SecretStorage', () => {
  let rig: Rig;
  let window: Window;
  let server: McpServer;
  let text: string;
  let moved: string;
  const run = mkdtempSync(join(tmpdir(), 'mcp-run-'));
  before(async () => {
    server = mcpServer();
    rig = await openRig({ dialogs: true, env: { XDG_RUNTIME_DIR: run } });
    window = await rig.open({ [path]: '' });
    text = `{
"servers": {
"noting": {
"command": "node", // ours
"args": ["${server.script}"],
"env": { "GITHUB_TOKEN": "${token}", "OTHER": "1" }
}
}
}`;
  });
  after(async () => {
    await rig?.close();
    server?.remove();
    rmSync(run, { recursive: true, force: true });
  });

  test('typed and saved: every action is listed and resolved, and nothing is stored', async () => {
    const uri = window.uri(path);
    await openFile(window, path);
    await typeText(window, text);
    await save(window);
    await expectFindings(window, uri, [`secret-literal: ${token}`]);
    // Longer than VS Code takes between two copies in its Local History.
    await sleep(11_000);
    await goTo(window, 5, 20);
    await typeText(window, ' ');
    await press(window, 'Backspace');
    await save(window);
    const range = placeOf(text, token);
    const titles = (await window.ask('codeActions', uri, range)).map((action) => action.title);
    assert.deepEqual(
      titles.filter((one) => /token|password/.test(one)),
      [title, 'Ask for it with a password prompt (${input:github-token})'],
    );
    await openSecrets();
    assert.deepEqual(await secretRows(), []);
    await screenshot(window, 'secrets-empty');
  });

  test('moved from the lightbulb: the server gets exactly the token, and no command line shows it', async () => {
    const uri = window.uri(path);
    await openFile(window, path);
    const { line, character } = placeOf(text, token).start;
    await goTo(window, line, character + 1);
    await quickFix(window, title);
    moved = await movedText(uri);
    const [, id = ''] = /"GITHUB_TOKEN=(noting\.github-token\.[0-9a-f]{8})"/.exec(moved) ?? [];
    assert.equal(
      moved,
      text
        .replace('"command": "node"', `"command": "${launcher}"`)
        .replace('"args": [', `"args": ["--env", "GITHUB_TOKEN=${id}", "--", "node", `)
        .replace(`"GITHUB_TOKEN": "${token}", `, ''),
    );
    await whatNow('Save the file');
    await waitFor('the save', async () => (await window.ask('isDirty', uri)) === false);
    await screenshot(window, 'secrets-what-now');
    await whatNow(/Remove \d+ cop(?:y|ies) of this file from Local History/);
    await press(window, 'Escape');
    const lines = watchCommandLines(token);
    const started = await start();
    assert.deepEqual(lines.stop(), []);
    assert.equal(started.env['GITHUB_TOKEN'], sha256(token));
    assert.equal(started.env['OTHER'], sha256('1'));
    for (const name of Object.keys(started.env)) assert.ok(!name.startsWith('MCP_LAUNCH'), name);
    await expectFindings(window, uri, []);
    await openSecrets();
    await waitFor('the row', async () => (await secretRows()).length === 1);
    assert.deepEqual(await secretRows(), [`GITHUB_TOKEN | noting · ${path}`]);
    await screenshot(window, 'secrets-stored');
  });

  test('no file keeps the token, in any encoding', () => {
    const folders = [window.folder, rig.data, rig.home, run];
    assert.deepEqual(filesHolding(folders, token), []);
  });

  test('an undo says that the stored copy remains; redo works', async () => {
    const uri = window.uri(path);
    await openFile(window, path);
    await undo(window);
    await expectText(window, uri, text);
    const line =
      'the file is as it was; a copy stays in SecretStorage until it is deleted in the Secrets view';
    await window.page.locator('.statusbar').getByText(line).waitFor();
    await press(window, 'Control+Y');
    await expectText(window, uri, moved);
    assert.equal(await window.ask('isDirty', uri), false);
  });

  test('put back: the launch asks with a password prompt; the value stays until it is deleted', async () => {
    await stop();
    writeFileSync(join(window.folder, path), moved);
    const uri = window.uri(path);
    await openFile(window, path);
    await expectText(window, uri, moved);
    await command(window, 'MCP Posture: Put the Launch Back');
    await acceptPreview();
    await waitFor('the edit', async () =>
      ((await window.ask('text', uri)) ?? '').includes('${input:'),
    );
    const back = (await window.ask('text', uri)) ?? '';
    assert.ok(back.includes('"command": "node"'), back);
    assert.ok(!back.includes('mcp-launch'), back);
    await save(window);
    await openSecrets();
    await waitFor('the row', async () => (await secretRows())[0]?.endsWith('not used any more'));
    await rowButton(window, 'GITHUB_TOKEN', 'Delete…');
    await window.page.locator('.monaco-dialog-box').getByRole('button', { name: 'Delete' }).click();
    await waitFor('the row to go', async () => (await secretRows()).length === 0);
  });

  test('another window: a secret without a value here is asked for once', async () => {
    window = await rig.open({ [path]: moved });
    const box = window.page.locator('.quick-input-widget');
    await startUntil(box.getByText('GITHUB_TOKEN of noting'));
    assert.equal(await box.locator('input[type=password]').count(), 1);
    await screenshot(window, 'secrets-ask');
    await box.locator('input[type=password]').fill(token);
    await press(window, 'Enter');
    const started = await server.started();
    assert.equal(started.env['GITHUB_TOKEN'], sha256(token));
    await stop();
    assert.equal((await start()).env['GITHUB_TOKEN'], sha256(token));
  });

  test('a sandboxed server is offered the prompt alone, with the reason', async () => {
    await stop();
    const sandboxed = text.replace('"command"', '"sandboxEnabled": true, "command"');
    writeFileSync(join(window.folder, path), sandboxed);
    const uri = window.uri(path);
    await openFile(window, path);
    await expectText(window, uri, sandboxed);
    const { line, character } = placeOf(sandboxed, token).start;
    await goTo(window, line, character + 1);
    // The list may not be there yet.
    const titles = await waitFor('the quick fixes', async () => {
      const all = await quickFixTitles(window);
      const own = all.filter((one) => /token|password/.test(one));
      return own.length > 0 ? own : null;
    });
    assert.deepEqual(titles, [
      'Ask for it with a password prompt (${input:github-token}): a sandboxed server cannot reach the vault',
    ]);
    await closeEditor(window);
  });

  async function movedText(uri: string): Promise<string> {
    return await waitFor('the edit', async () => {
      const now = (await window.ask('text', uri)) ?? '';
      return now.includes('mcp-launch') ? now : null;
    });
  }

  async function whatNow(label: string | RegExp): Promise<void> {
    const box = window.page.locator('.quick-input-widget');
    await box.getByText(/^Moved GITHUB_TOKEN to SecretStorage$/).waitFor();
    // The hover of the row that was clicked before would be over this one.
    await window.page.mouse.move(0, 0);
    await box.locator('.monaco-list-row').filter({ hasText: label }).first().click();
  }

  async function acceptPreview(): Promise<void> {
    await window.page.getByRole('button', { name: 'Apply', exact: true }).first().click();
  }

  async function openSecrets(): Promise<void> {
    await command(window, 'MCP Posture: Focus on Secrets View');
  }

  async function secretRows(): Promise<readonly string[]> {
    return (await treeRows(window)).filter((one) => one.includes('GITHUB_TOKEN'));
  }

  /** Starts it, which ends in a question. VS Code may not have read the file anew yet. */
  async function startUntil(question: Locator): Promise<void> {
    server.forget();
    await waitFor(
      'the question',
      async () => {
        void window.ask('mcp', 'start', 'mcp.config.ws0.noting').catch(() => undefined);
        return await question.waitFor({ timeout: 5000 }).then(
          () => true,
          () => false,
        );
      },
      30_000,
    );
  }

  /** VS Code may not have read the file anew yet. */
  async function start(): Promise<Started> {
    server.forget();
    return await waitFor(
      'the start',
      async () => {
        await window.ask('mcp', 'start', 'mcp.config.ws0.noting');
        return await server.started(2000).catch(() => null);
      },
      30_000,
    );
  }

  async function stop(): Promise<void> {
    await window.ask('mcp', 'stop', 'mcp.config.ws0.noting');
    server.forget();
  }
});
