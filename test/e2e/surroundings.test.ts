import assert from 'node:assert/strict';
import { chmodSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { git } from '../secrets/git-repository.ts';
import { expectFindings, placeOf } from './rig/findings.ts';
import {
  command,
  expectText,
  goTo,
  openFile,
  press,
  quickFix,
  save,
  typeText,
} from './rig/keys.ts';
import { openRig, type Rig, type Window } from './rig/rig.ts';
import { waitFor } from './rig/wait.ts';

/** Made up, and never whole in a file of this project. */
const token = `${'ghp_'}${'A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8'}`;
const path = '.vscode/mcp.json';
const text = `{ "servers": { "noting": { "command": "/opt/noting", "env": { "GITHUB_TOKEN": "${token}" } } } }\n`;
const named = '.cursor/mcp.json';
const namesFile = `{ "mcpServers": { "kept": { "command": "/opt/kept", "envFile": "\${workspaceFolder}/.env" } } }\n`;
const literal = `secret-literal: ${token}`;

suite('where a file with a credential lies', () => {
  let rig: Rig;
  let window: Window;
  before(async () => {
    rig = await openRig();
    const files = { [path]: text, [named]: namesFile, '.env': `GITHUB_TOKEN=${token}\n` };
    window = await rig.open(files, (folder) => {
      for (const place of [
        dirname(folder),
        folder,
        join(folder, '.vscode'),
        join(folder, '.cursor'),
      ])
        chmodSync(place, 0o755);
      for (const file of Object.keys(files)) chmodSync(join(folder, file), 0o644);
      git(folder, 'init', '-q');
    });
  });
  after(() => rig?.close());

  test('others can read it: the lightbulb closes it, and the text stays', async () => {
    const uri = window.uri(path);
    await openFile(window, path);
    await expectFindings(window, uri, ['secret-file-exposed: {', literal]);
    await goTo(window, 0, 0);
    await quickFix(window, 'Let nobody but you read this file (chmod 600)');
    await expectFindings(window, uri, [literal]);
    assert.equal(statSync(join(window.folder, path)).mode & 0o777, 0o600);
    await expectText(window, uri, text);
  });

  test('a file of variables that others can read: the lightbulb closes that one', async () => {
    const uri = window.uri(named);
    await openFile(window, named);
    const reference = '${workspaceFolder}/.env';
    const passed = `credential-passthrough: ${reference}`;
    await expectFindings(window, uri, [passed, `secret-file-exposed: ${reference}`]);
    await goTo(window, 0, namesFile.indexOf(reference) + 1);
    await quickFix(window, 'Let nobody but you read .env (chmod 600)');
    await expectFindings(window, uri, [passed]);
    assert.equal(statSync(join(window.folder, '.env')).mode & 0o777, 0o600);
    assert.equal(statSync(join(window.folder, named)).mode & 0o777, 0o644);
    await expectText(window, uri, namesFile);
  });

  test('git tracks it: said after the next look, and while it is typed on', async () => {
    const uri = window.uri(path);
    await openFile(window, path);
    git(window.folder, 'add', '.');
    await command(window, 'MCP Posture: Refresh');
    await expectFindings(window, uri, ['secret-committed: {', literal]);
    await goTo(window, 1, 0);
    await typeText(window, '// typed');
    await expectFindings(window, uri, ['secret-committed: {', literal]);
    await save(window);
  });

  test('moved while others can read it: the list of what is left closes it', async () => {
    chmodSync(join(window.folder, path), 0o644);
    const { line, character } = placeOf(text, token).start;
    await goTo(window, line, character + 1);
    await quickFix(window, 'Move token to SecretStorage (GITHUB_TOKEN)');
    const box = window.page.locator('.quick-input-widget');
    await box.getByText(/^Moved GITHUB_TOKEN to SecretStorage$/).waitFor();
    await box.locator('.monaco-list-row').filter({ hasText: 'Let nobody but you' }).click();
    await waitFor('the list without it', async () => {
      const rows = await box.locator('.monaco-list-row').allInnerTexts();
      return rows.length > 0 && rows.every((row) => !row.includes('nobody'));
    });
    assert.equal(statSync(join(window.folder, path)).mode & 0o777, 0o600);
    await press(window, 'Escape');
  });
});
