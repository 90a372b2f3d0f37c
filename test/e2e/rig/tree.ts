import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import type { Locator } from 'playwright-core';
import { command } from './keys.ts';
import type { Window } from './rig.ts';
import { waitFor } from './wait.ts';

const side = '.part.sidebar';

/** Shows the view of all servers. */
export async function openTree(window: Window): Promise<void> {
  await command(window, 'MCP Posture: Focus on Servers View');
  await window.page
    .locator(`${side} .composite[id="workbench.view.extension.mcpPosture"]`)
    .waitFor();
}

/** Every row that is shown, from the top: its label, what stands beside it, blanks for its level. */
export async function treeRows(window: Window): Promise<readonly string[]> {
  const rows = await window.page.locator(`${side} .monaco-list-row`).evaluateAll((elements) =>
    elements.map((element) => {
      const text = (part: string) => element.querySelector(part)?.textContent ?? '';
      return {
        top: element.getBoundingClientRect().top,
        level: Number(element.getAttribute('aria-level')),
        label: text('.label-name'),
        says: text('.label-description'),
      };
    }),
  );
  return rows
    .toSorted((a, b) => a.top - b.top)
    .map(({ level, label, says }) => `${'  '.repeat(level - 1)}${label} | ${says}`);
}

/** Waits until the rows are these. */
export async function expectRows(window: Window, expected: readonly string[]): Promise<void> {
  let last: readonly string[] = [];
  await waitFor('the rows', async () => {
    last = await treeRows(window);
    return isDeepStrictEqual(last, expected);
  }).catch(() => undefined);
  assert.deepEqual(last, expected);
}

/** The row with this label; of several the first. */
export function row(window: Window, label: string | RegExp): Locator {
  return window.page
    .locator(`${side} .monaco-list-row`)
    .filter({ has: window.page.locator('.label-name', { hasText: exactly(label) }) })
    .first();
}

export async function toggle(window: Window, label: string | RegExp): Promise<void> {
  await row(window, label).locator('.monaco-tl-twistie').click();
}

/** Clicks the button that a row shows under the mouse. */
export async function rowButton(
  window: Window,
  label: string | RegExp,
  name: string,
): Promise<void> {
  await row(window, label).hover();
  await row(window, label).getByRole('button', { name, exact: true }).click();
}

/** Clicks a button above the tree. */
export async function viewButton(window: Window, name: string): Promise<void> {
  // Beside another view its buttons are in its own header, and seen while the mouse is over it.
  const own = window.page.locator(`${side} .pane-header`).filter({ hasText: 'Servers' });
  const title = window.page.locator(`${side} .composite.title`);
  await ((await own.isVisible()) ? own : title).hover();
  await window.page.locator(side).getByRole('button', { name, exact: true }).click();
}

/** The line above the tree; empty without one. */
export async function treeMessage(window: Window): Promise<string> {
  const message = window.page.locator(`${side} .tree-explorer-viewlet-tree-view .message`);
  return (await message.allTextContents()).join('').trim();
}

function exactly(label: string | RegExp): RegExp {
  if (typeof label !== 'string') return label;
  return new RegExp(`^${label.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`);
}
