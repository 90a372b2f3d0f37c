import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { browserStores } from './rig/browser-stores.ts';
import { expectFindings, placeOf } from './rig/findings.ts';
import {
  command,
  expectText,
  goTo,
  openFile,
  press,
  quickFix,
  save,
  typeText,
  undo,
} from './rig/keys.ts';
import { mcpServer, sha256, type McpServer, type Started } from './rig/mcp-server.ts';
import { openRig, type Rig, type Window } from './rig/rig.ts';
import { filesHolding, needlesOf, processesOf, watchProcesses } from './rig/traces.ts';
import { treeRows } from './rig/tree.ts';
import { waitFor } from './rig/wait.ts';

/** Made up, and of this run alone: what another run on this machine does is none of it. */
const token = `${'ghp_'}${'Q7w8E9r0T1y2U3i4O5p6A7s8D9f0'}${randomBytes(4).toString('hex')}`;
const path = '.vscode/mcp.json';
const title = 'Move token to SecretStorage (GITHUB_TOKEN)';
const prompt = 'Ask for it with a password prompt (${input:github-token})';

/** All that VS Code, the extension and the launcher write is looked through, with every log at its most talkative. */
suite('a moved token leaves nothing readable behind', () => {
  let rig: Rig;
  let window: Window;
  let server: McpServer;
  let typed: string;
  let text: string;
  let moved: string;
  const base = mkdtempSync(join(tmpdir(), 'mcp-trace-'));
  const [run, temporary] = [join(base, 'run'), join(base, 'tmp')];
  before(async () => {
    for (const folder of [run, temporary]) mkdirSync(folder, { mode: 0o700 });
    server = mcpServer();
    rig = await openRig({
      dialogs: true,
      trace: true,
      env: { XDG_RUNTIME_DIR: run, TMPDIR: temporary },
      // In seconds: what is saved later is a copy of its own.
      settings: { 'workbench.localHistory.mergeWindow': 1 },
    });
    typed = `"noting": { "command": "node", "args": ["${server.script}"], "env": { "GITHUB_TOKEN": "${token}" } },`;
    text = `{
"inputs": [{ "id": "asked", "type": "promptString", "description": "d", "default": "seen-value" }],
"servers": {
${typed}
"asking": { "command": "node", "args": ["${server.script}"], "env": { "ASKED": "\${input:asked}" } }
}
}`;
    window = await rig.open({ [path]: text.replace(typed, '') });
  });
  after(async () => {
    await rig?.close();
    server?.remove();
    rmSync(base, { recursive: true, force: true });
  });

  test('the search finds it however it is written, and where VS Code keeps what is typed and saved', async () => {
    const planted = join(base, 'planted');
    mkdirSync(planted);
    const writings = needlesOf(token);
    for (const [at, needle] of writings.entries())
      writeFileSync(join(planted, `${at}`), Buffer.concat([Buffer.from([0, 255]), needle]));
    assert.equal(writings.length, 6);
    assert.equal(filesHolding([planted], token).length, writings.length);
    rmSync(planted, { recursive: true });

    await openFile(window, path);
    await goTo(window, 3, 0);
    await typeText(window, typed);
    await expectText(window, window.uri(path), text);
    await waitFor('the backup', () => backups(token).length === 1);
    await save(window);
    await expectFindings(window, window.uri(path), [`secret-literal: ${token}`]);
    await waitFor('the first copy', () => copies().length === 1);
    await window.page.waitForTimeout(1500);
    await change();
    await save(window);
    await waitFor('the second copy', () => copies().length === 2);
    await waitFor('no backup', () => backups(token).length === 0);
  });

  test('its actions listed, gone through, resolved and previewed: nothing is stored', async () => {
    const uri = window.uri(path);
    await goToToken();
    const titles = (await window.ask('codeActions', uri, placeOf(text, token))).map(
      (action) => action.title,
    );
    assert.deepEqual(titles.slice(0, 2), [title, prompt]);
    const rows = window.page.locator('.action-widget .monaco-list-row.action');
    await press(window, 'Control+.');
    await rows.first().waitFor();
    for (const row of await rows.all()) {
      await row.hover();
      await press(window, 'ArrowDown');
    }
    await press(window, 'Home', 'ArrowDown');
    await window.page
      .locator('.action-widget .monaco-list-row.action.focused')
      .filter({ hasText: prompt })
      .waitFor();
    await press(window, 'Control+Enter');
    await window.page.getByRole('button', { name: 'Discard', exact: true }).click();
    await expectText(window, uri, text);
    assert.deepEqual(await secretRows(), []);
    const { places } = await browserStores(window, token);
    assert.ok(!places.includes(secretsOfPage), 'VS Code keeps no secret of any extension');
  });

  test('moved and not saved: the backup forgets it, and one line says where it still stands', async () => {
    await openFile(window, path);
    await change();
    await waitFor('the backup', () => backups(token).length === 1);
    await goToToken();
    await quickFix(window, title);
    const box = window.page.locator('.quick-input-widget');
    await box.getByText('Remove 2 copies of this file from Local History').waitFor();
    await waitFor('the backup of what is there now', () => backups('mcp-launch').length === 1);
    assert.deepEqual(backups(token), []);
    assert.equal(copies().length, 2);
    await press(window, 'Escape');
    await expectLine(
      'the token still stands in the file on the disk until it is saved and in 2 copies in Local History',
    );
    await undo(window);
    await expectText(window, window.uri(path), text);
  });

  test('moved, saved and cleaned up: it is in no file, no store of the page, no log, no hint, no process but the server', async () => {
    const uri = window.uri(path);
    await goToToken();
    await quickFix(window, title);
    await whatNow('Save the file');
    await waitFor('the save', async () => (await window.ask('isDirty', uri)) === false);
    await whatNow('Remove 2 copies of this file from Local History');
    await expectLine('removed 2 copies from Local History');
    await press(window, 'Escape');
    moved = (await window.ask('text', uri)) ?? '';
    assert.ok(moved.includes('mcp-launch') && !moved.includes(token), moved);

    const processes = watchProcesses(token);
    const started = await start('noting');
    assert.equal(started.env['GITHUB_TOKEN'], sha256(token));
    assert.deepEqual(processes.stop(), { lines: [], pids: [started.pid] });

    const asked = startAsking();
    await window.page.locator('.quick-input-widget input').first().waitFor();
    await press(window, 'Enter');
    assert.equal((await asked).env['ASKED'], sha256('seen-value'));
    await waitFor('the hints', async () => (await window.ask('inlayHints', uri)).length > 0);
    assert.deepEqual(new Set(await window.ask('inlayHints', uri)), new Set(['= seen-value']));

    await expectNoTrace();
    // What is searched is all there: what VS Code keeps in plain text, and what only a log at trace says.
    await waitFor('what was typed into the box', async () =>
      (await browserStores(window, 'seen-value')).holding.some((place) =>
        place.endsWith('/mcpInputs'),
      ),
    );
    const { holding: said } = await browserStores(window, 'serverInfo');
    assert.ok(
      said.some((place) => place.endsWith('/mcpServer.mcp.config.ws0.noting.log')),
      said.join('\n'),
    );
    const logs = filesHolding([join(rig.data, 'logs')], '[trace]').join('\n');
    assert.match(logs, /\/remoteagent\.log/);
    assert.match(logs, /\/remoteexthost\.log/);
  });

  test('undone, the line says that a copy stays; redone, the server starts with it and again nothing is left', async () => {
    const uri = window.uri(path);
    await stop('noting');
    await openFile(window, path);
    await undo(window);
    await expectText(window, uri, text);
    await expectLine(
      'the file is as it was; a copy stays in SecretStorage until it is deleted in the Secrets view',
    );
    await press(window, 'Control+Y');
    await expectText(window, uri, moved);
    assert.equal(await window.ask('isDirty', uri), false);
    assert.equal((await start('noting')).env['GITHUB_TOKEN'], sha256(token));
    await expectNoTrace();
  });

  /** VS Code writes some of what it keeps a moment later. */
  async function expectNoTrace(): Promise<void> {
    const folders = [window.folder, rig.data, rig.home, run, temporary];
    const found = async (): Promise<readonly string[]> => [
      ...filesHolding(folders, token),
      ...(await browserStores(window, token)).holding,
    ];
    await waitFor('no trace', async () => (await found()).length === 0).catch(() => {});
    await window.page.waitForTimeout(1500);
    assert.deepEqual(await found(), []);
  }

  /** Of what is typed and not saved. */
  function backups(holding: string): readonly string[] {
    return below('Backups', holding);
  }

  /** Of what was saved. */
  function copies(): readonly string[] {
    return below('History', token);
  }

  function below(name: string, holding: string): readonly string[] {
    const folder = join(rig.data, 'User', name);
    mkdirSync(folder, { recursive: true });
    return filesHolding([folder], holding);
  }

  /** A change that leaves the text as it was when it is undone or saved. */
  async function change(): Promise<void> {
    await goTo(window, 2, 0);
    await typeText(window, ' ');
    await press(window, 'Backspace');
  }

  async function goToToken(): Promise<void> {
    const { line, character } = placeOf(text, token).start;
    await goTo(window, line, character + 1);
  }

  async function whatNow(label: string): Promise<void> {
    const box = window.page.locator('.quick-input-widget');
    await box.getByText(/^Moved GITHUB_TOKEN to SecretStorage$/).waitFor();
    // By the keyboard: under the mouse a row soon shows its own hover, over the others.
    await box.locator('input').first().fill(label);
    await box.locator('.monaco-list-row.focused').filter({ hasText: label }).waitFor();
    await press(window, 'Enter');
  }

  async function expectLine(line: string): Promise<void> {
    await window.page.locator('.statusbar').getByText(line).waitFor();
  }

  async function secretRows(): Promise<readonly string[]> {
    await command(window, 'MCP Posture: Focus on Secrets View');
    await window.page.waitForTimeout(500);
    return (await treeRows(window)).filter((one) => one.includes('GITHUB_TOKEN'));
  }

  /** VS Code may not have read the file anew yet. */
  async function start(name: string): Promise<Started> {
    server.forget();
    return await waitFor(
      'the start',
      async () => {
        await window.ask('mcp', 'start', `mcp.config.ws0.${name}`);
        return await server.started(2000).catch(() => null);
      },
      30_000,
    );
  }

  async function startAsking(): Promise<Started> {
    server.forget();
    void window.ask('mcp', 'start', 'mcp.config.ws0.asking').catch(() => {});
    return await server.started();
  }

  async function stop(name: string): Promise<void> {
    await window.ask('mcp', 'stop', `mcp.config.ws0.${name}`);
    server.forget();
  }
});

