import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { openFile, screenshot, typeText, undo } from './rig/keys.ts';
import { openRig, type Rig, type Window } from './rig/rig.ts';
import { waitFor } from './rig/wait.ts';

const examples = new URL('../../examples/', import.meta.url);
const path = '.vscode/mcp.json';
const text = readFileSync(new URL(path, examples), 'utf8');

let rig: Rig;
let window: Window;
before(async () => {
  rig = await openRig();
  window = await rig.open({ [path]: text });
});
after(() => rig?.close());

test('the extension is active in a real VS Code', async () => {
  await openFile(window, path);
  await waitFor('activation', () => window.ask('isActive', 'mcp-posture.mcp-posture'));
  assert.equal(await window.ask('text', window.uri(path)), text);
  await screenshot(window, 'alive');
});

test('what is typed arrives in the document, and one undo takes it back', async () => {
  await openFile(window, path);
  await typeText(window, '//x');
  await waitFor(
    'the text',
    async () => (await window.ask('text', window.uri(path))) === `//x${text}`,
  );
  assert.equal(await window.ask('isDirty', window.uri(path)), true);
  await undo(window);
  await waitFor('the undo', async () => (await window.ask('text', window.uri(path))) === text);
});
