import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { placeOf } from './rig/findings.ts';
import { expectText, goTo, openFile, quickFix, save, typeText } from './rig/keys.ts';
import { mcpServer, sha256, type McpServer, type Started } from './rig/mcp-server.ts';
import { openRig, type Rig, type Window } from './rig/rig.ts';
import { waitFor } from './rig/wait.ts';

/** Made up, and never whole in a file of this project. */
const token = `${'ghp_'}${'A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8'}`;
const path = '.vscode/mcp.json';
const launcher = '${extensionInstallFolder:mcp-posture.mcp-posture}/bin/mcp-launch';

suite('a token moves to SecretStorage', () => {
  let rig: Rig;
  let window: Window;
  let server: McpServer;
  const run = mkdtempSync(join(tmpdir(), 'mcp-run-'));
  before(async () => {
    server = mcpServer();
    rig = await openRig({ env: { XDG_RUNTIME_DIR: run } });
    window = await rig.open({ [path]: '' });
  });
  after(async () => {
    await rig?.close();
    server?.remove();
    rmSync(run, { recursive: true, force: true });
  });

  test('typed, saved, moved from the lightbulb: the server gets exactly the token', async () => {
    const uri = window.uri(path);
    const text = `{ "servers": { "noting": { "command": "node", "args": ["${server.script}"], "env": { "GITHUB_TOKEN": "${token}" } } } }`;
    await openFile(window, path);
    await typeText(window, text);
    await save(window);
    const { line, character } = placeOf(text, token).start;
    await goTo(window, line, character + 1);
    await quickFix(window, 'Move token to SecretStorage (GITHUB_TOKEN)');
    const id = 'noting.github-token';
    const moved = await waitForMove(uri);
    assert.ok(moved.includes(id), moved);
    assert.ok(!moved.includes(token));
    assert.ok(moved.includes(`"command": "${launcher}"`), moved);
    await save(window);
    const started = await start();
    assert.equal(started.env['GITHUB_TOKEN'], sha256(token));
    await expectText(window, uri, moved);
  });

  /** VS Code may not have read the file anew yet. */
  async function start(): Promise<Started> {
    await waitFor(
      'the start',
      async () => {
        await window.ask('mcp', 'start', 'mcp.config.ws0.noting');
        return await server.started(2000).catch(() => null);
      },
      30_000,
    );
    return await server.started();
  }

  async function waitForMove(uri: string): Promise<string> {
    return await waitFor('the edit', async () => {
      const text = (await window.ask('text', uri)) ?? '';
      return text.includes('mcp-launch') ? text : null;
    });
  }
});
