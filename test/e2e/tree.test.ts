import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { findings, hardened, placeOf } from './rig/findings.ts';
import { closeEditor, command, expectText, openFile, press, screenshot, undo } from './rig/keys.ts';
import { openRig, type Rig, type Window } from './rig/rig.ts';
import {
  expectRows,
  openTree,
  row,
  rowButton,
  toggle,
  treeMessage,
  treeRows,
  viewButton,
} from './rig/tree.ts';
import { waitFor } from './rig/wait.ts';

/** Made up, and never whole in a file of this project. */
const token = `ghp_${'A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8'}`;
const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;

const path = '.vscode/mcp.json';
const text = `{
  // the team's
  "servers": {
    "github": {
      "command": "docker",
      "args": ["run", ${hardened}, "-i", "--rm", "-e", "GITHUB_TOKEN", "ghcr.io/acme/github:latest"],
      "env": { "GITHUB_TOKEN": "${token}" }
    },
    "files": { "command": "npx", "args": ["-y", "acme-files"] },
    "exact": { "command": "npx", "args": ["-y", "acme-exact@1.2.3"], "autoApprove": ["*"] },
    "docs": { "url": "https://docs.example.com/mcp" },
    "odd": { "command": "\${env:ODD_SERVER}" }
  }
}
`;
const rootText = `{ "mcpServers": { "walled": { "command": "docker", "args": ["run", ${hardened}, "acme/x@${digest}"] } } }\n`;
const clientText = (name: string): string =>
  `{ "mcpServers": { "${name}": { "command": "uvx", "args": ["acme-${name}"] } } }\n`;
const ownText = '{ "servers": { "own": { "url": "http://mcp.example.com" } } }\n';

const users: Readonly<Record<string, string>> = {
  '.cursor/mcp.json': clientText('cursor'),
  '.codeium/windsurf/mcp_config.json': clientText('windsurf'),
  '.config/Claude/claude_desktop_config.json': clientText('claude'),
};

let rig: Rig;
let window: Window;
before(async () => {
  rig = await openRig({
    settings: { 'mcpPosture.network': 'off', 'files.exclude': { '**/hidden': true } },
  });
  for (const [name, content] of Object.entries(users)) write(rig.home, name, content);
  write(rig.data, 'User/mcp.json', ownText);
  write(rig.home, 'elsewhere/mcp.json', clientText('outside'));
  window = await rig.open(
    {
      [path]: text,
      '.mcp.json': rootText,
      'node_modules/x/mcp.json': clientText('installed'),
      '.git/mcp.json': clientText('git'),
      'hidden/mcp.json': clientText('hidden'),
      'team/.cursor/readme.md': 'no configuration yet\n',
    },
    (folder) => symlinkSync(join(rig.home, 'elsewhere'), join(folder, 'link')),
  );
});
after(() => rig?.close());

const byTier = [
  'Critical | 1 server',
  '  github | critical · .vscode/mcp.json',
  'High | 5 servers',
  '  files | high · .vscode/mcp.json',
  '  windsurf | high · ~/.codeium/windsurf/mcp_config.json',
  '  claude | high · ~/.config/Claude/claude_desktop_config.json',
  '  cursor | high · ~/.cursor/mcp.json',
  '  own | high · …/data/User/mcp.json',
  'Medium | 1 server',
  '  exact | medium · .vscode/mcp.json',
  'Low | 2 servers',
  '  walled | low · .mcp.json',
  '  docs | low · .vscode/mcp.json',
  'Unknown | 1 server',
  '  odd | unknown · .vscode/mcp.json',
];

test('the tree lists the servers of folder and user by tier, with no file opened', async () => {
  await openTree(window);
  await expectRows(window, byTier);
  assert.deepEqual(await window.ask('tabs'), []);
  await screenshot(window, 'tree');
});

test('the badge counts what is high or critical', async () => {
  assert.match(await badge(), /^MCP Posture - 6 MCP servers at high or critical risk$/);
});

test('every tier has a shape of its own, and its word is read out', async () => {
  const shapes = new Map<string, string>();
  for (const tier of ['Critical', 'High', 'Medium', 'Low', 'Unknown']) {
    const icon = row(window, tier).locator('.custom-view-tree-node-item-icon');
    const shape = /codicon-[\w-]+/.exec((await icon.getAttribute('class')) ?? '')?.[0] ?? '';
    shapes.set(shape, tier);
  }
  assert.equal(shapes.size, 5, [...shapes].join());
  assert.equal(
    await row(window, 'github').getAttribute('aria-label'),
    'github, critical risk, .vscode/mcp.json',
  );
});

