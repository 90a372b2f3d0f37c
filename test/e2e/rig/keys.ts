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
  await quickInput(window, 'Control+G', `:${line + 1}:${character + 1}`);
  await press(window, 'Enter');
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

/** None while the list is not there: the lamp's providers may still be at work. */
async function quickFixes(window: Window): Promise<readonly { text: string; row: Locator }[]> {
  const rows = window.page.locator('.action-widget .monaco-list-row.action');
  await press(window, 'Control+.');
  const shown = await rows
    .first()
    .waitFor({ timeout: 3000 })
    .then(
      () => true,
      () => false,
    );
  if (!shown) return [];
  return Promise.all(
    (await rows.all()).map(async (row) => ({
      text: ((await row.locator('.title').textContent()) ?? '').trim(),
      row,
    })),
  );
}

/** Types into the quick input that the key opens and takes the first row that shows the text. */
async function pick(window: Window, key: string, text: string, prefix = ''): Promise<void> {
  const box = await quickInput(window, key, prefix + text);
  const shown = text.split('/').at(-1) ?? text;
  await box.locator('.monaco-list-row').filter({ hasText: shown }).first().click();
}

async function quickInput(window: Window, key: string, text: string): Promise<Locator> {
  const box = window.page.locator('.quick-input-widget');
  const input = box.locator('.quick-input-filter input');
  // A window that has just opened may not listen to keys yet.
  await waitFor(`the quick input (${key})`, async () => {
    await window.page.keyboard.press(key);
    await input.waitFor({ timeout: 2000 }).catch(() => undefined);
    return input.isVisible();
  });
  await input.fill(text);
  return box;
}
