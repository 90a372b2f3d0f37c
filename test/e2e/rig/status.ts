import type { Window } from './rig.ts';
import { command, screenshot } from './keys.ts';
import { waitFor } from './wait.ts';

/** Waits until the status bar says this. */
export async function expectStatus(window: Window, expected: string): Promise<void> {
  await waitFor(`the status line ${expected}`, async () =>
    (await window.page.locator('.statusbar').textContent())?.includes(expected),
  );
}

/** Stops what is at work under this name, by the button of its notification; takes a picture before it does. */
export async function stopWork(window: Window, name: string, picture: string): Promise<void> {
  // Under test VS Code shows no toasts; what they hold stands in the list behind the bell.
  await command(window, 'Notifications: Show Notifications');
  const item = window.page.locator('.notifications-center .notification-list-item');
  await item.filter({ hasText: name }).hover();
  await screenshot(window, picture);
  await item.getByRole('button', { name: 'Cancel' }).click();
}
