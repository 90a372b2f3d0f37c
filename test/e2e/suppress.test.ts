import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { whyIn } from '../../src/editor/why-in.ts';
import { expectFindings, hardened, placeOf } from './rig/findings.ts';
import {
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
import { openRig, type Rig, type Window } from './rig/rig.ts';
import { squiggles } from './rig/screen.ts';
import { openTree, toggle, treeRows } from './rig/tree.ts';
import { waitFor } from './rig/wait.ts';

const root = join(import.meta.dirname, '../..');

const path = '.vscode/mcp.json';
const text = `{
  // the team's
  "servers": {
    "files": {
      "command": "docker",
      "args": [
        "run", "-i", "--rm",
        ${hardened},
        "acme/files:1.4"
      ]
    },
    "remote": { "url": "http://mcp.example.com/mcp" }
  }
}
`;
const both = ['unpinned-image: 1.4', 'plain-http: http'];

const codexPath = '.codex/config.toml';
const codex = `# ours
[mcp_servers.remote]
url = "http://mcp.example.com/mcp" # soon
`;

let rig: Rig;
let window: Window;
before(async () => {
  rig = await openRig({ settings: { 'mcpPosture.network': 'off' } });
  window = await rig.open({ [path]: text, [codexPath]: codex });
});
after(() => rig?.close());

test('the hover on a finding says what, why, what can be done, and where there is more', async () => {
  await openFile(window, path);
  await expectFindings(window, window.uri(path), both);
  // Once it is drawn as a link the line stays as it is; its start is what is underlined.
  const link = window.page.locator('.view-line span', { hasText: /^http:\/\/mcp/ });
  await link.hover({ position: { x: 8, y: 8 } });
  const hover = window.page.locator('.monaco-hover', { hasText: 'is reached over plain http' });
  await hover.waitFor();
  const why = whyIn(readFileSync(join(root, 'docs/rules/plain-http.md'), 'utf8'));
  const start = why.slice(0, 60);
  await waitFor('why', async () => plain(await hover.innerText()).includes(start));
  assert.match(plain(await hover.innerText()), /Fix: Use https/);
  const links = hover.locator('a', { hasText: /^(More about )?plain-http$/ });
  const targets = await links.evaluateAll((all) =>
    all.map((one) => one.getAttribute('data-href') ?? one.getAttribute('href') ?? ''),
  );
  // VS Code's own, beside the message, and ours.
  assert.equal(targets.length, 2);
  for (const target of targets) {
    // The browser gets files from the server.
    assert.match(target, /^vscode-remote:.*\/docs\/rules\/plain-http\.md$/);
    assert.ok(existsSync(new URL(target).pathname), target);
  }
  await screenshot(window, 'hover-finding');
  await window.page.mouse.move(700, 850);
});

test('suppressed from the lightbulb: a line with its reason, no squiggle, and the tree says so', async () => {
  const uri = window.uri(path);
  await openFile(window, path);
  await expectFindings(window, uri, both);
  const { start } = placeOf(text, '1.4');
  await goTo(window, start.line, start.character);
  await quickFix(window, 'Suppress unpinned-image here, with a reason…');
  const box = window.page.locator('.quick-input-widget');
  await box.locator('.quick-input-filter input').waitFor();
  await screenshot(window, 'suppress');
  await press(window, 'Enter');
  await box.getByText('A reason is required').waitFor();
  await expectText(window, uri, text);
  await typeText(window, 'built by us until 2099-12-31');
  await press(window, 'Enter');
  const suppressed = text.replace(
    '        "acme/files',
    '        // mcp-posture-ignore unpinned-image -- built by us until 2099-12-31\n        "acme/files',
  );
  await expectText(window, uri, suppressed);
  await expectFindings(window, uri, ['plain-http: http']);
  await waitFor('no squiggle', async () => {
    return (await squiggles(window)).map((one) => one.text).join() === 'http';
  });
  const place = placeOf(suppressed, 'files:1.4').end;
  await goTo(window, place.line, place.character - 1);
  assert.deepEqual(
    (await quickFixTitles(window)).filter((title) => /suppress|pin/i.test(title)),
    [],
  );

  await openTree(window);
  await toggle(window, 'files');
  await waitFor('the pillars', async () => (await treeRows(window)).some(isOf('Integrity')));
  await toggle(window, 'Integrity');
  const said = await waitFor('the finding', async () =>
    (await treeRows(window)).find((one) => one.includes('follows the tag 1.4')),
  );
  assert.match(said, / \| unpinned-image, suppressed$/);
  // What is suppressed is accepted, not repaired: the server stays where it was.
  assert.ok((await treeRows(window)).includes('  files | high · .vscode/mcp.json'));
  await screenshot(window, 'suppressed');

  await openFile(window, path);
  await save(window);
  assert.equal(readFileSync(join(window.folder, path), 'utf8'), suppressed);
  await undo(window);
  await expectText(window, uri, text);
  await expectFindings(window, uri, both);
  await save(window);
});

test('the same in TOML, in its own kind of comment', async () => {
  const uri = window.uri(codexPath);
  await openFile(window, codexPath);
  await expectFindings(window, uri, ['plain-http: http']);
  const { start } = placeOf(codex, 'http:');
  await goTo(window, start.line, start.character);
  await quickFix(window, 'Suppress plain-http here, with a reason…');
  await window.page.locator('.quick-input-widget .quick-input-filter input').waitFor();
  await typeText(window, 'within our network');
  await press(window, 'Enter');
  await expectText(
    window,
    uri,
    codex.replace('url =', '# mcp-posture-ignore plain-http -- within our network\nurl ='),
  );
  await expectFindings(window, uri, []);
  await undo(window);
  await expectFindings(window, uri, ['plain-http: http']);
});

test('a rule that the settings switch off is silent at once, and speaks again', async () => {
  const uri = window.uri(path);
  await openFile(window, path);
  await expectFindings(window, uri, both);
  await openSettings();
  await goTo(window, 0, 1);
  await typeText(window, '"mcpPosture.rules": { "plain-http": "off" },');
  await save(window);
  await expectFindings(window, uri, ['unpinned-image: 1.4']);
  await goTo(window, 0, '{"mcpPosture.rules": { "plain-http": "off'.length);
  await press(window, 'Backspace', 'Backspace', 'Backspace');
  await typeText(window, 'hint');
  await save(window);
  const quiet = await expectFindings(window, uri, both);
  assert.deepEqual(
    quiet.map(({ severity }) => severity),
    ['warning', 'hint'],
  );
  await openFile(window, path);
  // VS Code dots a hint at its first two characters.
  await waitFor('its dots', async () =>
    (await squiggles(window)).some((one) => one.text === 'ht' && one.severity === 'hint'),
  );
  await openSettings();
  await goTo(window, 0, '{"mcpPosture.rules": { "plain-http": "hint'.length);
  await press(window, 'Backspace', 'Backspace', 'Backspace', 'Backspace');
  await typeText(window, 'warning');
  await save(window);
  await waitFor('its own severity', async () =>
    (await expectFindings(window, uri, both)).every(({ severity }) => severity === 'warning'),
  );
});

/** By the command: opened by its path VS Code does not see that it is the user's. */
async function openSettings(): Promise<void> {
  await command(window, 'Preferences: Open User Settings (JSON)');
  const uri = window.uri(join(rig.data, 'User/settings.json'));
  await waitFor('the settings', async () => (await window.ask('editor'))?.uri === uri);
}

/** As one line, however the hover is laid out. */
function plain(shown: string): string {
  return shown.replaceAll(/\s+/g, ' ');
}

function isOf(label: string): (row: string) => boolean {
  return (row) => row.trim().startsWith(`${label} |`);
}
