import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { runTests } from '@vscode/test-electron';
import { quietSettings, writeSettings } from '../../../scripts/vscode/profile.ts';
import { type Bridge, openBridge } from '../rig/bridge.ts';
import { buildHost } from '../rig/host-bundle.ts';
import { waitFor } from '../rig/wait.ts';

const root = join(import.meta.dirname, '../../..');
const program = process.env['MCP_POSTURE_DESKTOP'];
if (program === undefined) throw new Error('run by npm run test:electron, which finds the program');

const base = mkdtempSync(join(realpathSync(tmpdir()), 'mcp-posture-'));
const folder = join(base, 'ws');
const config = pathToFileURL(join(folder, '.vscode', 'mcp.json')).toString();

let bridge: Bridge;
let ended: Promise<number>;
before(async () => {
  cpSync(join(root, 'examples'), folder, { recursive: true });
  writeSettings(join(base, 'data'), quietSettings);
  const entry = join(base, 'host.cjs');
  buildHost(entry);
  bridge = await openBridge();
  ended = runTests({
    vscodeExecutablePath: program,
    extensionDevelopmentPath: root,
    extensionTestsPath: entry,
    extensionTestsEnv: { MCP_POSTURE_BRIDGE: bridge.address },
    launchArgs: [
      folder,
      '--disable-extensions',
      '--disable-workspace-trust',
      `--user-data-dir=${join(base, 'data')}`,
    ],
  });
});
after(async () => {
  bridge.close();
  await ended;
  rmSync(base, { recursive: true, force: true, maxRetries: 5 });
});

test('the desktop build activates the extension and shows findings', async () => {
  await bridge.ask('openDocument', config);
  await waitFor('activation', () => bridge.ask('isActive', 'mcp-posture.mcp-posture'), 60_000);
  const found = await waitFor('diagnostics', async () => {
    const own = (await bridge.ask('diagnostics', config)).filter(
      ({ source }) => source === 'mcp-posture',
    );
    return own.length > 0 && own;
  });
  assert.ok(found.some(({ code }) => code === 'secret-literal'));
});
