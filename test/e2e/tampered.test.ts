import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import type { Locator } from 'playwright-core';
import { command, openFile, press, save, screenshot } from './rig/keys.ts';
import { mcpServer, sha256, type McpServer, type Started } from './rig/mcp-server.ts';
import { openRig, type Rig, type Window } from './rig/rig.ts';
import {
  cases,
  noting,
  placeIn,
  writeProgram,
  type Entry,
  type Servers,
} from './rig/tamperings.ts';
import { waitFor } from './rig/wait.ts';

/** Made up, and never whole in a file of this project. */
const token = `${'ghp_'}${'A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8'}`;
const path = '.vscode/mcp.json';

suite('a launch that was tampered with gets no secret until a person allows it', () => {
  let rig: Rig;
  let window: Window;
  let dialog: Locator;
  let marker: string;
  const servers = new Map<string, McpServer>();
  const run = mkdtempSync(join(tmpdir(), 'mcp-run-'));

  before(async () => {
    for (const name of [...cases.map(({ field }) => field), 'shared', 'copy'])
      servers.set(name, mcpServer());
    rig = await openRig({ dialogs: true, env: { XDG_RUNTIME_DIR: run } });
    marker = join(run, 'marker');
    const names = [...servers.keys()].filter((name) => name !== 'copy');
    const text = JSON.stringify(
      { servers: Object.fromEntries(names.map((name) => [name, originalEntry(name)])) },
      null,
      2,
    );
    window = await rig.open(
      {
        [path]: text,
        'env-file.env': 'FROM=1\n',
        'script.cjs': `require(${JSON.stringify(server('script').script)});\n`,
        'preload.cjs': noting(marker),
      },
      (folder) => {
        mkdirSync(join(folder, 'good'));
        writeProgram(join(folder, 'good/tool'), `exec '${process.execPath}' "$@"\n`);
      },
    );
    dialog = window.page.locator('.monaco-dialog-box');
  });
  after(async () => {
    await rig?.close();
    for (const one of servers.values()) one.remove();
    rmSync(run, { recursive: true, force: true });
  });

  test('as they were moved all start with it, and nobody is asked', async () => {
    await openFile(window, path);
    await command(window, 'MCP Posture: Move All Tokens in This File…');
    await window.page.getByRole('button', { name: 'Apply', exact: true }).click();
    await waitFor('the edit', async () =>
      ((await window.ask('text', window.uri(path))) ?? '').includes('mcp-launch'),
    );
    await window.page
      .locator('.quick-input-widget')
      .getByText(/^Moved .* to SecretStorage$/)
      .waitFor();
    await press(window, 'Escape');
    await openFile(window, path);
    await save(window);
    const names = Object.keys(entries());
    assert.equal(names.length, cases.length + 1);
    await Promise.all(
      names.map(async (name) => {
        assert.equal((await start(name)).env['GITHUB_TOKEN'], sha256(token), name);
      }),
    );
    assert.equal(await dialog.count(), 0);
    for (const name of names) await stop(name);

    const changed = entries();
    for (const { field, tamper } of cases)
      tamper(entryOf(changed, field), placeIn(window.folder, marker));
    writeEntries(changed);
  });

  for (const { field, says, runs } of cases) {
    test(`tampered with: ${field}`, async () => {
      await startUntilAsked(field);
      const said = await lines();
      for (const line of says)
        assert.ok(
          said.some((one) => line.test(one)),
          said.join('\n'),
        );
      assert.match(said[0] ?? '', new RegExp(`^${field} in .* asks for GITHUB_TOKEN, and its`));
      if (says.some((line) => line.source.includes('⚠')))
        assert.ok(said.includes('⚠ can load other code into the server, or send it elsewhere.'));
      await expectNothingRan(field);
      if (field === 'node-options') await refuseInComparison();
      else await press(window, 'Escape');
      await expectRefusal(field);
      await expectNothingRan(field);

      await startUntilAsked(field);
      await dialog.getByRole('button', { name: 'Give the Secret' }).click();
      await expectStarted(field, runs);
    });
  }

  test('a second entry that names the same id: the one and the other', async () => {
    const changed = entries();
    const shared = entryOf(changed, 'shared');
    const args = shared.args.with(4, server('copy').script);
    const env = { ...shared.env, NODE_OPTIONS: `--require ${join(window.folder, 'preload.cjs')}` };
    writeEntries({ ...changed, copy: { ...shared, args, env } });
    for (const [name, runs] of [
      ['copy', 'preload'],
      ['shared', undefined],
    ] as const) {
      await startUntilAsked(name);
      const said = await lines();
      assert.ok(
        said.some((line) => /^⚠ servers .* → "copy", "shared"$|^args\[4\]/.test(line)),
        said.join('\n'),
      );
      await expectNothingRan(name);
      await press(window, 'Escape');
      await expectRefusal(name);
      await startUntilAsked(name);
      await dialog.getByRole('button', { name: 'Give the Secret' }).click();
      await expectStarted(name, runs);
    }
  });

  test('what was allowed starts again, and nobody is asked', async () => {
    for (const name of ['node-options', 'path', 'script', 'shared']) {
      await stop(name);
      assert.equal((await start(name)).env['GITHUB_TOKEN'], sha256(token), name);
    }
    assert.equal(await dialog.count(), 0);
  });

  function server(name: string): McpServer {
    const found = servers.get(name);
    assert.ok(found);
    return found;
  }

  function originalEntry(name: string): Entry {
    const script = name === 'script' ? '${workspaceFolder}/script.cjs' : server(name).script;
    const { env, ...rest } = cases.find(({ field }) => field === name)?.original ?? {};
    return {
      command: 'node',
      args: [script, 'one'],
      env: { GITHUB_TOKEN: token, OTHER: '1', ...env },
      ...rest,
    };
  }

  function entries(): Servers {
    const text = readFileSync(join(window.folder, path), 'utf8');
    return (JSON.parse(text) as { servers: Servers }).servers;
  }

  function writeEntries(changed: Servers): void {
    writeFileSync(join(window.folder, path), JSON.stringify({ servers: changed }, null, 2));
  }

  function entryOf(all: Servers, name: string): Entry {
    const entry = all[name];
    assert.ok(entry, name);
    return entry;
  }

  /** The lines of the dialog: its question, then what stands below. */
  async function lines(): Promise<readonly string[]> {
    return await dialog
      .locator('.dialog-message-text, .dialog-message-detail')
      .allInnerTexts()
      .then((texts) => texts.flatMap((text) => text.split('\n')));
  }

  /** Neither the server nor anything that tampering brought, but for a launcher that stands in the entry itself. */
  async function expectNothingRan(name: string): Promise<void> {
    assert.equal(server(name).isStarted(), false);
    assert.deepEqual(
      notes().filter((note) => !note.startsWith('evil/mcp-launch ')),
      [],
    );
  }

  function notes(): readonly string[] {
    try {
      return readFileSync(marker, 'utf8').split('\n').slice(0, -1);
    } catch {
      return [];
    }
  }

  async function refuseInComparison(): Promise<void> {
    await screenshot(window, 'secrets-question');
    await dialog.getByRole('button', { name: 'Compare First' }).click();
    await window.page.locator('.quick-input-widget').getByText('Refuse').waitFor();
    const labels = (await window.ask('tabs')).map(({ label }) => label);
    assert.ok(labels.includes('node-options: allowed launch ↔ this launch'), labels.join());
    await screenshot(window, 'secrets-compare');
    await press(window, 'Enter');
  }

  /** What VS Code shows of a server that did not start. */
  async function expectRefusal(name: string): Promise<void> {
    const refusal = / mcp-launch: the secret was refused in the editor$/;
    const said = await waitFor('the refusal in the output', async () => {
      const text = await output(name);
      // There may be one of a start from before VS Code had read the file anew.
      const own = text.split('\n').filter((line) => line.includes('mcp-launch: '));
      return refusal.test(own.at(-1) ?? '') ? text : null;
    });
    assert.ok(!said.includes(token));
  }

  async function output(name: string): Promise<string> {
    return (await window.ask('mcpOutput', `mcp.config.ws0.${name}`)) ?? '';
  }

  async function expectStarted(name: string, runs: string | undefined): Promise<void> {
    const started = await server(name).started();
    assert.equal(started.env['GITHUB_TOKEN'], sha256(token));
    const noted = notes();
    rmSync(marker, { force: true });
    if (runs === undefined) assert.deepEqual(noted, []);
    else
      assert.ok(
        noted.some((note) => note.startsWith(`${runs} `)),
        noted.join('\n'),
      );
    // It ran in the server that was allowed to have it, and in no launcher.
    assert.ok(
      noted.every((note) => !note.includes('launcher.js')),
      noted.join('\n'),
    );
  }

  /** Starts it, which ends in a question. VS Code may not have read the file anew yet. */
  async function startUntilAsked(name: string): Promise<void> {
    server(name).forget();
    await waitFor(
      `the question of ${name}`,
      async () => {
        void window.ask('mcp', 'start', `mcp.config.ws0.${name}`).catch(() => undefined);
        return await dialog.waitFor({ timeout: 1200 }).then(
          () => true,
          () => false,
        );
      },
      15_000,
    ).catch(async (error: Error) => assert.fail(`${error.message}\n${await output(name)}`));
  }

  /** VS Code may not have read the file anew yet. */
  async function start(name: string): Promise<Started> {
    server(name).forget();
    return await waitFor(
      `the start of ${name}`,
      async () => {
        await window.ask('mcp', 'start', `mcp.config.ws0.${name}`);
        return await server(name)
          .started(3000)
          .catch(() => null);
      },
      30_000,
    );
  }

  async function stop(name: string): Promise<void> {
    await window.ask('mcp', 'stop', `mcp.config.ws0.${name}`);
  }
});
