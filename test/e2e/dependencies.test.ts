import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { osvOf } from '../resolvers/advisory-world.ts';
import { knownHoles } from '../resolvers/known-holes.ts';
import { scanners, trivyReport, type Scanners } from '../resolvers/scanners.ts';
import { startServer, type LocalServer } from '../resolvers/server.ts';
import { findings, hardened, placeOf } from './rig/findings.ts';
import {
  command,
  expectText,
  goTo,
  openFile,
  quickFix,
  quickFixTitles,
  screenshot,
  undo,
} from './rig/keys.ts';
import { startPackages } from './rig/packages.ts';
import { openRig, type Rig, type Window } from './rig/rig.ts';
import { waitFor } from './rig/wait.ts';

const path = '.vscode/mcp.json';
const digest = `sha256:${'4b1f6d0c9e2a7835'.repeat(4)}`;
const check = 'MCP Posture: Check Dependencies';

/** Answers as OSV would, and waits with it while `isHeld`. */
interface Osv extends AsyncDisposable {
  readonly host: string;
  readonly waiting: () => number;
  hold(): void;
  release(): void;
}

async function startOsv(): Promise<Osv> {
  const answer = osvOf(knownHoles.map(({ osv }) => osv));
  let isHeld = false;
  const held: (() => void)[] = [];
  const server = await startServer((request, response) => {
    if (isHeld) held.push(() => answer(request, response));
    else answer(request, response);
  });
  return {
    host: server.host,
    waiting: () => held.length,
    hold() {
      isHeld = true;
    },
    release() {
      isHeld = false;
      for (const go of held.splice(0)) go();
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

let osv: Osv;
let packages: LocalServer;
let registry: LocalServer;
let tools: Scanners;

before(async () => {
  osv = await startOsv();
  packages = await startPackages({ 'mcp-remote': { '0.1.14': 120, '0.1.15': 90, '0.1.16': 60 } });
  // Nothing is signed there, and nobody asks it for more: the stand-in for Trivy fetches no image.
  registry = await startServer((_, response) => response.writeHead(404).end('{}'));
  tools = await scanners();
  await tools.replay(
    'trivy',
    trivyReport([['CVE-2024-0002', 'openssl', 'HIGH', '3.3.2']], '0.68.1'),
  );
});
after(async () => {
  for (const one of [osv, packages, registry, tools]) await one?.[Symbol.asyncDispose]();
});

function fileText(): string {
  return `{
  "servers": {
    "remote": { "command": "npx", "args": ["-y", "mcp-remote@0.1.15", "https://mcp.example.com/mcp"] },
    "image": { "command": "docker", "args": ["run", "-i", ${hardened}, "${registry.host}/acme/mcp@${digest}"] }
  }
}
`;
}

suite('known vulnerabilities, with a mirror of OSV and a registry on loopback', () => {
  let rig: Rig;
  let window: Window;
  before(async () => {
    rig = await openRig({
      settings: {
        'mcpPosture.advisories.osv': `http://${osv.host}`,
        'mcpPosture.registries': [registry.host],
      },
      env: { npm_config_registry: `http://${packages.host}/` },
    });
    // VS Code takes the PATH of a login shell.
    for (const name of ['.profile', '.bash_profile', '.zprofile', '.zshenv'])
      writeFileSync(join(rig.home, name), `export PATH="${tools.programs}:$PATH"\n`);
    window = await rig.open({ [path]: fileText() });
    await openFile(window, path);
  });
  after(() => rig?.close());

  test('the version is underlined, and its fix moves to the fixed one', async () => {
    const uri = window.uri(path);
    const found = await waitFor('the finding', async () =>
      (await findings(window, uri)).find(({ rule }) => rule === 'known-vulnerability'),
    );
    assert.deepEqual([found.text, found.severity], ['0.1.15', 'error']);
    const { line, character } = placeOf(fileText(), 'mcp-remote@0.1.15').end;
    await goTo(window, line, character - 1);
    const title = await waitFor('the fix', async () =>
      (await quickFixTitles(window)).find((one) => one.startsWith('Move to')),
    );
    assert.equal(title, 'Move to 0.1.16 (fixes CVE-2025-6514)');
    await screenshot(window, 'known-vulnerability');
    await quickFix(window, title);
    await expectText(window, uri, fileText().replace('mcp-remote@0.1.15', 'mcp-remote@0.1.16'));
    await waitFor('the finding gone', async () =>
      (await findings(window, uri)).every(({ rule }) => rule !== 'known-vulnerability'),
    );
    await undo(window);
    await expectText(window, uri, fileText());
    // Nobody has asked for a scan.
    assert.deepEqual(await tools.calls(), []);
  });

  test('Check Dependencies, stopped while OSV is silent: what it said last time stays unsaid', async () => {
    await command(window, 'MCP Posture: Refresh');
    osv.hold();
    await command(window, check);
    await waitFor('the question', () => osv.waiting() > 0);
    await command(window, 'Notifications: Show Notifications');
    const item = window.page.locator('.notifications-center .notification-list-item');
    await item.filter({ hasText: 'MCP Posture: checking dependencies' }).hover();
    await screenshot(window, 'check-dependencies');
    await item.getByRole('button', { name: 'Cancel' }).click();
    await status('MCP Posture: the check was stopped, what was answered is kept');
    osv.release();
    assert.equal(await window.ask('isDirty', window.uri(path)), false);
  });

  test('Check Dependencies asks all, scans the image by its digest, and sums up in one line', async () => {
    await command(window, check);
    await status('MCP Posture: Dependencies of 2 servers: 2 bad');
    const scan = 'trivy image --format json --quiet --scanners vuln --exit-code 0 --';
    const calls = new Set(await tools.calls());
    assert.deepEqual(calls, new Set([`${scan} ${registry.host}/acme/mcp@${digest}`]));
    const uri = window.uri(path);
    const all = await waitFor('both findings', async () => {
      const found = (await findings(window, uri)).filter(
        ({ rule }) => rule === 'known-vulnerability',
      );
      return found.length === 2 ? found : null;
    });
    assert.deepEqual(
      all.map(({ text }) => text),
      ['0.1.15', `${registry.host}/acme/mcp@${digest}`],
    );
    assert.ok(registry.seen.every(({ path: asked }) => asked.startsWith('/v2/acme/mcp/')));
  });

  async function status(expected: string): Promise<void> {
    await waitFor(`the status line ${expected}`, async () =>
      (await window.page.locator('.statusbar').textContent())?.includes(expected),
    );
  }
});
