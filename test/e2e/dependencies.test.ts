import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { osvOf } from '../resolvers/advisory-world.ts';
import { knownHoles } from '../resolvers/known-holes.ts';
import { scanners, trivyReport } from '../resolvers/scanners.ts';
import { startServer } from '../resolvers/server.ts';
import { findings, hardened, placeOf } from './rig/findings.ts';
import { dispose, forTests } from './rig/for-tests.ts';
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
import { expectStatus, stopWork } from './rig/status.ts';
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

const needs = forTests(async (keep) => {
  const tools = keep(await scanners(), dispose);
  await tools.replay(
    'trivy',
    trivyReport([['CVE-2024-0002', 'openssl', 'HIGH', '3.3.2']], '0.68.1'),
  );
  return {
    tools,
    osv: keep(await startOsv(), dispose),
    packages: keep(
      await startPackages({ 'mcp-remote': { '0.1.14': 120, '0.1.15': 90, '0.1.16': 60 } }),
      dispose,
    ),
    // Nothing is signed there, and nobody asks it for more: the stand-in for Trivy fetches no image.
    registry: keep(await startServer((_, response) => response.writeHead(404).end('{}')), dispose),
  };
});

function fileText(): string {
  return `{
  "servers": {
    "remote": { "command": "npx", "args": ["-y", "mcp-remote@0.1.15", "https://mcp.example.com/mcp"] },
    "image": { "command": "docker", "args": ["run", "-i", ${hardened}, "${needs().registry.host}/acme/mcp@${digest}"] }
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
        'mcpPosture.advisories.osv': `http://${needs().osv.host}`,
        'mcpPosture.registries': [needs().registry.host],
      },
      env: { npm_config_registry: `http://${needs().packages.host}/` },
    });
    // VS Code takes the PATH of a login shell.
    for (const name of ['.profile', '.bash_profile', '.zprofile', '.zshenv'])
      writeFileSync(join(rig.home, name), `export PATH="${needs().tools.programs}:$PATH"\n`);
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
    assert.deepEqual(await needs().tools.calls(), []);
  });

  test('Check Dependencies, stopped while OSV is silent: what it said last time stays unsaid', async () => {
    await command(window, 'MCP Posture: Refresh');
    needs().osv.hold();
    await command(window, check);
    await waitFor('the question', () => needs().osv.waiting() > 0);
    await stopWork(window, 'MCP Posture: checking dependencies', 'check-dependencies');
    await expectStatus(window, 'MCP Posture: the check was stopped, what was answered is kept');
    needs().osv.release();
    assert.equal(await window.ask('isDirty', window.uri(path)), false);
  });

  test('Check Dependencies asks all, scans the image by its digest, and sums up in one line', async () => {
    await command(window, check);
    await expectStatus(window, 'MCP Posture: Dependencies of 2 servers: 2 bad');
    const scan = 'trivy image --format json --quiet --scanners vuln --exit-code 0 --';
    const calls = new Set(await needs().tools.calls());
    assert.deepEqual(calls, new Set([`${scan} ${needs().registry.host}/acme/mcp@${digest}`]));
    const uri = window.uri(path);
    const all = await waitFor('both findings', async () => {
      const found = (await findings(window, uri)).filter(
        ({ rule }) => rule === 'known-vulnerability',
      );
      return found.length === 2 ? found : null;
    });
    assert.deepEqual(
      all.map(({ text }) => text),
      ['0.1.15', `${needs().registry.host}/acme/mcp@${digest}`],
    );
    assert.ok(needs().registry.seen.every(({ path: asked }) => asked.startsWith('/v2/acme/mcp/')));
  });
});
