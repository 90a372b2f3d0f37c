import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, suite, test } from 'node:test';
import type { Locator } from 'playwright-core';
import { dispose, forTests } from './rig/for-tests.ts';
import {
  command,
  expectText,
  goTo,
  openFile,
  press,
  screenshot,
  typeText,
  undo,
} from './rig/keys.ts';
import { startPackages } from './rig/packages.ts';
import { openRig, type Rig, type Window } from './rig/rig.ts';
import { expectStatus, stopWork } from './rig/status.ts';
import { teamImages } from './rig/team-images.ts';
import { waitFor } from './rig/wait.ts';

const everything = 'MCP Posture: Pin Everything in the Workspace…';
const thisFile = 'MCP Posture: Pin Everything in This File…';

const needs = forTests(async (keep) => ({
  ...(await teamImages(keep)),
  packages: keep(
    await startPackages({
      'acme-mcp': { '1.4.1': 90, '1.4.2': 30, '1.5.0': 2 },
      '@acme/files': { '0.9.0': 400 },
    }),
    dispose,
  ),
}));

function host(): string {
  return needs().proxy.host;
}

function vscodeFile(): string {
  return `{
  // images of the team
  "servers": {
    "tagged": { "command": "docker", "args": ["run", "-i", "--rm", "${host()}/acme/mcp:1.4"] }, // keep
    "bare": { "command": "podman", "args": ["run", "-i", "${host()}/acme/newest"] }
  }
}
`;
}

function cursorFile(): string {
  return `{\r
\t"mcpServers": {\r
\t\t"package": { "command": "npx", "args": ["-y", "acme-mcp"] },\r
\t\t"ranged": { "command": "npx", "args": ["-y", "@acme/files@^0.9"] } /* theirs */\r
\t}\r
}\r
`;
}

function rootFile(): string {
  return `{
  "mcpServers": {
    "tagged": { "command": "docker", "args": ["run", "-i", "${host()}/acme/mcp:1.4"] },
    "gone": { "command": "docker", "args": ["run", "-i", "${host()}/acme/mcp:9.9"] }
  }
}
`;
}

const files = ['.vscode/mcp.json', '.cursor/mcp.json', '.mcp.json'] as const;

type Path = (typeof files)[number];

function textOf(path: Path): string {
  return { '.vscode/mcp.json': vscodeFile, '.cursor/mcp.json': cursorFile, '.mcp.json': rootFile }[
    path
  ]();
}

function pinned(path: Path): string {
  return textOf(path)
    .replace('/acme/mcp:1.4"', `/acme/mcp:1.4@${needs().tagged.indexDigest}"`)
    .replace('/acme/newest"', `/acme/newest@${needs().latest.indexDigest}"`)
    .replace('"acme-mcp"', '"acme-mcp@1.4.2"')
    .replace('@acme/files@^0.9', '@acme/files@0.9.0');
}