suite('a launch that waits for its editor', () => {
  let rig: Rig;
  let window: Window;
  let server: McpServer;
  let text: string;
  /** Of the secret that is waited for: a launcher's command line holds it, a server's does not. */
  let id: string;
  const run = mkdtempSync(join(tmpdir(), 'mcp-run-'));
  const gate = join(run, 'gate');
  before(async () => {
    writeFileSync(gate, '');
    server = mcpServer();
    text = `{ "servers": { "noting": { "command": "node", "args": ["${server.script}"], "env": { "GITHUB_TOKEN": "${token}", "OTHER": "1" } } } }`;
    rig = await openRig({ dialogs: true, gate, env: { XDG_RUNTIME_DIR: run } });
  });
  after(async () => {
    await rig?.close();
    server?.remove();
    rmSync(run, { recursive: true, force: true });
  });

  test('a window that is loaded anew while a person is asked: the launch ends, the next one asks again', async () => {
    window = await rig.open({ [path]: text });
    const moved = await move(path);
    id = idIn(moved);
    writeFileSync(join(window.folder, path), moved.replace('"OTHER": "1"', '"OTHER": "2"'));
    // VS Code knows the servers of the file as it is now.
    await window.reload();
    const dialog = window.page.locator('.monaco-dialog-box');
    await startUntil(noting, () => dialog.isVisible());
    assert.equal(processesOf(id).length, 1);
    await window.reload();
    await waitFor('the end of the launch', () => processesOf(id).length === 0);
    assert.equal(server.isStarted(), false);
    await startUntil(noting, () => dialog.isVisible());
    await dialog.getByRole('button', { name: 'Give the Secret' }).click();
    const { env } = await server.started();
    assert.deepEqual([env['GITHUB_TOKEN'], env['OTHER']], [sha256(token), sha256('2')]);
  });

  test('a server started as soon as a window can: it gets the secret', async () => {
    await window.reload();
    await startUntil(noting, () => processesOf(id).length > 0 || server.isStarted());
    assert.equal((await server.started()).env['GITHUB_TOKEN'], sha256(token));
  });

  test('a server started before the extension is active: it waits, and gets the secret', async () => {
    const file = join(rig.data, 'User/mcp.json');
    writeFileSync(file, text);
    window = await rig.open({ 'a.txt': '' });
    id = idIn(await move(file));
    rmSync(gate);
    window = await rig.open({ 'b.txt': '' });
    assert.equal(await window.ask('isActive', extension), false);
    await startUntil('mcp.config.usrremote.noting', () => processesOf(id).length > 0);
    assert.equal(await window.ask('isActive', extension), false);
    assert.equal(server.isStarted(), false);
    writeFileSync(gate, '');
    assert.equal((await server.started()).env['GITHUB_TOKEN'], sha256(token));
    assert.equal(await window.ask('isActive', extension), true);
  });

  async function move(at: string): Promise<string> {
    const uri = window.uri(at);
    await window.ask('showDocument', uri);
    await expectFindings(window, uri, [`secret-literal: ${token}`]);
    const { line, character } = placeOf(text, token).start;
    await goTo(window, line, character + 1);
    await quickFix(window, title);
    await window.page.locator('.quick-input-widget').getByText('Save the file').click();
    await waitFor('the save', async () => (await window.ask('isDirty', uri)) === false);
    await press(window, 'Escape');
    return (await window.ask('text', uri)) ?? '';
  }

  /** VS Code may not know the server yet. */
  async function startUntil(name: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
    server.forget();
    let last = 0;
    await waitFor(
      'the launch',
      async () => {
        if (await isSo()) return true;
        if (Date.now() - last < 1000) return false;
        last = Date.now();
        void window.ask('mcp', 'start', name).catch(() => {});
        return false;
      },
      30_000,
    );
  }
});

const extension = 'mcp-posture.mcp-posture';
const noting = 'mcp.config.ws0.noting';

function idIn(moved: string): string {
  const [id = ''] = /noting\.github-token\.[0-9a-f]{8}/.exec(moved) ?? [];
  assert.notEqual(id, '');
  return id;
}

/** Where this build keeps what extensions store as secrets, encrypted. */
const secretsOfPage = 'page//secrets.provider';
