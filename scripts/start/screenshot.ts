import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { launchBrowser } from '../vscode/browser.ts';
import { peopleSettings, writeSettingsOnce } from '../vscode/profile.ts';
import { openServer } from './people-server.ts';

export interface Screenshot {
  readonly extension: string;
  readonly folder: string;
  readonly file: string;
  readonly ending: AbortSignal;
}

/** A picture of what a person sees who opens the folder, trusts it, and opens its configuration and our view. */
export async function takeScreenshot(options: Screenshot): Promise<void> {
  const base = mkdtempSync(join(tmpdir(), 'mcp-posture-shot-'));
  const home = join(base, 'home');
  const data = join(base, 'data');
  mkdirSync(home);
  writeSettingsOnce(data, { ...peopleSettings, 'editor.minimap.enabled': false });
  try {
    // Its own home: a picture shows nobody's real servers.
    const env = {
      HOME: home,
      USERPROFILE: home,
      APPDATA: join(home, 'AppData'),
      XDG_CONFIG_HOME: undefined,
    };
    const { address, close } = await openServer({ ...options, data, env });
    const browser = await launchBrowser();
    const end = async (): Promise<void> => {
      await browser.close();
      await close();
    };
    options.ending.addEventListener('abort', () => void end());
    try {
      const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
      await page.goto(address);
      // Where something is missing, the picture shows what was there instead.
      try {
        await show(page);
      } finally {
        await page.screenshot({ path: options.file });
      }
    } finally {
      await end();
    }
  } finally {
    rmSync(base, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function show(page: Page): Promise<void> {
  page.setDefaultTimeout(30_000);
  await page.getByRole('button', { name: /^Yes, I trust/ }).click();
  await page.locator('.explorer-folders-view .monaco-list-row').first().waitFor();
  const name = page.locator('.quick-input-filter input');
  // A window that has just opened may not listen to keys yet.
  for (let tries = 0; tries < 10 && !(await name.isVisible()); tries++) {
    await page.keyboard.press('Control+P');
    await name.waitFor({ timeout: 2000 }).catch(() => undefined);
  }
  await name.fill('.vscode/mcp.json');
  await page.locator('.quick-input-list .monaco-list-row', { hasText: 'mcp.json' }).first().click();
  await page.locator('.monaco-editor .squiggly-error').first().waitFor();
  await page.locator('.activitybar .action-item:has([aria-label*="MCP Posture"])').click();
  await page
    .locator('.sidebar .monaco-list-row', { hasText: /critical/i })
    .first()
    .waitFor();
  // The picture is of things at rest: late toasts and redraws have had their time.
  await page.waitForTimeout(3000);
  const toasts = await page.locator('.notification-toast').allInnerTexts();
  if (toasts.length > 0) throw new Error(`VS Code shows a message: ${toasts.join(' / ')}`);
}