suite('pin everything in a workspace of three files', () => {
  let rig: Rig;
  let window: Window;
  before(async () => {
    rig = await openRig({
      settings: { 'mcpPosture.registries': [host()] },
      env: { npm_config_registry: `http://${needs().packages.host}/` },
    });
    window = await rig.open(Object.fromEntries(files.map((path) => [path, textOf(path)])));
    await openFile(window, '.mcp.json');
    await openFile(window, '.vscode/mcp.json');
  });
  after(() => rig?.close());

  test('stopped while a registry is silent: nothing is edited', async () => {
    await command(window, 'MCP Posture: Refresh');
    needs().proxy.hold();
    await command(window, everything);
    await waitFor('the question', () => needs().proxy.held() > 0);
    await stopWork(window, 'MCP Posture: asking what to pin to', 'pin-everything-asking');
    await expectStatus(window, 'MCP Posture: pinning was stopped, nothing was changed');
    needs().proxy.release();
    await unchanged();
    assert.equal(await preview(window).isVisible(), false);
  });

  test('turned down in the preview: nothing is edited', async () => {
    await command(window, everything);
    await expectPreview(window);
    await screenshot(window, 'pin-everything-preview');
    await previewButton(window, 'Discard');
    await expectStatus(window, 'MCP Posture: nothing was changed');
    await unchanged();
  });

  test('applied: every reference of every file, and no other byte; nothing is saved', async () => {
    await command(window, everything);
    await expectPreview(window);
    await previewButton(window, 'Apply');
    // Until then the change is taken back and made again, file by file.
    const said = await summary(window);
    for (const path of files) {
      await expectText(window, window.uri(path), pinned(path));
      assert.equal(await window.ask('isDirty', window.uri(path)), true);
      assert.equal(readFileSync(`${window.folder}/${path}`, 'utf8'), textOf(path));
    }
    assert.deepEqual(said, {
      title: 'Pinned 5 of 6, 1 left as it was',
      rows: [`gone: ${host()}/acme/mcp:9.9|.mcp.json, line 4|the registry has no such tag`],
    });
    await screenshot(window, 'pin-everything');
    await expectStatus(window, 'MCP Posture: Pinned 5 of 6');
  });

  test('picking what was left goes to its place', async () => {
    await window.page.keyboard.press('Enter');
    await waitFor('the place', async () => {
      const editor = await window.ask('editor');
      return editor?.uri === window.uri('.mcp.json') && editor.selection.start.line === 3;
    });
  });

  test('one undo a file, and the other files stay', async () => {
    for (const [at, path] of files.entries()) {
      await openFile(window, path);
      await undo(window);
      await expectText(window, window.uri(path), textOf(path));
      for (const other of files.slice(at + 1)) {
        assert.equal(await window.ask('text', window.uri(other)), pinned(other), other);
      }
    }
  });

  test('unticked in the preview: that one stays and is told of, one undo a file', async () => {
    await command(window, everything);
    await expectPreview(window);
    const row = preview(window).locator('.monaco-list-row', { hasText: 'acme-mcp@1.4.2' });
    await row.locator('.edit-checkbox').click();
    await previewButton(window, 'Apply');
    const path = '.cursor/mcp.json';
    const all = { ...Object.fromEntries(files.map((file) => [file, pinned(file)])) };
    all[path] = pinned(path).replace('acme-mcp@1.4.2', 'acme-mcp');
    for (const file of files) await expectText(window, window.uri(file), all[file] ?? '');
    assert.deepEqual(await summary(window), {
      title: 'Pinned 4 of 6, 2 left as they were',
      rows: [
        'package: acme-mcp|.cursor/mcp.json, line 3|it was left out in the preview, or did not fit the file',
        `gone: ${host()}/acme/mcp:9.9|.mcp.json, line 4|the registry has no such tag`,
      ],
    });
    await press(window, 'Escape');
    for (const file of files) {
      await openFile(window, file);
      await undo(window);
      await expectText(window, window.uri(file), textOf(file));
    }
  });

  test('typed while a registry is silent: the file is judged again, nothing lands on old places', async () => {
    const path = '.vscode/mcp.json';
    await openFile(window, path);
    await command(window, 'MCP Posture: Refresh');
    needs().proxy.hold();
    await command(window, thisFile);
    await waitFor('the question', () => needs().proxy.held() > 0);
    await goTo(window, 0, 0);
    await typeText(window, '// typed meanwhile\n');
    // A key that is still under way would turn the pins down.
    await expectText(window, window.uri(path), `// typed meanwhile\n${textOf(path)}`);
    needs().proxy.release();
    await expectPreview(window, 2);
    await previewButton(window, 'Apply');
    await expectText(window, window.uri(path), `// typed meanwhile\n${pinned(path)}`);
    await expectStatus(window, 'MCP Posture: Pinned 2 of 2');
    await expectText(window, window.uri('.mcp.json'), rootFile());
  });

  async function unchanged(): Promise<void> {
    for (const path of files) {
      const text = await window.ask('text', window.uri(path));
      assert.ok(text === null || text === textOf(path), path);
      assert.notEqual(await window.ask('isDirty', window.uri(path)), true);
    }
  }
});

suite('with the network off', () => {
  let rig: Rig;
  after(() => rig?.close());

  test('one line says so, and nothing is asked', async () => {
    rig = await openRig({
      settings: { 'mcpPosture.registries': [host()], 'mcpPosture.network': 'off' },
    });
    const window = await rig.open({ '.mcp.json': textOf('.mcp.json') });
    await openFile(window, '.mcp.json');
    await waitFor('the findings', async () =>
      (await window.ask('diagnostics', window.uri('.mcp.json'))).some(
        ({ code }) => code === 'unpinned-image',
      ),
    );
    const asked = needs().proxy.requests();
    for (const title of [everything, thisFile]) {
      await command(window, title);
      await expectStatus(
        window,
        'MCP Posture: the network is off here, by the settings or the workspace trust',
      );
    }
    assert.equal(needs().proxy.requests(), asked);
    assert.equal(await window.ask('isDirty', window.uri('.mcp.json')), false);
  });
});

function preview(window: Window): Locator {
  return window.page.locator('.bulk-edit-panel[data-state="data"]');
}

/** Every edit is there and ticked. */
async function expectPreview(window: Window, edits = 5): Promise<void> {
  await waitFor('the preview', async () => {
    const rows = preview(window).locator('.monaco-list-row:has(.textedit)');
    return (await rows.count()) === edits;
  });
  const boxes = preview(window).locator('.monaco-list-row .edit-checkbox');
  const ticks = await boxes.evaluateAll((all) =>
    all.map((box) => box.getAttribute('aria-checked')),
  );
  assert.ok(ticks.length > edits && ticks.every((tick) => tick === 'true'), ticks.join());
}

async function previewButton(window: Window, name: string): Promise<void> {
  await preview(window).getByRole('button', { name }).click();
  await preview(window).waitFor({ state: 'hidden' });
}

async function summary(window: Window): Promise<{ title: string; rows: readonly string[] }> {
  const box = window.page.locator('.quick-input-widget');
  const rows = box.locator('.monaco-list-row');
  await rows.first().waitFor();
  return {
    title: ((await box.locator('.quick-input-title').textContent()) ?? '').trim(),
    rows: await rows.evaluateAll((all) =>
      all.map((row) =>
        ['.label-name', '.label-description', '.quick-input-list-label-meta']
          .map((part) => row.querySelector(part)?.textContent?.trim() ?? '')
          .join('|'),
      ),
    ),
  };
}