test('a server opens into its five pillars with grade and reason, a pillar into its findings', async () => {
  await toggle(window, 'github');
  const pillars = ['Access', 'Deployment', 'Integrity', 'Dependencies', 'Monitoring'];
  const rows = await waitFor('the pillars', async () => {
    const now = (await treeRows(window)).filter((one) => /^ {4}\S/.test(one));
    return now.length === 5 && now;
  });
  for (const [index, pillar] of pillars.entries()) {
    assert.match(
      rows[index] ?? '',
      new RegExp(`^    ${pillar} \\| (?:good|caution|bad|not applicable|not checked): \\S`),
    );
  }
  await toggle(window, 'Integrity');
  await row(window, /follows the tag latest/).waitFor();
  await screenshot(window, 'tree-open');
});

test('a click puts the caret on the exact place', async () => {
  await row(window, /follows the tag latest/).click();
  await waitForSelection('latest');
  await row(window, 'own').click();
  await waitFor('the other file', async () =>
    (await window.ask('editor'))?.uri.endsWith('/User/mcp.json'),
  );
  await row(window, 'files').click();
  await waitForSelection('"files"');
});

test('the hover on a name says the tier, why, and the five pillars', async () => {
  const name = window.page.locator('.view-line span', { hasText: /^"github"$/ }).last();
  await name.hover();
  const hover = window.page.locator('.monaco-hover', { hasText: 'MCP Posture' });
  await hover.waitFor();
  const says = await hover.innerText();
  assert.match(says, /github: critical risk/);
  for (const pillar of ['Access', 'Deployment', 'Integrity', 'Dependencies', 'Monitoring']) {
    assert.match(
      says,
      new RegExp(`${pillar} (?:good|caution|bad|not applicable|not checked): \\S`),
    );
  }
  assert.ok(!says.includes(token.slice(4, 10)));
  await screenshot(window, 'hover');
  await window.page.mouse.move(700, 850);
});

test('the status bar sums up the active file', async () => {
  const item = window.page.locator('.statusbar-item[id*="mcpPosture.status"]');
  await waitFor(
    'the words',
    async () => (await item.innerText()).trim() === 'MCP: 1 critical, 1 high, 1 medium',
  );
  assert.equal(
    await item.getAttribute('aria-label'),
    'MCP Posture, 5 servers: 1 critical, 1 high, 1 medium',
  );
});

test('the groups change by one button: tier, file, client', async () => {
  await toggle(window, 'github');
  await groupBy('File');
  await waitFor('files', async () =>
    (await treeRows(window)).some((one) =>
      one.startsWith('.vscode/mcp.json | 5 servers, worst critical'),
    ),
  );
  await groupBy('Client');
  await waitFor('clients', async () => {
    const groups = (await treeRows(window)).filter((one) => !one.startsWith(' '));
    return isDeepStrictEqual(groups, [
      'VS Code | 6 servers, worst critical',
      'Claude Desktop | 1 server, worst high',
      'Cursor | 1 server, worst high',
      'Windsurf | 1 server, worst high',
      'Claude Code | 1 server, worst low',
    ]);
  });
  await screenshot(window, 'tree-by-client');
  await groupBy('Tier');
  await expectRows(window, byTier);
});

test('a filter by tier, by client or by text is said above the tree and cleared by one click', async () => {
  for (const [typed, message, shown] of [
    ['critical', 'Filter: critical (1 of 10 servers)', ['github']],
    ['windsurf', 'Filter: Windsurf (1 of 10 servers)', ['windsurf']],
    ['access', 'Filter: access (1 of 10 servers)', ['github']],
    ['acme-exact', 'Filter: “acme-exact” (1 of 10 servers)', ['exact']],
  ] as const) {
    await viewButton(window, 'Filter Servers…');
    const input = window.page.locator('.quick-input-widget .quick-input-filter input');
    await input.waitFor();
    await waitFor('the focus', () => input.evaluate((box) => box.matches(':focus')));
    await window.page.keyboard.type(typed);
    // The list answers to what was typed: all of it has arrived.
    const list = window.page.locator('.quick-input-widget .monaco-list-row');
    await list.filter({ hasText: `Text: ${typed}` }).waitFor();
    await press(window, 'Enter');
    await waitFor(`the message ${message}`, async () => (await treeMessage(window)) === message);
    await waitFor(`only ${shown.join()}`, async () => {
      const servers = (await treeRows(window)).filter((one) => one.startsWith('  '));
      return servers.map((one) => one.trim().split(' | ')[0]).join() === shown.join();
    });
    if (typed === 'critical') await screenshot(window, 'tree-filtered');
    await viewButton(window, 'Clear Filter');
    await waitFor('no message', async () => (await treeMessage(window)) === '');
    await expectRows(window, byTier);
  }
});

