import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { type PushedIndex, type Registry, startRegistry } from '../resolvers/registry.ts';
import type { LocalServer } from '../resolvers/server.ts';
import { countingProxy, type CountingProxy } from './rig/counting-proxy.ts';
import { expectFindings, hardened, placeOf } from './rig/findings.ts';
import { command, expectText, goTo, openFile, quickFix, screenshot, undo } from './rig/keys.ts';
import { startPackages } from './rig/packages.ts';
import { openRig, type Rig, type Window } from './rig/rig.ts';
import { waitFor } from './rig/wait.ts';

const hour = 3_600_000;
const day = 24 * hour;

let registry: Registry;
let proxy: CountingProxy;
let packages: LocalServer;

before(async () => {
  registry = await startRegistry();
  proxy = await countingProxy(registry.host);
  packages = await startPackages({ 'acme-mcp': { '1.4.1': 90, '1.4.2': 30, '1.5.0': 2 } });
});
after(async () => {
  await packages?.[Symbol.asyncDispose]();
  proxy?.close();
  await registry?.stop();
});

function pushed(tag: string, salt: string, days: number): Promise<PushedIndex> {
  const created = new Date(Date.now() - days * day - hour).toISOString();
  return registry.pushIndex('acme/mcp', tag, salt, created);
}

function textWith(tag: string, { indexDigest }: PushedIndex): string {
  return `{
  "servers": {
    "image": { "command": "docker", "args": ["run", ${hardened}, "-i", "${proxy.host}/acme/mcp:${tag}@${indexDigest}"] }, // pinned
    "package": { "command": "npx", "args": ["-y", "acme-mcp@1.4.1"] }
  }
}
`;
}

const offline = [
  'host-execution: acme-mcp@1.4.1',
  'no-cooldown: acme-mcp@1.4.1',
  'version-without-hash: 1.4.1',
];
const ofPackage = [
  'host-execution: acme-mcp@1.4.1',
  'no-cooldown: acme-mcp@1.4.1',
  'outdated-package: 1.4.1',
  'version-without-hash: 1.4.1',
];
const path = '.vscode/mcp.json';

async function openWindow(
  settings: Readonly<Record<string, unknown>>,
  text: string,
): Promise<{ readonly rig: Rig; readonly window: Window }> {
  const rig = await openRig({
    settings: { 'mcpPosture.registries': [proxy.host], ...settings },
    env: { npm_config_registry: `http://${packages.host}/` },
  });
  const window = await rig.open({ [path]: text });
  await openFile(window, path);
  return { rig, window };
}

/** What the hover says beside the findings, on a piece of the text. */
async function says(window: Window, piece: string): Promise<string> {
  const text = (await window.ask('text', window.uri(path))) ?? '';
  const hovers = await window.ask('hovers', window.uri(path), placeOf(text, piece).start);
  // Markdown keeps its escapes here.
  return hovers.join('\n').replaceAll('\\', '');
}

async function expectSaid(window: Window, piece: string, expected: RegExp): Promise<void> {
  let last = '';
  await waitFor('the hover', async () => {
    last = await says(window, piece);
    return expected.test(last);
  }).catch(() => undefined);
  assert.match(last, expected);
}

suite('a tag that moves after it was pinned', () => {
  let rig: Rig;
  let window: Window;
  let first: PushedIndex;
  let second: PushedIndex;
  before(async () => {
    first = await pushed('1.4', 'first', 40);
    ({ rig, window } = await openWindow({}, textWith('1.4', first)));
  });
  after(() => rig?.close());

  test('while it stays: no finding of it, and the hover says so', async () => {
    await expectFindings(window, window.uri(path), ofPackage);
    await expectSaid(window, ':1.4@', /^1\.4 still names this image/m);
  });

  test('moved: nothing happens by itself, Refresh asks anew', async () => {
    second = await pushed('1.4', 'second', 3);
    const asked = proxy.requests();
    await window.page.waitForTimeout(1000);
    assert.equal(proxy.requests(), asked);
    await command(window, 'MCP Posture: Refresh');
    const all = await expectFindings(window, window.uri(path), ['digest-drift: 1.4', ...ofPackage]);
    assert.equal(all[0]?.severity, 'information');
    await expectSaid(
      window,
      ':1.4@',
      /^1\.4 moved: the image it names now was built 3 days ago\n\nAsked just now$/m,
    );
    const { line, character } = placeOf(textWith('1.4', first), ':1.4@').start;
    await goTo(window, line, character + 1);
    await command(window, 'Show or Focus Hover');
    await window.page.locator('.monaco-hover', { hasText: 'built 3 days ago' }).first().waitFor();
    await screenshot(window, 'drift');
    await window.page.keyboard.press('Escape');
    await expectText(window, window.uri(path), textWith('1.4', first));
  });

  test('Update pin writes the new digest, one undo', async () => {
    const { line, character } = placeOf(textWith('1.4', first), ':1.4@').start;
    await goTo(window, line, character + 1);
    await quickFix(window, `Update pin to ${second.indexDigest.slice(0, 19)}… (1.4)`);
    await expectText(window, window.uri(path), textWith('1.4', second));
    await expectFindings(window, window.uri(path), ofPackage);
    await expectSaid(window, ':1.4@', /^1\.4 still names this image/m);
    await undo(window);
    await expectText(window, window.uri(path), textWith('1.4', first));
  });

  test('a newer release of a pinned package: the older one that is old enough comes first', async () => {
    await expectSaid(
      window,
      'acme-mcp@',
      /^1\.4\.2 has been out for 30 days, 1\.5\.0 has been out for 2 days/m,
    );
    const { line, character } = placeOf(textWith('1.4', first), '1.4.1').start;
    await goTo(window, line, character + 1);
    await quickFix(window, 'Update pin to 1.4.2 (newest at least 7 days old)');
    await expectText(
      window,
      window.uri(path),
      textWith('1.4', first).replace('acme-mcp@1.4.1', 'acme-mcp@1.4.2'),
    );
  });
});

suite('only on request', () => {
  let rig: Rig;
  after(() => rig?.close());

  test('nothing is asked until it is picked; then what the answers raise is asked too; Refresh forgets', async () => {
    const first = await pushed('2.0', 'first', 40);
    await pushed('2.0', 'second', 5);
    const asked = proxy.requests();
    const opened = await openWindow({ 'mcpPosture.network': 'onRequest' }, textWith('2.0', first));
    ({ rig } = opened);
    const { window } = opened;
    const uri = window.uri(path);
    await expectFindings(window, uri, offline);
    // Longer than the time after which an unasked question would be sent.
    await window.page.waitForTimeout(1000);
    assert.equal(proxy.requests(), asked);
    await command(window, 'MCP Posture: Check Online Now');
    await expectFindings(window, uri, ['digest-drift: 2.0', ...ofPackage]);
    await expectSaid(window, ':2.0@', /^2\.0 moved: the image it names now was built 5 days ago/m);
    const then = proxy.requests();
    await command(window, 'MCP Posture: Refresh');
    await expectFindings(window, uri, offline);
    await window.page.waitForTimeout(1000);
    assert.equal(proxy.requests(), then);
  });
});
