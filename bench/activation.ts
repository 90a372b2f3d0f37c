import { command } from '../test/e2e/rig/keys.ts';
import { openRig } from '../test/e2e/rig/rig.ts';

/**
 * What a real VS Code says of activations at its start, in milliseconds: ours, and that of its own JSON support, which
 * the same file wakes. All extensions start at once, so each waits for the others.
 */
export async function activationTimes(): Promise<{ readonly ours: number; readonly json: number }> {
  const rig = await openRig();
  try {
    const window = await rig.open({ '.vscode/mcp.json': '{ "servers": {} }' });
    await command(window, 'Developer: Show Running Extensions');
    const timeOf = async (name: string): Promise<number> => {
      const row = window.page.locator('.runtime-extensions-editor .monaco-list-row', {
        hasText: name,
      });
      const said = await row.locator('.activation-time').textContent({ timeout: 20_000 });
      return Number(/\d+/.exec(said ?? '')?.[0] ?? Number.NaN);
    };
    return {
      ours: await timeOf('mcp-posture.mcp-posture'),
      json: await timeOf('JSON Language Features'),
    };
  } finally {
    await rig.close();
  }
}
