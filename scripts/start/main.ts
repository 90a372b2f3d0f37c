import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { downloadedDesktop, hasDisplay, installedDesktop, openDesktop } from '../vscode/desktop.ts';
import { peopleSettings, writeSettingsOnce } from '../vscode/profile.ts';
import { root, runNode } from '../run-node.ts';
import { openInBrowser } from './browser-window.ts';
import { takeScreenshot } from './screenshot.ts';

const { values } = parseArgs({
  options: {
    /** Takes a picture into this file and ends. */
    screenshot: { type: 'string' },
    /** In the browser even where there is a desktop VS Code. */
    browser: { type: 'boolean', default: false },
  },
});
const examples = join(root, 'examples');
const ending = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => ending.abort());
// The process that started this one is gone, and its terminal with it.
process.on('disconnect', () => ending.abort());

if ((await runNode(['esbuild.config.mjs'])) !== 0) process.exit(1);
try {
  await run();
  process.exit(0);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

async function run(): Promise<void> {
  if (values.screenshot !== undefined) {
    await takeScreenshot({
      extension: root,
      folder: examples,
      file: values.screenshot,
      ending: ending.signal,
    });
    console.log(`Wrote ${values.screenshot}`);
    return;
  }
  const data = join(root, '.cache', 'start');
  mkdirSync(data, { recursive: true, mode: 0o700 });
  writeSettingsOnce(data, peopleSettings);
  const program = await desktop();
  if (program === undefined) {
    await openInBrowser({ extension: root, folder: examples, data, ending: ending.signal });
    return;
  }
  console.log('VS Code is open; close its window, or press Ctrl+C here, to end.');
  await openDesktop({ program, data, extension: root, folder: examples }, ending.signal);
}

async function desktop(): Promise<string | undefined> {
  if (values.browser || !hasDisplay()) return undefined;
  const installed = installedDesktop();
  if (installed !== undefined) return installed;
  try {
    return await downloadedDesktop('stable', join(root, '.cache', 'desktop'));
  } catch {
    console.log('No desktop VS Code here, and none to download: using the browser.');
    return undefined;
  }
}
