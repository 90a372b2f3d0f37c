import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { basename, dirname, isAbsolute, join } from 'node:path';
import type { Locator } from 'playwright-core';
import type { Window } from './rig.ts';
import { waitFor } from './wait.ts';

/** Opens a file by its path in the workspace, or an absolute one, as a person does, and waits until the caret stands in it. */
export async function openFile(window: Window, path: string): Promise<void> {
  const uri = window.uri(path);
  const isOpen = async (): Promise<boolean> => (await window.ask('editor'))?.uri === uri;
  await waitFor(`the editor of ${path}`, async () => {
    if (await isOpen()) return true;
    const box = await quickInput(window, 'Control+P', path);
    // The list may still show what was there before the text, and moves while results come in.
    const row = box.locator('.monaco-list-row.focused');
    const found = await waitFor(
      'the row',
      async () => {
        if (isRowOf(path, await labelOf(row))) return true;
        await press(window, 'ArrowDown');
        return false;
      },
      4000,
    ).catch(() => false);
    if (!found) return false;
    await press(window, 'Enter');
    return waitFor('the editor', isOpen, 4000).catch(() => false);
  });
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
  const uri = (await window.ask('editor'))?.uri ?? '';
  const lines = ((await window.ask('text', uri)) ?? '').split(/\r\n|\n/);
  const columns = columnsOf((lines[line] ?? '').slice(0, character));
  await quickInput(window, 'Control+G', `:${line + 1}:${columns + 1}`);
  await press(window, 'Enter');
  await waitFor('the caret', async () => {
    const at = (await window.ask('editor'))?.selection.start;
    return at?.line === line && at.character === character;
  });
}

/** The box counts a tab as the columns that it takes. */
function columnsOf(text: string): number {
  const tabSize = 4;
  let columns = 0;
  for (const char of text) columns += char === '\t' ? tabSize - (columns % tabSize) : 1;
  return columns;
}

/** Runs a command by its title from the command palette. */
export async function command(window: Window, title: string): Promise<void> {
  await pick(window, 'F1', title, '>');
}

/** Opens the list of quick fixes at the caret and picks the one whose title is, or matches, this. */
export async function quickFix(window: Window, title: string | RegExp): Promise<void> {
  await waitFor(`the quick fix ${title}`, async () => {
    const rows = await quickFixes(window);
    const found = rows.find(({ text }) =>
      typeof title === 'string' ? text === title : title.test(text),
    );
    // News from a registry may draw the editor anew, and the list goes with it.
    const picked = await found?.row.click({ timeout: 3000 }).then(
      () => true,
      () => false,
    );
    if (picked !== true) await window.page.keyboard.press('Escape');
    return picked;
  });
}

/** The titles in the list of quick fixes at the caret; closes the list again. */
export async function quickFixTitles(window: Window): Promise<readonly string[]> {
  const rows = await quickFixes(window);
  await window.page.keyboard.press('Escape');
  return rows.map(({ text }) => text);
}

/** Waits until an open document's text is this one, byte for byte. */
export async function expectText(window: Window, uri: string, expected: string): Promise<void> {
  let text: string | null = null;
  await waitFor('the text', async () => {
    text = await window.ask('text', uri);
    return text === expected;
  }).catch(() => undefined);
  assert.equal(text, expected);
}

export async function undo(window: Window): Promise<void> {
  await window.page.keyboard.press('Control+Z');
}

/** Writes the active file to the disk. */
export async function save(window: Window): Promise<void> {
  await window.page.keyboard.press('Control+S');
  await waitFor('the save', async () => {
    const uri = (await window.ask('editor'))?.uri;
    return uri !== undefined && (await window.ask('isDirty', uri)) === false;
  });
}

/** Closes the active editor; what was not saved is thrown away. */
export async function closeEditor(window: Window): Promise<void> {
  const before = (await window.ask('tabs')).length;
  await command(window, 'View: Close Editor');
  const question = window.page.locator('.monaco-dialog-box').getByText("Don't Save");
  await waitFor('the editor to close', async () => {
    if (await question.isVisible()) await question.click();
    return (await window.ask('tabs')).length < before;
  });
}

/** The whole editor, for a look at it afterwards. */
export async function screenshot(window: Window, name: string): Promise<void> {
  const folder = join(import.meta.dirname, '../screenshots');
  mkdirSync(folder, { recursive: true });
  await window.page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled' });
}

/** Whether a row of the list of files is this file's; one outside the workspace is shown with its path, or from `~`. */
function isRowOf(path: string, label: string): boolean {
  const folder = dirname(path);
  if (isAbsolute(path)) {
    return label.startsWith(`${basename(path)} `) && label.includes(`/${basename(folder)}`);
  }
  const wanted = folder === '.' ? path : `${basename(path)} ${folder}`;
  return (
    label === wanted || label.startsWith(`${wanted}, `) || label.startsWith(`${wanted} unsaved`)
  );
}

async function labelOf(row: Locator): Promise<string> {
  return (await row.getAttribute('aria-label', { timeout: 500 }).catch(() => null)) ?? '';
}

/**
 * What the list at the caret offers; empty when VS Code says that there is nothing. A list that does not come will never
 * come: in a busy window VS Code drops one that its own asking for the lamp overtakes.
 */
async function quickFixes(window: Window): Promise<readonly { text: string; row: Locator }[]> {
  const rows = window.page.locator('.action-widget .monaco-list-row.action');
  const nothing = window.page.locator('.monaco-editor-overlaymessage', {
    hasText: 'No code actions available',
  });
  await waitFor('the list of quick fixes', async () => {
    await press(window, 'Control+.');
    const shown = rows.or(nothing).first();
    await shown.waitFor({ timeout: 2000 }).catch(() => undefined);
    return shown.isVisible();
  });
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
  await box.locator('.monaco-list-row').filter({ hasText: text }).first().click();
}

async function quickInput(window: Window, key: string, text: string): Promise<Locator> {
  const box = window.page.locator('.quick-input-widget');
  const input = box.locator('.quick-input-filter input');
  // What was asked before has to be gone: the same box comes again.
  await waitFor('no quick input', async () => {
    if (!(await box.isVisible())) return true;
    await press(window, 'Escape');
    return false;
  });
  // A window that has just opened may not listen to keys yet.
  await waitFor(`the quick input (${key})`, async () => {
    await window.page.keyboard.press(key);
    await input.waitFor({ timeout: 2000 }).catch(() => undefined);
    return input.isVisible();
  });
  await input.fill(text);
  return box;
}
