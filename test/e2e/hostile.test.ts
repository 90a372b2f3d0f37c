import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { findings } from './rig/findings.ts';
import { closeEditor, goTo, openFile, screenshot, typeText } from './rig/keys.ts';
import { openRig, type Rig, type Window } from './rig/rig.ts';
import { expectRows, openTree, row, toggle, treeRows, viewButton } from './rig/tree.ts';
import { waitFor } from './rig/wait.ts';

/** Milliseconds that nothing else may wait for us, but for one reading of a file. */
const block = 50;
const reading = 200;

const names = Array.from({ length: 10_000 }, (_, n) => `s${n}`);
const odd = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', ''];
const large = fileOf(Array.from({ length: 90_000 }, (_, n) => `s${n}`));
const deep = `{ "servers": { "d": { "command": "node", "x": ${'['.repeat(1000)}${']'.repeat(1000)} } } }\n`;
const binary = Buffer.from(Array.from({ length: 4096 }, (_, n) => (n * 7919) % 256));

let rig: Rig;
let window: Window;
before(async () => {
  rig = await openRig({ settings: { 'mcpPosture.network': 'off' }, obeysModes: true });
  window = await rig.open(
    {
      'fine/.vscode/mcp.json': fileOf(['fine']),
      'large/.vscode/mcp.json': large,
      'binary/.vscode/mcp.json': binary,
      'many/.vscode/mcp.json': fileOf(names),
      'deep/.vscode/mcp.json': deep,
      'odd/.vscode/mcp.json': fileOf(odd),
      '.vscode/mcp.json': fileOf(['locked']),
      'locked/.vscode/mcp.json': fileOf(['locked']),
    },
    (folder) => {
      mkdirSync(join(folder, '.cursor'));
      symlinkSync('mcp.json', join(folder, '.cursor/mcp.json'));
      symlinkSync('nowhere.json', join(folder, '.mcp.json'));
      symlinkSync('..', join(folder, 'fine/up'));
      chmodSync(join(folder, '.vscode'), 0);
      chmodSync(join(folder, 'locked'), 0);
    },
  );
});
after(async () => {
  if (window !== undefined) for (const path of ['.vscode', 'locked']) unlock(path);
  await rig?.close();
});

suite('a workspace that means no good', () => {
  test('nothing is lost, and what cannot be read says why in a line', async () => {
    await openTree(window);
    const servers = names.length + odd.length + 1;
    await row(window, 'High').waitFor();
    await waitFor('all servers', async () =>
      (await treeRows(window)).some((one) => one === `High | ${servers} servers`),
    );
    await screenshot(window, 'hostile');
    await toggle(window, 'High');
    await expectRows(window, [
      `High | ${servers} servers`,
      'Files | 6 files',
      '  .cursor/mcp.json | not checked: a symbolic link that leads to itself',
      '  .mcp.json | not checked: not a file',
      '  .vscode/mcp.json | not checked: no permission to read it',
      '  binary/.vscode/mcp.json | not checked: a binary file, not text',
      '  deep/.vscode/mcp.json | not checked: Nested deeper than 512 levels',
      '  large/.vscode/mcp.json | not checked: larger than 2 MB, so it was not read',
    ]);
    await screenshot(window, 'hostile-files');
  });

  test('a second look at all of it holds nothing up', async () => {
    await holdsNothingUp('a look at everything', async () => {
      await viewButton(window, 'Refresh');
      await window.page.waitForTimeout(3000);
    });
  });

  for (const [what, path, expected] of [
    ['10,000 servers', 'many/.vscode/mcp.json', 1000],
    ['names that every object has', 'odd/.vscode/mcp.json', 3 * odd.length],
    ['1,000 levels', 'deep/.vscode/mcp.json', 1],
    ['5 MB', 'large/.vscode/mcp.json', 1],
  ] as const) {
    test(`${what}: opened, and typed into`, async () => {
      const uri = window.uri(path);
      await holdsNothingUp(
        `opening ${what}`,
        async () => {
          await openFile(window, path);
          await waitFor('findings', async () => (await findings(window, uri)).length === expected);
          await window.page.waitForTimeout(500);
        },
        () => closeEditor(window),
      );
      await holdsNothingUp(`typing into ${what}`, async () => {
        await goTo(window, 0, 1);
        await typeText(window, '    ');
        await window.page.waitForTimeout(2000);
      });
      await waitFor('findings', async () => (await findings(window, uri)).length === expected);
    });
  }

  test('each of the odd names is a server with its own findings', async () => {
    await openFile(window, 'odd/.vscode/mcp.json');
    const found = await findings(window, window.uri('odd/.vscode/mcp.json'));
    for (const index of odd.keys()) {
      assert.deepEqual(
        found.filter(({ range }) => range.start.line === index + 2).map(({ rule }) => rule),
        ['host-execution', 'no-cooldown', 'unpinned-package'],
      );
    }
  });

  test('what may be read from now on is read', async () => {
    unlock('.vscode');
    writeFileSync(join(window.folder, '.vscode/mcp.json'), fileOf(['unlocked', 'and-one-more']));
    await viewButton(window, 'Refresh');
    await waitFor('its servers', async () =>
      (await treeRows(window)).some(
        (one) => one === `High | ${names.length + odd.length + 3} servers`,
      ),
    );
  });
});

/**
 * Does something and looks at how long the extension host's loop stood still for it: above 50 ms once, by a reading, for
 * 200 ms at most. Waiting for a CPU that others use does not count, and of five tries the best: what the machine does
 * beside it comes and goes, what we do comes every time.
 */
async function holdsNothingUp(
  what: string,
  act: () => Promise<void>,
  again: () => Promise<void> = async () => undefined,
): Promise<void> {
  const tries: (readonly number[])[] = [];
  while (tries.length < 5) {
    if (tries.length > 0) await again();
    await window.ask('loopStart');
    await act();
    const blocks = (await window.ask('loopBlocks', block))
      .map(({ ms, cpuMs }) => Math.round(Math.min(ms, cpuMs)))
      .filter((ms) => ms > block);
    if (blocks.length <= 1 && blocks.every((ms) => ms <= reading)) return;
    tries.push(blocks);
  }
  assert.fail(`${what}: ${tries.map((blocks) => blocks.join(', ')).join('; ')} ms`);
}

function unlock(path: string): void {
  chmodSync(join(window.folder, path), 0o755);
}

function fileOf(servers: readonly string[]): string {
  const lines = servers.map(
    (name, n) => `    ${JSON.stringify(name)}: { "command": "npx", "args": ["-y", "acme-${n}"] }`,
  );
  return `{\n  "servers": {\n${lines.join(',\n')}\n  }\n}\n`;
}