test('the button of a row opens the file and fixes it there: unsaved, one undo', async () => {
  await closeAll();
  const uri = window.uri(path);
  await toggle(window, 'exact');
  await toggle(window, 'Deployment');
  await rowButton(window, /autoApprove lets every tool run/, 'Fix');
  await waitFor('the editor', async () => (await window.ask('editor'))?.uri === uri);
  await expectText(window, uri, text.replace(', "autoApprove": ["*"]', ''));
  assert.equal(await window.ask('isDirty', uri), true);
  assert.equal(readFileSync(join(window.folder, path), 'utf8'), text);
  await waitFor('the row to go', async () => !(await row(window, /autoApprove lets/).isVisible()));
  await screenshot(window, 'tree-fixed');
  await focusEditor();
  await undo(window);
  await expectText(window, uri, text);
  assert.equal(await window.ask('isDirty', uri), false);
  await row(window, /autoApprove lets every tool run/).waitFor();
  await toggle(window, 'exact');
});

test('a fix from the command palette', async () => {
  const uri = window.uri(path);
  await openFile(window, path);
  await command(window, 'MCP Posture: Fix…');
  const box = window.page.locator('.quick-input-widget');
  await box.locator('.monaco-list-row', { hasText: 'Ask before each tool runs' }).click();
  await expectText(window, uri, text.replace(', "autoApprove": ["*"]', ''));
  await focusEditor();
  await undo(window);
  await expectText(window, uri, text);
});

test('what changes on the disk shows by itself', async () => {
  const file = join(window.folder, 'team/.cursor/mcp.json');
  writeFileSync(file, clientText('fresh'));
  await row(window, 'fresh').waitFor();
  writeFileSync(file, clientText('changed'));
  await row(window, 'changed').waitFor();
  assert.equal(await row(window, 'fresh').count(), 0);
  rmSync(file);
  await row(window, 'changed').waitFor({ state: 'detached' });
  writeFileSync(join(rig.home, '.cursor/mcp.json'), clientText('renamed'));
  await row(window, 'renamed').waitFor();
  rmSync(join(rig.home, '.cursor/mcp.json'));
  await row(window, 'renamed').waitFor({ state: 'detached' });
});

test('a folder that comes with its file, and goes with it, shows by itself', async () => {
  write(window.folder, 'new/.cursor/mcp.json', clientText('arrived'));
  await row(window, 'arrived').waitFor();
  rmSync(join(window.folder, 'new'), { recursive: true });
  await row(window, 'arrived').waitFor({ state: 'detached' });
});

test('nothing found: the view says where it looked', async () => {
  for (const name of Object.keys(users)) rmSync(join(rig.home, name), { force: true });
  rmSync(join(rig.data, 'User/mcp.json'));
  window = await rig.open({ 'readme.md': '# nothing here\n' });
  await openTree(window);
  const welcome = window.page.locator('.part.sidebar .welcome-view-content');
  await welcome.waitFor();
  assert.match(await welcome.innerText(), /No MCP server was found.*\.vscode\/mcp\.json/s);
  await screenshot(window, 'welcome-nothing');
  await welcome.getByRole('button', { name: 'Show Where It Looked' }).click();
  const places = window.page.locator('.quick-input-widget .monaco-list-row');
  await places.first().waitFor();
  const labels = (await places.allInnerTexts()).join('\n');
  assert.ok(labels.includes(window.folder), labels);
  await screenshot(window, 'places');
  // The list shows what fits; the rest is found by typing.
  await window.page.keyboard.type('.cursor/mcp.json');
  await places.filter({ hasText: join(rig.home, '.cursor/mcp.json') }).waitFor();
  await press(window, 'Escape');
});

test('no folder: the view says so and offers to open one', async () => {
  window = await rig.open(null);
  await openTree(window);
  const welcome = window.page.locator('.part.sidebar .welcome-view-content');
  await welcome.waitFor();
  assert.match(await welcome.innerText(), /No folder is open/);
  await welcome.getByRole('button', { name: 'Open Folder' }).waitFor();
  await screenshot(window, 'welcome-no-folder');
});

async function badge(): Promise<string> {
  const icon = window.page.locator('.activitybar .badge[aria-label^="MCP Posture"]');
  await icon.waitFor();
  return (await icon.getAttribute('aria-label')) ?? '';
}

/** Waits until exactly this text of the file is selected. */
async function waitForSelection(piece: string): Promise<void> {
  const range = placeOf(text, piece);
  await waitFor(`the selection of ${piece}`, async () => {
    const editor = await window.ask('editor');
    const at = editor?.selection;
    return (
      editor?.uri === window.uri(path) &&
      at?.start.line === range.start.line &&
      at.start.character === range.start.character &&
      at.end.line === range.end.line &&
      at.end.character === range.end.character
    );
  });
}

async function groupBy(name: string): Promise<void> {
  await viewButton(window, 'Group Servers By…');
  const rows = window.page.locator('.quick-input-widget .monaco-list-row');
  await rows.filter({ hasText: name }).first().click();
}

async function focusEditor(): Promise<void> {
  await command(window, 'View: Focus Active Editor Group');
}

async function closeAll(): Promise<void> {
  while ((await window.ask('tabs')).length > 0) await closeEditor(window);
  assert.deepEqual(await findings(window, window.uri(path)), []);
}

function write(folder: string, name: string, content: string): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), content);
}
