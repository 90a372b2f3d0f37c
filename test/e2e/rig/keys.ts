import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import type { Window } from './rig.ts';
import { waitFor } from './wait.ts';

/** Opens a file of the workspace as a person does, and waits until the caret stands in it. */
export async function openFile(window: Window, path: string): Promise<void> {
  const uri = window.uri(path);
  await pick(window, 'Control+P', path);
  await waitFor(`the editor of ${path}`, async () => (await window.ask('editor'))?.uri === uri);
}

/** Key by key. A line break is the Enter key. */
export async function typeText(window: Window, text: string): Promise<void> {
  await window.page.keyboard.type(text, { delay: 15 });
}

export async function press(window: Window, ...keys: readonly string[]): Promise<void> {
  for (const key of keys) await window.page.keyboard.press(key);
}

/** Puts the caret at a place, both counted from 0. */
export async function goTo(window: Window, line: number, character: number): Promise<void> {
  await pick(window, 'Control+G', `:${line + 1}:${character + 1}`.slice(1), ':');
  await waitFor('the caret', async () => {
    const at = (await window.ask('editor'))?.selection.start;
    return at?.line === line && at.character === character;
  });
}

/** Runs a command by its title from the command palette. */
export async function command(window: Window, title: string): Promise<void> {
  await pick(window, 'F1', title, '>');
}

/** Opens the list of quick fixes at the caret and picks the one whose title is, or matches, this. */
export async function quickFix(window: Window, title: string | RegExp): Promise<void> {
  const row = await waitFor(`the quick fix ${title}`, async () => {
    const rows = await quickFixes(window);
    const found = rows.find(({ text }) =>
      typeof title === 'string' ? text === title : title.test(text),
    );
    if (found === undefined) await window.page.keyboard.press('Escape');
    return found?.row;
  });
  await row.click();
}

/** The titles in the list of quick fixes at the caret; closes the list again. */
export async function quickFixTitles(window: Window): Promise<readonly string[]> {
  const rows = await quickFixes(window);
  await window.page.keyboard.press('Escape');
  return rows.map(({ text }) => text);
}

export async function undo(window: Window): Promise<void> {
  await window.page.keyboard.press('Control+Z');
}

/** The whole editor, for a look at it afterwards. */
export async function screenshot(window: Window, name: string): Promise<void> {
  const folder = join(import.meta.dirname, '../screenshots');
  mkdirSync(folder, { recursive: true });
  await window.page.screenshot({ path: join(folder, `${name}.png`) });
}

async function quickFixes(window: Window): Promise<readonly { text: string; row: Locator }[]> {
  const list = window.page.locator('.action-widget');
  await window.page.keyboard.press('Control+.');
  try {
    await list.waitFor({ timeout: 3000 });
  } catch {
    return [];
  }
  const rows = await list.locator('.monaco-list-row.action').all();
  return Promise.all(
    rows.map(async (row) => ({
      text: ((await row.locator('.title').textContent()) ?? '').trim(),
      row,
    })),
  );
}

/** Types into the quick input that the key opens and takes the first row. `prefix` is what the input begins with. */
async function pick(window: Window, key: string, text: string, prefix = ''): Promise<void> {
  const box = window.page.locator('.quick-input-widget');
  const input = box.locator('.quick-input-filter input');
  await waitFor(`the quick input (${key})`, async () => {
    await window.page.keyboard.press(key);
    await input.waitFor({ timeout: 2000 }).catch(() => undefined);
    return input.isVisible();
  });
  await input.fill(prefix + text);
  const row = box
    .locator('.monaco-list-row')
    .filter({ hasText: text.split('/').at(-1) ?? text })
    .first();
  await row.waitFor();
  await row.click();
}
