import assert from 'node:assert/strict';
import { chmodSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { git } from '../secrets/git-repository.ts';
import { expectFindings } from './rig/findings.ts';
import { command, expectText, goTo, openFile, quickFix, save, typeText } from './rig/keys.ts';
import { openRig, type Rig, type Window } from './rig/rig.ts';

/** Made up, and never whole in a file of this project. */
const token = `${'ghp_'}${'A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8'}`;
const path = '.vscode/mcp.json';
const text = `{ "servers": { "noting": { "command": "/opt/noting", "env": { "GITHUB_TOKEN": "${token}" } } } }\n`;
const literal = `secret-literal: ${token}`;

suite('where a file with a credential lies', () => {
  let rig: Rig;
  let window: Window;
  before(async () => {
    rig = await openRig();
    window = await rig.open({ [path]: text }, (folder) => {
      for (const place of [dirname(folder), folder, join(folder, '.vscode')])
        chmodSync(place, 0o755);
      chmodSync(join(folder, path), 0o644);
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

  test('git tracks it: said after the next look, and while it is typed on', async () => {
    const uri = window.uri(path);
    git(window.folder, 'add', '.');
    await command(window, 'MCP Posture: Refresh');
    await expectFindings(window, uri, ['secret-committed: {', literal]);
    await goTo(window, 1, 0);
    await typeText(window, '// typed');
    await expectFindings(window, uri, ['secret-committed: {', literal]);
    await save(window);
  });
});
